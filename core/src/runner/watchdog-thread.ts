// The thread beside a pipeline's process: see watchdog.ts.
import { parentPort, workerData } from "node:worker_threads";
import { endProcess } from "./end-process.ts";
import type { WatchOrder } from "./watchdog.ts";
import { writeMessage } from "./write-message.ts";

/** Milliseconds between two looks. */
const interval = 500;
/** Milliseconds that the process has to notice by itself what is seen here. */
const grace = 2_000;

const parent = Number(workerData);
const steps = new Map<number, Extract<WatchOrder, { ended?: undefined }>["limit"]>();
/** Milliseconds, in looks and not by the clock, which leaps when the machine has slept. */
let parentGone = 0;
let stuck = 0;

parentPort?.on("message", (order: WatchOrder) => {
  stuck = 0;
  if (order.ended) steps.delete(order.id);
  else steps.set(order.id, order.limit);
});

setInterval(() => {
  parentGone = isParentGone() ? parentGone + interval : 0;
  if (parentGone >= grace) endProcess();
  // A step whose time is not over may be what keeps the thread busy, and is not to lose its work.
  const limits = [...steps.values()];
  stuck = limits.length > 0 && limits.every((limit) => limit && Date.now() > limit.deadline) ? stuck + interval : 0;
  if (stuck < grace || !limits[0]) return;
  writeMessage({ type: "problem", problem: { kind: "failure", error: limits[0].error } });
  endProcess();
}, interval);

function isParentGone(): boolean {
  if (process.platform !== "win32") return process.ppid !== parent;
  try {
    process.kill(parent, 0);
    return false;
  } catch {
    return true;
  }
}
