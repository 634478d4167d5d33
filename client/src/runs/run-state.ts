import type { RunEvent, RunStatus, StepError, StepStatus } from "@glacier/core/runner";

/** What the reader asked to run. */
export interface RunTarget {
  /** The URI of the document that declares the pipeline. */
  uri: string;
  pipeline: string;
  /** Only the steps of this task. */
  task?: string;
  /** With `task`: also what it needs. */
  upstream?: boolean;
}

export interface StepState {
  name: string;
  task: string;
  status: "waiting" | "running" | StepStatus;
  /** Milliseconds since the epoch. */
  startedAt?: number;
  durationMs?: number;
  /** From 0 to 1, where the task says it. */
  fraction?: number;
  /** What the task last said of its progress, or why it is tried again. */
  message?: string;
  error?: StepError;
}

export interface RunState {
  /** Unique in this window. */
  id: number;
  target: RunTarget;
  /** `starting`: the file is being loaded, no step has begun. */
  status: "starting" | "running" | RunStatus;
  /** Whether the reader has asked it to stop. */
  cancelling: boolean;
  /** Milliseconds since the epoch. */
  startedAt: number;
  durationMs?: number;
  /** In an order in which they could run one after the other. */
  steps: readonly StepState[];
  error?: StepError;
}

export const isActive = (run: RunState): boolean => run.status === "starting" || run.status === "running";

export function startRun(id: number, target: RunTarget, now: number): RunState {
  return { id, target, status: "starting", cancelling: false, startedAt: now, steps: [] };
}

/** The run after an event. An event after the end, or of a step that nobody planned, changes nothing. */
export function applyEvent(run: RunState, event: RunEvent): RunState {
  if (!isActive(run)) return run;
  switch (event.type) {
    case "run.started":
      return { ...run, status: "running", steps: event.steps.map(({ name, task }) => ({ name, task, status: "waiting" })) };
    case "step.started":
      return changeStep(run, event.step, () => ({ status: "running", startedAt: Date.parse(event.at) }));
    case "step.progress":
      return changeStep(run, event.step, () => ({ fraction: event.fraction, message: event.message }));
    case "step.retrying":
      return changeStep(run, event.step, () => ({ message: `attempt ${event.attempt} failed: ${firstLine(event.error.message)}` }));
    case "step.succeeded":
      return changeStep(run, event.step, () => ({ status: event.status, durationMs: event.durationMs, message: undefined }));
    case "step.failed":
      return changeStep(run, event.step, () => ({
        status: event.status,
        durationMs: event.durationMs,
        error: event.error,
        message: undefined,
      }));
    case "step.skipped":
      return changeStep(run, event.step, () => ({ status: event.reason === "cancelled" ? "cancelled" : "skipped" }));
    case "run.finished":
      // The end is told by the runner's own answer: the process still has to go, and may yet die on the way.
      return run;
  }
}

/** The run after the runner has answered. What was still under way is cancelled: its process is gone. */
export function finishRun(run: RunState, outcome: { status: RunStatus; error?: StepError }, now: number): RunState {
  const steps = run.steps.map((step): StepState => {
    if (step.status === "running") return { ...step, status: outcome.status === "failed" ? "failed" : "cancelled", error: outcome.error };
    return step.status === "waiting" ? { ...step, status: "cancelled" } : step;
  });
  return { ...run, status: outcome.status, durationMs: Math.max(0, now - run.startedAt), steps, error: outcome.error };
}

/** How many steps are through, of how many. */
export function stepCount(run: RunState): { done: number; all: number } {
  const open = run.steps.filter((step) => step.status === "waiting" || step.status === "running").length;
  return { done: run.steps.length - open, all: run.steps.length };
}

export const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";

/** `sales_pipeline`, or `sales_pipeline › cleanData` */
export function describeTarget(target: RunTarget): string {
  if (target.task === undefined) return target.pipeline;
  return `${target.pipeline} › ${target.task}${target.upstream ? " with upstream" : ""}`;
}

function changeStep(run: RunState, name: string, change: () => Partial<StepState>): RunState {
  return { ...run, steps: run.steps.map((step) => (step.name === name ? { ...step, ...change() } : step)) };
}
