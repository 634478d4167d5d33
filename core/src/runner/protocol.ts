import type { Graph } from "../graph/graph.ts";
import type { JsonValue } from "../json.ts";
import type { RunEvent, RunResult, SourceLocation, StepError } from "../pipeline/events.ts";

/** Raised when a message changes so that an older side would misread it. Also in core's package.json, where a parent reads it without running anything. */
export const protocolVersion = 1;

/** The child's file descriptor for its messages, one JSON object a line. Written synchronously, so that nothing is lost when user code exits or spins. */
export const messageDescriptor = 3;

/** What the parent asks of a child, first and once, over Node's IPC channel. */
export type RunnerRequest = RunRequest | GraphRequest | ListRequest;

interface RequestBase {
  /** Absolute path of the pipeline file. */
  file: string;
  /** The folder for the bundle while it is loaded. The child removes it after loading, the parent once more at the end. */
  scratch: string;
  /** The folder that stands in for every cloud. Absolute. */
  localDir?: string;
}

export interface RunRequest extends RequestBase, RunSettings {
  kind: "run";
}

/** What of a file is run, and how. */
export interface RunSettings {
  /** The pipeline's name. Default: the only exported pipeline, else the default export. */
  pipeline?: string;
  /** Run this step (or all steps of this task) only. Its inputs come from the last checkpoint. */
  task?: string;
  /** With `task`: also what it needs. */
  upstream?: boolean;
  /** With `task`: also what needs it. */
  downstream?: boolean;
  /** The id of a run to take up again: what finished from the same code and inputs is not run again. */
  resume?: string;
  /** How many steps may run at once. Default: no limit. */
  concurrency?: number;
}

export interface GraphRequest extends RequestBase {
  kind: "graph";
  pipeline?: string;
}

export interface ListRequest extends RequestBase {
  kind: "list";
}

export type ParentMessage = { type: "request"; protocol: number; request: RunnerRequest } | { type: "cancel" };

export type ChildMessage =
  | { type: "event"; event: RunEvent }
  | { type: "run"; result: RunReport; error?: StepError }
  | { type: "graph"; graph: Graph }
  | { type: "list"; pipelines: PipelineSummary[] }
  | { type: "problem"; problem: RunnerProblem }
  /** User code called `process.exit`: the child leaves right after this. */
  | { type: "exiting"; exitCode: number; step?: string; location?: SourceLocation; stack?: string };

/** How many bytes user code had printed when a message was sent, by Node's own streams: its place among what is printed, which comes by other pipes. */
export interface Printed {
  stdout: number;
  stderr: number;
}

/** A {@link RunResult} whose outputs are JSON: what JSON cannot hold is told by its type, as `{ "$type": "LazyDataFrame" }`. */
export interface RunReport extends Omit<RunResult, "outputs"> {
  outputs: Record<string, JsonValue>;
}

export interface PipelineSummary {
  name: string;
  description?: string;
  /** The export's name, `default` included; absent for a pipeline that the file makes but does not export. */
  exportName?: string;
  /** The steps' names; empty where the body needs arguments. */
  steps: string[];
}

/** Why a file could not be run at all. */
export interface RunnerProblem {
  /** `usage`: the request names something that does not exist. `failure`: the file cannot be loaded, or its process died. */
  kind: "usage" | "failure";
  error: StepError;
  /** The names to choose from, for a pipeline, task or run that does not exist. */
  choices?: string[];
}
