import type { StepError } from "./events.ts";
import type { PipelineDefinition } from "./pipeline.ts";
import type { Recorder } from "./recorder.ts";
import type { TaskDefinition } from "./task.ts";

// Registered symbols, so that a task, pipeline or handle made by another copy of this package (a linked workspace, a bundled one) is known as such.
export const taskBrand = Symbol.for("glacier.task");
export const pipelineBrand = Symbol.for("glacier.pipeline");
export const handleBrand = Symbol.for("glacier.handle");

/** What every copy of this package in one process shares. */
interface SharedState {
  /** The recording whose body is being called right now. Bodies are synchronous, so one is enough. */
  recorder?: Recorder;
  /** In the runner: the fingerprint of the bundle without the functions of its tasks. */
  commonCode?: string;
  /** In the runner: called when a step begins, so that the process can be ended when no step gives the thread back in time. */
  watchStep?: () => StepWatch;
  /** Set while the runner loads a file. */
  loading?: LoadingState;
}

/** What is told of a running step to those who look from outside. */
export interface StepWatch {
  /** From here on it may take so many milliseconds, and ends with this error otherwise. */
  limit(milliseconds: number, error: StepError): void;
  unlimited(): void;
  end(): void;
}

export interface LoadingState {
  /** Whether the file called `run()` on its top level, which is then not done. */
  runRequested: boolean;
  /** Every pipeline made, exported or not, in the order of making. */
  pipelines: unknown[];
  /** Every task made. */
  tasks: TaskDefinition[];
}

const stateKey = Symbol.for("glacier.state");

/** The state shared by all copies of this package. */
export function sharedState(): SharedState {
  const holder = globalThis as { [stateKey]?: SharedState };
  holder[stateKey] ??= {};
  return holder[stateKey];
}

/** The definition behind a task; undefined for anything else. */
export function taskDefinition(value: unknown): TaskDefinition | undefined {
  return typeof value === "function" ? ((value as { [taskBrand]?: TaskDefinition })[taskBrand] ?? undefined) : undefined;
}

/** The definition behind a pipeline; undefined for anything else. */
export function pipelineDefinition(value: unknown): PipelineDefinition | undefined {
  return typeof value === "function" ? ((value as { [pipelineBrand]?: PipelineDefinition })[pipelineBrand] ?? undefined) : undefined;
}
