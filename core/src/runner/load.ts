import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { type GlacierError, PipelineError } from "../errors.ts";
import { commonCodeOf } from "../pipeline/fingerprint.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { type LoadingState, pipelineDefinition, sharedState } from "../pipeline/shared.ts";
import { isError, isGlacierError, toStepError } from "../pipeline/step-error.ts";
import { bundle, exportsKey } from "./bundle.ts";
import { coreUrl } from "./core-url.ts";
import { announceModuleScope } from "./module-scope.ts";

/** A pipeline of a loaded file. */
export interface LoadedPipeline {
  pipeline: Pipeline;
  /** Absent for a pipeline that the file makes or imports, but does not export. */
  exportName: string | undefined;
  isDefault: boolean;
}

export interface LoadedFile {
  pipelines: LoadedPipeline[];
  /** Exported functions that are no pipelines: one of them may return one. */
  functions: string[];
}

/**
 * Bundles and evaluates a pipeline file. A `run()` on its top level is not done; where the file awaits it, the file counts as loaded.
 * @throws SourceError for a file that cannot be bundled, GlacierError for one that throws or never ends.
 */
export async function loadFile(file: string, scratch: string): Promise<LoadedFile> {
  const state = sharedState();
  announceModuleScope();
  const { url, text } = await bundle(file, scratch, coreUrl);
  const loading: LoadingState = { runRequested: false, pipelines: [], tasks: [] };
  state.loading = loading;
  try {
    const ended = await settled(import(url));
    if (ended.how === "threw") throw loadFailure(ended.error, file);
    if (ended.how === "never" && !loading.runRequested) {
      throw new PipelineError(`${basename(file)} waits on its top level for something that never comes.`, {
        hint: "Do such work inside a task.",
      });
    }
    // Not the namespace that the import gives: there is none while the file awaits its own run().
    const exports = Reflect.get(globalThis, Symbol.for(exportsKey)) as Readonly<Record<string, unknown>>;
    return findPipelines(exports, loading.pipelines);
  } finally {
    delete state.loading;
    state.commonCode = commonCodeOf(text, loading.tasks);
    await rm(scratch, { recursive: true, force: true });
  }
}

type Ended = { how: "loaded" } | { how: "threw"; error: unknown } | { how: "never" };

/** How an import ended, or that it never will: Node has then nothing left to do, and says so by `beforeExit`. */
function settled(loaded: Promise<unknown>): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const idle = (): void => resolve({ how: "never" });
  process.once("beforeExit", idle);
  loaded.then(
    () => resolve({ how: "loaded" }),
    (error: unknown) => resolve({ how: "threw", error }),
  );
  return promise.finally(() => process.removeListener("beforeExit", idle));
}

function loadFailure(error: unknown, file: string): GlacierError {
  if (isGlacierError(error)) return error;
  const { name, message } = toStepError(error);
  const said = isError(error) ? `${name}: ${message}` : message;
  return new PipelineError(`${basename(file)} threw while it was loaded: ${said}`, { cause: error });
}

function findPipelines(exports: Readonly<Record<string, unknown>>, made: readonly unknown[]): LoadedFile {
  const found = new Map<unknown, Omit<LoadedPipeline, "pipeline">>();
  const functions: string[] = [];
  for (const [name, value] of exportsOf(exports)) {
    if (pipelineDefinition(value)) {
      // Exported twice it is still one; a name of its own tells more than `default`.
      const before = found.get(value);
      const known = before && before.exportName !== "default" ? before.exportName : name;
      found.set(value, { exportName: known, isDefault: name === "default" || before?.isDefault === true });
    } else if (typeof value === "function") {
      functions.push(name);
    }
  }
  // In the order in which the file makes them: a module's exports come by the alphabet.
  const ordered = [...made, ...[...found.keys()].filter((pipeline) => !made.includes(pipeline))];
  const how = (pipeline: unknown) => found.get(pipeline) ?? { exportName: undefined, isDefault: false };
  return { pipelines: ordered.map((pipeline) => ({ pipeline: pipeline as Pipeline, ...how(pipeline) })), functions };
}

/** A CommonJS file has its exports in `default`. An export that is not there yet, because the file awaits before it, is left out. */
function exportsOf(exports: Readonly<Record<string, unknown>>): [string, unknown][] {
  const entries = Object.keys(exports).flatMap((name): [string, unknown][] => {
    try {
      return [[name, exports[name]]];
    } catch {
      return [];
    }
  });
  const [only] = entries;
  const wrapped = entries.length === 1 && only?.[0] === "default" ? only[1] : undefined;
  return typeof wrapped === "object" && wrapped !== null ? Object.entries(wrapped) : entries;
}
