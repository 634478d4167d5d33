import type { FunctionFact } from "../facts/facts.ts";
import { forgetWritesOf } from "./later.ts";
import type { Machine } from "./machine.ts";
import { forget } from "./patterns.ts";
import type { FunctionAtom, Value } from "./values.ts";

/** Recursion that goes on for certain is followed until it ends, other recursion twice, so that every analysis ends. */
export function isTooDeep(machine: Machine, fact: FunctionFact): boolean {
  const { recursions } = machine;
  let same = 0;
  let isCertain = true;
  if ((machine.frame?.depth ?? 0) > DEPTH_LIMIT) return true;
  for (let at = machine.frame; at; at = at.parent) {
    if (at.kind !== "call" || at.function !== fact) continue;
    isCertain &&= at.paths === machine.paths;
    if (++same >= (isCertain ? CERTAIN_RECURSION_LIMIT : RECURSION_LIMIT)) return true;
  }
  if (same < RECURSION_LIMIT) return false;
  const calls = (recursions.get(fact) ?? 0) + 1;
  recursions.set(fact, calls);
  return calls > CERTAIN_RECURSIONS_LIMIT;
}

/** A call that is not followed any more: what it gives depends on what it is given, and it may have changed that and whatever the function writes to. */
export function leaveOut(machine: Machine, atom: FunctionAtom, given: readonly Value[]): Value {
  machine.forThisRunAlone(() => {
    for (const value of given) forget(machine, value);
    forgetWritesOf(machine, atom);
  });
  return machine.unknown(`${machine.keyOf(atom)}(${given.map((value) => machine.questionKey(value)).join(",")})`);
}

const DEPTH_LIMIT = 60;
const RECURSION_LIMIT = 2;
const CERTAIN_RECURSION_LIMIT = 20;
/** A function that calls itself more than once grows fast. */
const CERTAIN_RECURSIONS_LIMIT = 100;
