import { Worker } from "node:worker_threads";
import type { StepError } from "../pipeline/events.ts";
import type { StepWatch } from "../pipeline/shared.ts";

/** What the watching thread is told of a step that has begun: when its time is over, if ever, and what to tell the parent then; or that it has ended. */
export type WatchOrder = { id: number; ended?: undefined; limit?: { deadline: number; error: StepError } } | { id: number; ended: true };

/**
 * A step that spins lets this thread neither read a message nor hear a timer. A thread of its own sees that the parent is gone, or that every running step is long over its
 * time, and ends the process with all it started. Gives the function by which a step is reported as begun.
 */
export function startWatchdog(): () => StepWatch {
  const thread = new Worker(new URL("./watchdog-thread.js", import.meta.url), {
    workerData: process.ppid,
    execArgv: [],
    env: {},
    stdin: false,
  });
  thread.unref();
  const tell = (order: WatchOrder): void => thread.postMessage(order);
  let last = 0;
  return () => {
    const id = ++last;
    tell({ id });
    return {
      limit: (milliseconds, error) => tell({ id, limit: { deadline: Date.now() + milliseconds, error } }),
      unlimited: () => tell({ id }),
      end: () => tell({ id, ended: true }),
    };
  };
}
