import type { Site } from "../facts/facts.ts";
import { NEVER } from "./guards.ts";
import { itemsOf, iterate, makeArray, makeArrayFrom } from "./iteration.ts";
import type { Machine } from "./machine.ts";
import { elementAt } from "./members.ts";
import { equality, truthOf } from "./operators.ts";
import { type ArrayItem, type MapAtom, UNDEFINED, type Value } from "./values.ts";

export function makeMap(machine: Machine, from: Value | undefined): MapAtom {
  const made: MapAtom = { kind: "map", isSet: false, home: machine.run, entries: [], open: false };
  if (!from) return made;
  const { items, open } = from.kind === "choice" ? { items: [], open: true } : itemsOf(machine, from);
  made.open = open && !(from.kind === "literal");
  for (const { value, present } of items) {
    const [key, entry] = value.kind === "array" ? machine.seen(value).items : [];
    if (key && entry) made.entries.push({ key: key.value, value: entry.value, present });
    else made.open = true;
  }
  made.entries = withoutTwins(machine, made.entries);
  return made;
}

export function makeSet(machine: Machine, from: Value | undefined): MapAtom {
  const { items, open } = !from || from.kind === "choice" ? { items: [] as ArrayItem[], open: from !== undefined } : itemsOf(machine, from);
  const entries = items.map(({ value, present }) => ({ key: value, value, present }));
  return { kind: "map", isSet: true, home: machine.run, entries: withoutTwins(machine, entries), open: open && from?.kind !== "literal" };
}

/** A method of a map or a set; undefined for one that is not known here. */
export function callMapMethod(machine: Machine, self: MapAtom, name: string, given: readonly Value[], site: Site): Value | undefined {
  const { entries, open } = machine.seen(self);
  const [key = UNDEFINED, value = UNDEFINED] = given;
  switch (name) {
    case "get":
      return lookUp(machine, self, key);
    case "set":
    case "add": {
      const entry = { key, value: name === "add" ? key : value, present: machine.paths };
      machine.owned(self).entries = withEntry(machine, entries, entry);
      return self;
    }
    case "has":
      return open ? hasUnknown(machine, self, key) : hasKey(machine, self, key);
    case "delete":
    case "clear":
      machine.owned(self).entries = [];
      machine.owned(self).open = true;
      return UNDEFINED;
    case "forEach":
      // A map's function is given the key where a list's is given a number, and a set's the item again.
      iterate(machine, listOf(machine, self, "entries"), false, (pair) => {
        machine.call(key, [elementAt(machine, pair, 1), elementAt(machine, pair, 0), self], site);
      });
      return UNDEFINED;
    case "values":
    case "keys":
    case "entries":
      return listOf(machine, self, name);
    default:
      return undefined;
  }
}

const hasUnknown = (machine: Machine, self: MapAtom, key: Value): Value =>
  machine.unknown(`${machine.keyOf(self)}.has(${machine.questionKey(key)})`);

function hasKey(machine: Machine, self: MapAtom, key: Value): Value {
  const { entries } = machine.seen(self);
  const found = entries.map((entry) => machine.guards.and(entry.present, truthOf(machine, equality(machine, entry.key, key))));
  const some = found.reduce((sum, guard) => machine.guards.or(sum, guard), NEVER);
  const isSure = machine.guards.implies(machine.paths, some);
  return machine.mayHoldMore(self) && !isSure ? hasUnknown(machine, self, key) : machine.boolean(some);
}

/** Each key's entry is the last that is given for it. */
function withoutTwins(machine: Machine, entries: MapEntry[]): MapEntry[] {
  if (new Set(entries.map(({ key }) => machine.keyOf(key))).size === entries.length) return entries;
  return entries.reduce<MapEntry[]>((made, entry) => withEntry(machine, made, entry), []);
}

/** With another entry, which takes the place of what has its key where both are there. */
function withEntry(machine: Machine, entries: readonly MapEntry[], entry: MapEntry): MapEntry[] {
  const key = machine.keyOf(entry.key);
  const made: MapEntry[] = [];
  let isPlaced = false;
  for (const old of entries) {
    if (machine.keyOf(old.key) !== key) {
      made.push(old);
      continue;
    }
    const present = machine.guards.without(old.present, entry.present);
    if (present !== NEVER) made.push(present === old.present ? old : { ...old, present });
    if (!isPlaced) made.push(entry);
    isPlaced = true;
  }
  return isPlaced ? made : [...made, entry];
}

type MapEntry = MapAtom["entries"][number];

function listOf(machine: Machine, self: MapAtom, what: "values" | "keys" | "entries"): Value & { kind: "array" } {
  const { entries } = machine.seen(self);
  const items = entries.map(({ key, value, present }) => ({
    value: what === "values" ? value : what === "keys" ? key : makeArray(machine, [key, value]),
    present,
  }));
  return makeArrayFrom(machine, self, items);
}

function lookUp(machine: Machine, self: MapAtom, key: Value): Value {
  const { entries, open } = machine.seen(self);
  return machine.over(key, (asked) => {
    const notKnown = machine.unknown(`${machine.keyOf(self)}.get(${machine.keyOf(asked)})`);
    if (open) return notKnown;
    // The last one counts, on the paths on which it is there; of many it is not looked for which are.
    const among = (listed: MapAtom["entries"], depth: number): Value => {
      const index = listed.findLastIndex((entry) => isSameKey(machine, entry.key, asked) !== false);
      const last = listed[index];
      if (!last) return machine.mayHoldMore(self) ? notKnown : UNDEFINED;
      if (depth === 0 || isSameKey(machine, last.key, asked) === undefined) return notKnown;
      const missing = machine.guards.without(machine.paths, last.present);
      if (missing === NEVER) return machine.restrict(last.value);
      return machine.join([
        { guard: machine.guards.and(machine.paths, last.present), value: last.value },
        { guard: missing, value: among(listed.slice(0, index), depth - 1) },
      ]);
    };
    return among(entries, ENTRIES_OF_KEY);
  });
}

/** How many entries of one key are told apart, each on its own paths. */
const ENTRIES_OF_KEY = 24;

/** Undefined where it is not known. */
function isSameKey(machine: Machine, own: Value, asked: Value): boolean | undefined {
  const answer = equality(machine, own, asked);
  return answer.kind === "literal" ? answer.value === true : undefined;
}
