import { ALWAYS, type Guard, NEVER } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { onPaths } from "./operators.ts";
import { type Atom, atomsOf, type ObjectAtom, type Value } from "./values.ts";

/** When something is surely not like a thing that it is expected to be like: it is none, is a list where one of the two is empty, or has not all that the thing has. */
export function isUnlike(machine: Machine, subject: Value, model: Value | undefined): Guard {
  if (model?.kind !== "array" && model?.kind !== "object") return NEVER;
  return onPaths(machine, subject, (atom) => {
    if (atom.kind === "literal") return ALWAYS;
    if (model.kind === "array") return isOfOtherLength(machine, atom, machine.seen(model).items.length);
    if (!isAllKnown(machine, atom) || !isAllKnown(machine, model)) return NEVER;
    const { properties } = machine.seen(atom);
    const isLacking = [...machine.seen(model).properties].some(
      ([name, { value }]) => value && !mayBeUndefined(value) && !properties.has(name),
    );
    return isLacking ? ALWAYS : NEVER;
  });
}

/** When a list surely does not hold so many things. */
export function isOfOtherLength(machine: Machine, subject: Value, length: number): Guard {
  const empty = isEmpty(machine, subject);
  if (empty === undefined) return NEVER;
  return length === 0 ? machine.guards.not(empty) : empty;
}

/** When something has a member of a name; undefined where that is not known. */
export function hasMember(machine: Machine, subject: Value, name: Value | undefined): Guard | undefined {
  if (name?.kind !== "literal" || typeof name.value !== "string" || name.value.includes(".")) return undefined;
  const key = name.value;
  const having = new Map<Atom, Guard>();
  for (const atom of atomsOf(subject)) {
    if (!isAllKnown(machine, atom)) return undefined;
    const cell = machine.seen(atom).properties.get(key);
    // It may be there with nothing in it, or on some paths alone.
    if (cell && (!cell.value || mayBeUndefined(cell.value))) return undefined;
    having.set(atom, cell ? ALWAYS : NEVER);
  }
  return onPaths(machine, subject, (atom) => having.get(atom) ?? ALWAYS);
}

/**
 * When a list is empty; undefined where that is not known, and of what is no list. How many things are in one that is not, loops and callbacks leave open, and
 * of one that was never seen to get any it is not believed that it must have some.
 */
function isEmpty(machine: Machine, subject: Value): Guard | undefined {
  const { guards } = machine;
  const isList = (atom: Atom): boolean => {
    if (atom.kind !== "array" || machine.mayHoldMore(atom)) return false;
    const { items, open } = machine.seen(atom);
    return !open && items.length > 0;
  };
  if (!atomsOf(subject).every(isList)) return undefined;
  return onPaths(machine, subject, (atom) => {
    const items = atom.kind === "array" ? machine.seen(atom).items : [];
    return guards.not(items.reduce<Guard>((sum, { present }) => guards.or(sum, present), NEVER));
  });
}

const mayBeUndefined = (value: Value): boolean => atomsOf(value).some((atom) => atom.kind === "literal" && atom.value === undefined);

/** Whether all is known that something has. One that was never seen to get anything may have got it where nobody saw it. */
function isAllKnown(machine: Machine, atom: Atom): atom is ObjectAtom {
  if (atom.kind !== "object" || atom.class || atom.base || machine.mayHoldMore(atom)) return false;
  const { open, getters, properties } = machine.seen(atom);
  return !open && !getters?.size && properties.size > 0;
}
