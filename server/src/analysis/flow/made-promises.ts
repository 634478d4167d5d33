import type { FunctionFact, Site } from "../facts/facts.ts";
import { nodesWithin } from "../facts/walk.ts";
import { type Guard, NEVER } from "./guards.ts";
import { inPromise } from "./in-promises.ts";
import { makeArray } from "./iteration.ts";
import type { Machine } from "./machine.ts";
import type { ArrayAtom, FunctionAtom, Value } from "./values.ts";

/** `new Promise((resolve) => resolve(value))` is its value; of one that may be resolved elsewhere as well nothing is known. */
export function makePromise(machine: Machine, executor: Value | undefined, site: Site): Value | undefined {
  if (executor?.kind !== "function") return undefined;
  const calls = executor.bound ? undefined : callsOfFirst(executor.fact);
  const resolved = calls === undefined ? undefined : makeArray(machine, []);
  run(machine, executor, resolved, site);
  const items = resolved ? machine.seen(resolved).items : [];
  // Where a call has not been seen, it may come first.
  return items.length > 0 && items.length >= (calls ?? 0) ? firstOf(machine, items) : machine.fresh();
}

/** `resolve` adds to a list. */
function run(machine: Machine, executor: FunctionAtom, resolved: ArrayAtom | undefined, site: Site): void {
  const resolve: Value = resolved ? { kind: "builtin", name: "push", self: resolved } : machine.fresh();
  inPromise(machine, () => machine.callFunction(executor, [resolve, machine.fresh()], site));
}

/** What was given on the first of several occasions; what waits for it comes only after one of them. */
function firstOf(machine: Machine, items: ArrayAtom["items"]): Value {
  const { guards } = machine;
  let before: Guard = NEVER;
  const parts = items.map(({ value, present }, index) => {
    const guard = index === items.length - 1 ? guards.not(before) : guards.without(present, before);
    before = guards.or(before, present);
    return { guard, value };
  });
  return machine.restrict(machine.join(parts));
}

/** How many calls of a function's first parameter its body holds; undefined where that is used in another way, so that others may call it. */
function callsOfFirst({ parameters: [first], body }: FunctionFact): number | undefined {
  if (first?.target.kind !== "bind" || first.rest) return undefined;
  const { name } = first.target;
  const parts = nodesWithin(body, () => false);
  const uses = parts.filter((part) => part.kind === "name" && part.name === name);
  const calls = parts.filter((part) => part.kind === "call" && part.callee.kind === "name" && part.callee.name === name);
  return uses.length === calls.length && calls.length > 0 ? calls.length : undefined;
}
