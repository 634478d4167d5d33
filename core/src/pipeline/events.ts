import type { ErrorJson } from "../errors.ts";

/**
 * What a run says while it runs. Plain JSON, so that it crosses process borders as it is. The first event is `run.started`,
 * the last `run.finished`; every `step.started` is followed by exactly one `step.succeeded` or `step.failed` of that step.
 */
export type RunEvent =
  | RunStartedEvent
  | StepStartedEvent
  | StepProgressEvent
  | StepRetryingEvent
  | StepSucceededEvent
  | StepFailedEvent
  | StepSkippedEvent
  | RunFinishedEvent;

interface EventBase {
  runId: string;
  /** When it happened: ISO 8601, UTC. */
  at: string;
}

export interface RunStartedEvent extends EventBase {
  type: "run.started";
  pipeline: string;
  /** The steps of this run, in an order in which they could run one after the other. */
  steps: PlannedStep[];
  /** The run whose finished steps are reused. */
  resumed?: string;
}

export interface PlannedStep {
  name: string;
  task: string;
  /** The steps of this run that it waits for. */
  after: string[];
}

export interface StepStartedEvent extends EventBase {
  type: "step.started";
  step: string;
  task: string;
}

export interface StepProgressEvent extends EventBase {
  type: "step.progress";
  step: string;
  /** How much is done, from 0 to 1, where it is known. */
  fraction?: number;
  message?: string;
}

export interface StepRetryingEvent extends EventBase {
  type: "step.retrying";
  step: string;
  /** The attempt that failed, from 1. */
  attempt: number;
  /** Milliseconds until the next attempt starts. */
  delayMs: number;
  error: StepError;
}

export interface StepSucceededEvent extends EventBase {
  type: "step.succeeded";
  step: string;
  /** `reused`: the output comes from an earlier run, nothing ran, and no `step.started` came before. */
  status: "succeeded" | "reused";
  attempts: number;
  durationMs: number;
}

export interface StepFailedEvent extends EventBase {
  type: "step.failed";
  step: string;
  /** `cancelled`: the run was aborted while the step ran; the error's code is then `CANCELLED`. */
  status: "failed" | "cancelled";
  attempts: number;
  durationMs: number;
  error: StepError;
}

export interface StepSkippedEvent extends EventBase {
  type: "step.skipped";
  step: string;
  /** `dependency`: a step it waits for did not succeed. `cancelled`: the run was aborted before its turn came. */
  reason: "dependency" | "cancelled";
  /** The step that did not succeed. */
  because?: string;
}

export interface RunFinishedEvent extends EventBase {
  type: "run.finished";
  pipeline: string;
  status: RunStatus;
  durationMs: number;
  steps: StepResult[];
  /** Why the run did not succeed. */
  error?: StepError;
}

export type RunStatus = "succeeded" | "failed" | "cancelled";

export type StepStatus = "succeeded" | "failed" | "skipped" | "cancelled" | "reused";

/** What became of one step. */
export interface StepResult {
  name: string;
  task: string;
  status: StepStatus;
  /** How often the task was started; 0 for a step that never ran. */
  attempts: number;
  /** ISO 8601, UTC; null for a step that never ran. */
  startedAt: string | null;
  durationMs: number;
  error?: StepError;
}

/** What became of a run. */
export interface RunResult {
  runId: string;
  pipeline: string;
  status: RunStatus;
  /** ISO 8601, UTC. */
  startedAt: string;
  durationMs: number;
  steps: StepResult[];
  /** What the steps that succeeded gave, by the step's name. */
  outputs: Record<string, unknown>;
}

/** An error as plain data, with the place in the user's source that it comes from where that is known. Holds no secret. */
export interface StepError extends ErrorJson {
  location?: SourceLocation;
  /** The stack with the user's own lines. */
  stack?: string;
}

/** A place in a source file. */
export interface SourceLocation {
  /** Absolute path. */
  file: string;
  /** From 1, as in a stack trace. */
  line: number;
  /** From 1, as in a stack trace, in UTF-16 units. */
  column: number;
}
