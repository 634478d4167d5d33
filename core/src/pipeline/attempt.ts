import { setTimeout as sleep } from "node:timers/promises";
import { GlacierError } from "../errors.ts";
import { type StepContext, withinStep } from "./context.ts";
import type { SourceLocation } from "./events.ts";
import type { StepWatch } from "./shared.ts";
import { isGlacierError, toStepError } from "./step-error.ts";

/** The longest time between two attempts, in milliseconds. */
const longestDelay = 60_000;

export interface Attempt {
  step: string;
  /** From 1. */
  number: number;
  timeout: number | undefined;
  /** Aborted when the run is; its reason is what the step ends with. */
  stop: AbortSignal;
  progress: StepContext["progress"];
  /** The task's function with its arguments. */
  call: () => unknown;
  watch: StepWatch | undefined;
  /** Where the task is. */
  locate: () => SourceLocation | undefined;
}

/**
 * Calls a task once. Ends with what it gives, with what it throws, with `TASK_TIMEOUT`, or with the reason of `stop`, whichever comes first;
 * the function cannot be stopped from outside, so what it does after that is only ignored. One that never gives the thread back is ended with its process, in the runner.
 */
export async function attempt({ step, number, timeout, stop, progress, call, watch, locate }: Attempt): Promise<unknown> {
  stop.throwIfAborted();
  const ended = new AbortController();
  const begun = performance.now();
  const { promise: cutShort, reject } = Promise.withResolvers<never>();
  const cut = (reason: unknown): void => {
    reject(reason);
    ended.abort(reason);
  };
  const onStop = (): void => cut(stop.reason);
  stop.addEventListener("abort", onStop, { once: true });
  const timer = timeout === undefined ? undefined : setTimeout(() => cut(tooLong(step, timeout)), timeout);
  if (timeout !== undefined) watch?.limit(timeout, toStepError(blocked(step, timeout), locate));
  try {
    const context: StepContext = { step, attempt: number, signal: ended.signal, progress };
    // Called in an async function, so that what it throws at once comes the same way as what it throws later.
    const value = await Promise.race([withinStep(context, async () => call()), cutShort]);
    // A task that never waits comes before the timer that it kept waiting.
    if (timeout !== undefined && performance.now() - begun > timeout) throw tooLong(step, timeout);
    return value;
  } finally {
    clearTimeout(timer);
    watch?.unlimited();
    stop.removeEventListener("abort", onStop);
  }
}

/** Waits before the attempt after `failed`, or until `stop` is aborted, whose reason it then throws. */
export async function backOff(milliseconds: number, stop: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal: stop });
  } catch (error) {
    stop.throwIfAborted();
    throw error;
  }
}

/** Milliseconds to wait after a failed attempt, counted from 1: the base, doubled each time. */
export function delayAfter(failed: number, base: number): number {
  return Math.min(base * 2 ** (failed - 1), Math.max(base, longestDelay));
}

/** Whether another attempt could end otherwise. A wrong program stays wrong; of anything else the author knows best. */
export function worthRetrying(error: unknown): boolean {
  if (!isGlacierError(error)) return true;
  switch (error.code) {
    case "CONFIG_MISMATCH":
    case "CONFIG_INVALID":
    case "DIRECT_INSTANTIATION":
    case "NO_ADAPTER":
    case "UNSUPPORTED_FORMAT":
    case "UNSUPPORTED_OPERATION":
    case "PIPELINE_INVALID":
    case "CANCELLED":
      return false;
    case "NOT_FOUND":
    case "ACCESS_DENIED":
    case "CREDENTIALS_MISSING":
    case "CONFLICT":
    case "THROTTLED":
    case "NETWORK":
    case "TASK_FAILED":
    case "TASK_TIMEOUT":
    case "JOB_FAILED":
      return true;
  }
}

function tooLong(step: string, timeout: number): GlacierError {
  return new GlacierError("TASK_TIMEOUT", `Step '${step}' took longer than its timeout of ${timeout} ms.`, {
    hint: "Raise the task's 'timeout', or stop early with currentStep()?.signal.",
    retryable: true,
  });
}

function blocked(step: string, timeout: number): GlacierError {
  return new GlacierError(
    "TASK_TIMEOUT",
    `Step '${step}' took longer than its timeout of ${timeout} ms, and never waited: its process was ended.`,
    {
      hint: "A task that never waits cannot be stopped alone. Await something now and then, or do such work in a worker thread.",
      retryable: true,
    },
  );
}
