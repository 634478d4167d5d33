import { PipelineError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { absentArgument } from "./absent.ts";
import type { RunResult } from "./events.ts";
import { graphOf } from "./graph.ts";
import { record } from "./recorder.ts";
import { runRecording } from "./run.ts";
import { checkRunOptions, type RunOptions } from "./run-options.ts";
import { pipelineBrand, sharedState } from "./shared.ts";
import { checkName, checkOptions, optionalString } from "./task-options.ts";

export interface PipelineOptions {
  name: string;
  description?: string;
}

/** What a pipeline was made of. */
export interface PipelineDefinition {
  name: string;
  description: string | undefined;
  body: (...args: never[]) => unknown;
  site: Error;
}

/** The arguments of a body that takes some have to be given. */
type WithArgs<A extends readonly unknown[]> = [] extends A ? { args?: A } : { args: A };

export interface Pipeline<A extends readonly unknown[] = [], R = unknown> {
  /** Inlines the steps, as `<pipeline>/<step>`, into the pipeline whose body calls it, and gives what the body returns. */
  (...args: A): R;
  readonly name: string;
  readonly description: string | undefined;
  /**
   * Records the steps and runs them. Independent steps run at once; a step that fails takes those that wait for it with it, and no others.
   * Resolves when every step succeeded. While a file is loaded by `glacier run` or by an editor nothing happens: the promise stays pending, so that
   * code that waits for the result does not go on without one.
   * @throws PipelineError before anything runs, when the pipeline or an option is wrong; afterwards a GlacierError (`TASK_FAILED`, `TASK_TIMEOUT`,
   * `CANCELLED`) whose `result` tells of every step.
   */
  run(...options: [] extends A ? [options?: RunOptions & WithArgs<A>] : [options: RunOptions & WithArgs<A>]): Promise<RunResult>;
  /**
   * The steps and what they read and write, without running anything. Without `args` for a body that takes some, resources that come from parameters are absent.
   * @throws PipelineError when the body cannot be recorded.
   */
  graph(options?: { args?: A }): Graph;
}

/** What a body may return: a promise would mean that it waits for data, which it never gets to see. */
// biome-ignore lint/suspicious/noConfusingVoidType: a body without `return` gives void, and is the usual one.
type Immediate = void | undefined | null | string | number | boolean | (object & { readonly catch?: never });

/**
 * Makes a pipeline of a body that calls tasks. The body is called once for each `run()` and `graph()`, only records, and must not be async.
 * @throws PipelineError for a missing name or a wrong option.
 */
export function pipeline<A extends unknown[], R extends Immediate>(options: PipelineOptions, body: (...args: A) => R): Pipeline<A, R> {
  const { name, description } = checkOptions(options, ["name", "description"], "pipeline(...)");
  checkName(name, "pipeline(...): 'name'");
  optionalString(description, `Pipeline '${name}': 'description'`);
  if (typeof body !== "function")
    throw new PipelineError(`Pipeline '${name}' has no body.`, { hint: "Give a function that calls the tasks." });
  const definition: PipelineDefinition = {
    name,
    description: options.description,
    body: body as (...args: never[]) => unknown,
    site: new Error("pipeline"),
  };

  const inline = (...args: unknown[]): unknown => {
    const { recorder } = sharedState();
    if (recorder) return recorder.inline(definition, args);
    throw new PipelineError(`Pipeline '${name}' was called outside the body of another.`, { hint: "Use .run() to run it." });
  };
  const run = async (given?: RunOptions & { args?: A }): Promise<RunResult> => {
    const { loading, recorder } = sharedState();
    if (recorder) {
      const error = new PipelineError(`Pipeline '${name}' was run in the body of another.`, {
        hint: "Call it as a function to inline its steps.",
      });
      recorder.refuse(error);
      // The body that dropped this promise throws the error in its stead.
      return new Promise<never>(() => undefined);
    }
    if (loading) {
      loading.runRequested = true;
      return new Promise<never>(() => undefined);
    }
    const { args = [], ...options } = given ?? {};
    checkRunOptions(options, name);
    if (!Array.isArray(args)) throw new PipelineError(`Pipeline '${name}': 'args' must be an array.`);
    if (args.length < body.length) {
      throw new PipelineError(`The body of pipeline '${name}' takes ${body.length} argument(s), and got ${args.length}.`, {
        hint: "Give them as run({ args: [...] }), or export a pipeline whose body takes none.",
      });
    }
    return runRecording(record(definition, args), options);
  };
  const graph = (given: { args?: A } = {}): Graph => {
    const args = given.args ?? Array.from({ length: body.length }, absentArgument);
    return graphOf(record(definition, args));
  };
  Object.defineProperties(inline, {
    name: { value: name },
    description: { value: definition.description },
    [pipelineBrand]: { value: definition },
    run: { value: run },
    graph: { value: graph },
  });
  sharedState().loading?.pipelines.push(inline);
  return inline as unknown as Pipeline<A, R>;
}
