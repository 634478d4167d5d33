import { ITEMS } from "../facts/facts.ts";
import { askForItems } from "./conversions.ts";
import type { Guard } from "./guards.ts";
import { listedNames } from "./listed-members.ts";
import type { Machine } from "./machine.ts";
import { typeOfMember } from "./members.ts";
import { withoutMore } from "./module-run.ts";
import { readFrom } from "./operators.ts";
import {
  type ArrayAtom,
  type ArrayItem,
  type Atom,
  type Cell,
  literal,
  type MapAtom,
  type ObjectAtom,
  UNDEFINED,
  type Value,
} from "./values.ts";

/** Does something with each item of what `for…of` (with `keys`: `for…in`) goes through. */
export function iterate(machine: Machine, iterable: Value, keys: boolean, act: (item: Value) => void): void {
  machine.over(iterable, (atom) => {
    const { items, open } = itemsOf(machine, atom, keys);
    for (const item of items) machine.within(item.present, () => machine.inActivation(true, () => act(item.value)));
    if (open) iterateMore(machine, atom, act);
    return UNDEFINED;
  });
}

/** What others may have added comes up as well, and takes nothing away from what happens with each item that is there. */
function iterateMore(machine: Machine, atom: Atom, act: (item: Value) => void): void {
  const { instances, closures, classes, observations } = machine.run;
  if (!mayOnlyHoldMore(machine, atom)) iterateUnknown(machine, atom, act);
  else withoutMore([instances, closures, classes, observations], () => iterateUnknown(machine, atom, act));
}

/** Two items that nothing is known of: what one turn leaves, the next one finds. */
function iterateUnknown(machine: Machine, atom: Atom, act: (item: Value) => void): void {
  const written = new Set<Cell>();
  machine.writes.push(written);
  for (let turn = 0; turn < 2 && machine.isReached && machine.step(); turn++) {
    const type = atom.kind === "unknown" ? typeOfMember(atom, ITEMS)?.type : undefined;
    const item = { ...machine.unknown(`${machine.keyOf(atom)}[*${machine.identity(written)}.${turn}]`), ...(type && { type }) };
    machine.within(machine.guards.fresh(), () => machine.inActivation(true, () => act(item)));
  }
  machine.writes.pop();
  machine.leaveTurnsOut();
  const more = machine.guards.fresh();
  for (const cell of written) machine.within(more, () => machine.write(cell, machine.fresh()));
}

/** The items that a value is known to hold, and whether there may be more. */
export function itemsOf(machine: Machine, atom: Atom, keys = false): { items: ArrayItem[]; open: boolean } {
  const always = machine.paths;
  switch (atom.kind) {
    case "array": {
      const { items } = machine.seen(atom);
      const open = machine.isOpen(atom);
      if (atom.isOnce) leaveOpen(machine, atom);
      return keys ? { items: items.map((item, index) => ({ ...item, value: literal(String(index)) })), open } : { items, open };
    }
    case "map": {
      const { entries } = machine.seen(atom);
      const items = entries.map(({ key, value, present }) => ({ value: isSet(atom) ? value : makeArray(machine, [key, value]), present }));
      return { items, open: machine.isOpen(atom) };
    }
    case "object": {
      if (!keys) {
        const asked = askForItems(machine, atom);
        return asked?.kind === "array" ? itemsOf(machine, asked) : { items: [], open: true };
      }
      const { names, open } = listedNames(machine, atom);
      return { items: names.map((name) => ({ value: literal(name), present: always })), open };
    }
    case "literal": {
      if (typeof atom.value !== "string") return { items: [], open: false };
      const letters = keys ? Object.keys(atom.value) : [...atom.value];
      if (letters.length > LETTERS_LIMIT) return { items: [], open: true };
      return { items: letters.map((letter) => ({ value: readFrom(literal(letter), atom), present: always })), open: false };
    }
    default:
      return { items: [], open: true };
  }
}

/** The values that a value is known to hold one after the other, whichever of several it is; undefined where these differ in number or are not all known. */
export function valuesIn(machine: Machine, value: Value): Value[] | undefined {
  const lists: { guard: Guard; items: ArrayItem[] }[] = [];
  let areKnown = true;
  machine.over(machine.restrict(value), (atom) => {
    const { items, open } = itemsOf(machine, atom);
    areKnown &&= !open && items.every(({ present }) => machine.guards.implies(machine.paths, present));
    lists.push({ guard: machine.paths, items });
    return UNDEFINED;
  });
  const length = lists[0]?.items.length;
  if (!areKnown || length === undefined || lists.some(({ items }) => items.length !== length)) return undefined;
  return Array.from({ length }, (_, index) => {
    const parts = lists.flatMap(({ guard, items }) => items.slice(index, index + 1).map(({ value: own }) => ({ guard, value: own })));
    return machine.restrict(machine.join(parts));
  });
}

const isSet = (atom: Atom): boolean => atom.kind === "map" && atom.isSet;

export function makeArray(machine: Machine, values: readonly Value[], open = false): ArrayAtom {
  return makeArrayOf(
    machine,
    values.map((value) => ({ value, present: machine.paths })),
    open,
  );
}

/** A list of what is in another thing, which others may have added to. */
export function makeArrayFrom(machine: Machine, from: ArrayAtom | MapAtom | ObjectAtom, items: ArrayItem[]): ArrayAtom {
  return { ...makeArrayOf(machine, items, machine.seen(from).open), isPartial: mayOnlyHoldMore(machine, from) };
}

/** Whether what is there is known, though others may have added to it. */
export const mayOnlyHoldMore = (machine: Machine, atom: Atom): boolean =>
  (atom.kind === "object" || atom.kind === "array" || atom.kind === "map") && !machine.seen(atom).open && machine.mayHoldMore(atom);

export function makeArrayOf(machine: Machine, items: ArrayItem[], open = false): ArrayAtom {
  return { kind: "array", home: machine.run, origin: machine.origin(machine.site(0)), items, open };
}

/** After something that leaves nobody knows what. */
export function leaveOpen(machine: Machine, self: ArrayAtom): ArrayAtom {
  const own = machine.owned(self);
  own.items = [];
  own.open = true;
  return self;
}

/** The letters of a longer text are not gone through one by one. */
const LETTERS_LIMIT = 50;
