import { AsyncLocalStorage } from "node:async_hooks";

/** What the function of a running step may ask and say. */
export interface StepContext {
  readonly step: string;
  /** From 1. */
  readonly attempt: number;
  /** Aborted when the run is cancelled or this attempt takes longer than its `timeout`. */
  readonly signal: AbortSignal;
  /** Tells those who watch the run how far the step is. `fraction` is from 0 to 1. */
  progress(progress: { fraction?: number; message?: string }): void;
}

const storage = new AsyncLocalStorage<StepContext>();

/** The step that the calling code runs in; undefined outside a run, so that a task works in a test as well: `currentStep()?.progress({ fraction: 0.5 })`. */
export function currentStep(): StepContext | undefined {
  return storage.getStore();
}

/** Calls a function as part of a step. */
export function withinStep<T>(context: StepContext, call: () => T): T {
  return storage.run(context, call);
}
