import type { Machine } from "./machine.ts";
import { type Atom, atomsOf, type FunctionAtom, type Value } from "./values.ts";

/** What the language makes of an object where it needs a text or a number: it calls the object's own method, which may do anything. */
export function convert(machine: Machine, atom: Atom, to: "text" | "number"): Value {
  const method = ownMethod(machine, atom, to === "text" ? ["toString", "valueOf"] : ["valueOf", "toString"]);
  return method ? call(machine, method, atom) : atom;
}

/** What `JSON.stringify` takes in the place of a value. */
export function convertToJson(machine: Machine, value: Value): Value {
  return machine.over(value, (atom) => {
    const method = firstMethod(machine, atom, ["toJSON"]);
    return method ? call(machine, method, atom) : atom;
  });
}

/** Asks an object of the source for its items, so that whatever that does is done; undefined where it has no way of its own. */
export function askForItems(machine: Machine, atom: Atom): Value | undefined {
  const method = firstMethod(machine, atom, ["[Symbol.iterator]", "[Symbol.asyncIterator]"]);
  return method && call(machine, method, atom);
}

const ownMethod = (machine: Machine, atom: Atom, names: readonly string[]): FunctionAtom | undefined =>
  firstMethod(machine, atom, ["[Symbol.toPrimitive]", ...names]);

function firstMethod(machine: Machine, atom: Atom, names: readonly string[]): FunctionAtom | undefined {
  if (atom.kind !== "object") return undefined;
  for (const name of names) {
    const found = atomsOf(machine.property(atom, name)).find((it) => it.kind === "function");
    if (found) return found;
  }
  return undefined;
}

const call = (machine: Machine, method: FunctionAtom, self: Atom): Value =>
  machine.callFunction(method, [], { file: method.module.file, node: method.fact.node }, self);
