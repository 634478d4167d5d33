import { PipelineError } from "../errors.ts";
import type { RunEvent } from "./events.ts";
import { checkOptions } from "./task-options.ts";

export interface RunOptions {
  /** Cancels the run: running steps end as `cancelled` at once, the others are skipped. */
  signal?: AbortSignal;
  /** How many steps may run at once. Default: no limit. */
  concurrency?: number;
  /** Names of steps or tasks: only these run. What they take from others comes from the last checkpoint. Default: every step. */
  only?: readonly string[];
  /** With `only`: also all that the named steps need. */
  upstream?: boolean;
  /** With `only`: also all that needs the named steps. */
  downstream?: boolean;
  /** The id of an earlier run of this pipeline. What finished in it from the same code and inputs is not run again. */
  resume?: string;
  /** Called with each event, in order, none after the run has settled. An exception is reported as a warning of the process and changes nothing. */
  onEvent?: (event: RunEvent) => void;
  /** Whether a run that does not succeed rejects. Default: true. */
  throwOnFailure?: boolean;
  /** Where and what to keep of the steps' outputs. `false` keeps nothing. Default: `{}`. */
  checkpoints?: CheckpointOptions | false;
}

export interface CheckpointOptions {
  /** The folder, with one folder a run in it. Default: `.glacier/runs` in the working directory. */
  folder?: string;
  /**
   * What is kept of a LazyDataFrame. `recipe`: nothing, its step is simply called again where its output is needed, since a lazy frame costs nothing until it is
   * collected. `data`: it is collected and kept as Parquet, which costs its computation in each run. Default: `recipe`.
   */
  lazyFrames?: "recipe" | "data";
}

const known: readonly (keyof RunOptions)[] = [
  "signal",
  "concurrency",
  "only",
  "upstream",
  "downstream",
  "resume",
  "onEvent",
  "throwOnFailure",
  "checkpoints",
];

/** @throws PipelineError for an option that is unknown or has a value it cannot have. */
export function checkRunOptions(options: unknown, pipeline: string): asserts options is RunOptions {
  const owner = `run() of pipeline '${pipeline}'`;
  const { signal, concurrency, only, upstream, downstream, resume, onEvent, throwOnFailure, checkpoints } = checkOptions(
    options,
    known,
    owner,
  );
  const fail = (text: string): never => {
    throw new PipelineError(`${owner}: ${text}`);
  };
  if (signal !== undefined && !(signal instanceof AbortSignal)) fail("'signal' must be an AbortSignal.");
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && (concurrency as number) > 0))
    fail("'concurrency' must be a whole number from 1.");
  if (only !== undefined && !(Array.isArray(only) && only.length > 0 && only.every((name) => typeof name === "string")))
    fail("'only' must be an array of names of steps.");
  for (const [name, value] of Object.entries({ upstream, downstream, throwOnFailure })) {
    if (value !== undefined && typeof value !== "boolean") fail(`'${name}' must be true or false.`);
  }
  if ((upstream === true || downstream === true) && only === undefined) fail("'upstream' and 'downstream' need 'only'.");
  if (resume !== undefined && typeof resume !== "string") fail("'resume' must be the id of a run.");
  if (onEvent !== undefined && typeof onEvent !== "function") fail("'onEvent' must be a function.");
  if (checkpoints === undefined || checkpoints === false) return;
  const { folder, lazyFrames } = checkOptions(checkpoints, ["folder", "lazyFrames"], `${owner}: 'checkpoints'`);
  if (folder !== undefined && (typeof folder !== "string" || folder === "")) fail("'checkpoints.folder' must be a path.");
  if (lazyFrames !== undefined && lazyFrames !== "recipe" && lazyFrames !== "data")
    fail('\'checkpoints.lazyFrames\' must be "recipe" or "data".');
}
