import { type Guard, NEVER } from "./guards.ts";
import type { Machine } from "./machine.ts";
import type { Atom, Value } from "./values.ts";

/** Whether a thing has a member of its own under a name; undefined where that is not known. */
export function hasOwn(machine: Machine, atom: Atom, name: string): boolean | undefined {
  if (atom.kind !== "object") return undefined;
  const { properties, getters } = machine.seen(atom);
  const cell = properties.get(name);
  // Where it is undefined on some path only, it may have been given that, or not be there.
  if (cell) return missingOn(machine, machine.read(cell)) === NEVER ? true : undefined;
  if (getters?.has(name)) return true;
  return machine.isOpen(atom) || machine.isUnsettled(name, atom) ? undefined : false;
}

/** What is undefined on some path only was written on the others, or deleted on that one. */
export function missingOn({ guards }: Machine, value: Value): Guard {
  if (value.kind !== "choice") return NEVER;
  const isMissing = (atom: Atom): boolean => atom.kind === "literal" && atom.value === undefined;
  return value.alternatives.reduce<Guard>((sum, { guard, atom }) => (isMissing(atom) ? guards.or(sum, guard) : sum), NEVER);
}
