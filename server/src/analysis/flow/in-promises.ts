import type { Machine } from "./machine.ts";
import type { Observation } from "./observations.ts";

/** Does what rejects a promise where it throws. */
export function inPromise<Result>(machine: Machine, act: () => Result): Result {
  machine.promises += 1;
  const result = act();
  machine.promises -= 1;
  return result;
}

/** What was observed, from the one with a number on, in promises that were made since: what throws before there is a promise rejects none. */
export const observedInPromises = ({ run, promises }: Machine, first: number): Observation[] =>
  run.observations.slice(first).filter((it) => (run.promises.get(it) ?? 0) > promises);
