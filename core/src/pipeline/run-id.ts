import { randomBytes } from "node:crypto";

/** A new run's id: the time in UTC, so that ids sort by age, and enough randomness for runs that start at the same moment. */
export function newRunId(now = new Date()): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${time}${String(now.getUTCMilliseconds()).padStart(3, "0")}-${randomBytes(4).toString("hex")}`;
}

/** Whether a text has the form of a run's id. Anything else could name a file outside the folder of runs. */
export function isRunId(text: string): boolean {
  return /^\d{8}-\d{9}-[0-9a-f]{8}$/.test(text);
}

/** When a run started, in milliseconds since 1970, as its id says. */
export function startOfRun(runId: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(\d{3})/.exec(runId) ?? [];
  const [year = 0, month = 0, ...rest] = parts.map(Number);
  return Date.UTC(year, month - 1, ...rest);
}
