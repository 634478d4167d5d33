import { randomUUID } from "node:crypto";

/** A part file's name without its ending: sorts by time, and by order within one process and millisecond. */
export function partName(): string {
  const time = Date.now().toString(36).padStart(9, "0");
  counter = (counter + 1) % 36 ** 4;
  return `part-${time}-${counter.toString(36).padStart(4, "0")}-${randomUUID().slice(0, 8)}`;
}

let counter = 0;
