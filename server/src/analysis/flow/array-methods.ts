import type { Site } from "../facts/facts.ts";
import { NEVER } from "./guards.ts";
import { itemsOf, iterate, leaveOpen, makeArrayFrom, makeArrayOf } from "./iteration.ts";
import { areAllThere, eachItem, firstMatch, holdsFor, positionsIn, takeEnd } from "./lists.ts";
import type { Machine } from "./machine.ts";
import { elementAt } from "./members.ts";
import { equality, readFrom, truthOf } from "./operators.ts";
import { type ArrayAtom, type ArrayItem, atomsOf, literal, UNDEFINED, type Value } from "./values.ts";

/** A method of an array; undefined for one that is not known here. */
export function callArrayMethod(machine: Machine, self: ArrayAtom, name: string, given: readonly Value[], site: Site): Value | undefined {
  const { items, open } = machine.seen(self);
  const [first = UNDEFINED, second] = given;
  const visit = (item: Value, index: Value): Value => machine.call(first, [item, index, self], site);
  const change = (changed: ArrayItem[]): void => {
    machine.owned(self).items = changed;
  };
  const changeAnyhow = (): void => {
    // A comparator is called however often.
    if (first.kind === "function") machine.callUnknown({ kind: "builtin", name, self }, given, site);
    leaveOpen(machine, self);
  };
  switch (name) {
    case "map":
    case "flatMap": {
      const made: ArrayItem[] = [];
      let isOpen = open;
      eachItem(machine, self, (item, index, present) => {
        const value = visit(item, index);
        if (name === "map") made.push({ value, present });
        else if (value.kind === "choice") isOpen = true;
        else {
          const inner = itemsOf(machine, value);
          made.push(...inner.items.map((it) => ({ ...it, present: machine.guards.and(it.present, present) })));
          isOpen ||= inner.open;
        }
      });
      return makeArrayOf(machine, made, isOpen);
    }
    case "forEach":
      eachItem(machine, self, visit);
      return UNDEFINED;
    case "filter": {
      const kept: ArrayItem[] = [];
      eachItem(machine, self, (item, index, present) => {
        kept.push({ value: item, present: machine.guards.and(present, machine.branchingOn(truthOf(machine, visit(item, index)))) });
      });
      return makeArrayOf(
        machine,
        kept.filter(({ present }) => present !== NEVER),
        open,
      );
    }
    case "find":
    case "findLast": {
      if (open) return findUnknown(machine, self, visit);
      return firstMatch(
        machine,
        self,
        visit,
        ({ value }) => value,
        machine.mayHoldMore(self) ? machine.fresh() : UNDEFINED,
        name === "findLast",
      );
    }
    case "some":
    case "every":
      return holdsFor(machine, self, name, visit);
    case "findIndex":
    case "indexOf": {
      // From where on is not followed.
      if (name === "indexOf" && second) return undefined;
      const matches = name === "findIndex" ? visit : (item: Value): Value => equality(machine, item, first);
      if (areAllThere(machine, self)) return firstMatch(machine, self, matches, (_, position) => position, literal(-1));
      if (name === "findIndex") eachItem(machine, self, visit);
      return undefined;
    }
    case "join": {
      const parts = items.flatMap(({ value }) => (value.kind === "literal" ? value : []));
      const isKnown = areAllThere(machine, self) && parts.length === items.length && first.kind === "literal";
      const separator = first.kind === "literal" && first.value !== undefined ? String(first.value) : ",";
      return isKnown ? readFrom(literal(parts.map(({ value }) => value).join(separator)), ...parts) : undefined;
    }
    case "reduce":
      return reduce(machine, self, first, second, site);
    case "reduceRight":
      return areAllThere(machine, self) ? reduce(machine, makeArrayOf(machine, items.toReversed()), first, second, site, true) : undefined;
    case "push":
    case "unshift": {
      const added = given.map((value) => ({ value, present: machine.paths }));
      change(name === "push" ? [...items, ...added] : [...added, ...items]);
      return machine.fresh();
    }
    case "pop":
    case "shift":
      return takeEnd(machine, self, name);
    case "reverse":
      // What is made on more paths than these stays as it is on the others.
      if (!areAllThere(machine, self) || self.origin.guard !== machine.paths) return leaveOpen(machine, self);
      change(items.toReversed());
      return self;
    case "toSorted":
      return given.length === 0 ? inOrder(machine, self, items) : undefined;
    case "toReversed":
      return areAllThere(machine, self) ? makeArrayOf(machine, items.toReversed()) : undefined;
    case "sort": {
      const sorted = given.length === 0 && self.origin.guard === machine.paths ? inOrder(machine, self, items) : undefined;
      if (sorted) change(sorted.items);
      else changeAnyhow();
      return self;
    }
    case "splice":
    case "fill":
    case "copyWithin":
      changeAnyhow();
      return RETURNS_ITSELF.has(name) ? self : machine.partOf(self);
    case "at":
      return first.kind === "literal" && typeof first.value === "number" ? atIndex(machine, self, first.value) : undefined;
    case "concat": {
      const others = given.map((value) => {
        if (value.kind === "array") return itemsOf(machine, value);
        // What is certain to be no list is added as it is.
        const isItem = atomsOf(value).every(({ kind }) => kind !== "array" && kind !== "unknown");
        return isItem ? { items: [{ value, present: machine.paths }], open: false } : { items: [], open: true };
      });
      return makeArrayOf(machine, [...items, ...others.flatMap((it) => it.items)], machine.isOpen(self) || others.some((it) => it.open));
    }
    case "slice":
      if (given.length === 0) return makeArrayFrom(machine, self, items);
      return areAllThere(machine, self) && given.every(isNumber) ? makeArrayOf(machine, items.slice(...given.map(numberOf))) : undefined;
    case "flat": {
      const parts = items.map(({ value, present }) => {
        if (value.kind !== "array") return undefined;
        const inner = itemsOf(machine, value);
        return { ...inner, items: inner.items.map((it) => ({ ...it, present: machine.guards.and(it.present, present) })) };
      });
      const isOneDeep = first.kind === "literal" && (first.value === undefined || first.value === 1);
      if (!isOneDeep || parts.some((part) => !part)) return undefined;
      return makeArrayOf(
        machine,
        parts.flatMap((part) => part?.items ?? []),
        open || parts.some((part) => part?.open),
      );
    }
    case "includes": {
      if (open || second || machine.mayHoldMore(self)) return undefined;
      const found = items.map(({ value, present }) => machine.guards.and(present, truthOf(machine, isFound(machine, value, first))));
      return machine.boolean(found.reduce((sum, guard) => machine.guards.or(sum, guard), NEVER));
    }
    case "values":
      return self;
    case "entries":
      return makeArrayOf(
        machine,
        items.map(({ value, present }, index) => ({
          value: makeArrayOf(
            machine,
            [literal(index), value].map((it) => ({ value: it, present })),
          ),
          present,
        })),
        open,
      );
    default:
      return undefined;
  }
}

/** A list of known texts in the order that JavaScript sorts them in, which is that of their UTF-16 units; undefined for any other list. */
function inOrder(machine: Machine, self: ArrayAtom, items: readonly ArrayItem[]): ArrayAtom | undefined {
  const texts = items.flatMap((item) =>
    item.value.kind === "literal" && typeof item.value.value === "string" ? [[item.value.value, item] as const] : [],
  );
  if (!areAllThere(machine, self) || texts.length !== items.length) return undefined;
  return makeArrayOf(
    machine,
    texts.toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)).map(([, item]) => item),
  );
}

/** Unlike `===`, a list finds what is no number. */
function isFound(machine: Machine, item: Value, wanted: Value): Value {
  const isNumberless = (value: Value): boolean => value.kind === "literal" && Number.isNaN(value.value);
  return isNumberless(item) && isNumberless(wanted) ? literal(true) : equality(machine, item, wanted);
}

const RETURNS_ITSELF: ReadonlySet<string> = new Set(["fill", "copyWithin"]);

const isNumber = (value: Value): boolean => value.kind === "literal" && typeof value.value === "number";

const numberOf = (value: Value): number => (value.kind === "literal" ? Number(value.value) : Number.NaN);

function findUnknown(machine: Machine, self: ArrayAtom, matches: (item: Value, index: Value) => Value): Value {
  eachItem(machine, self, matches);
  return machine.partOf(self);
}

/** `isBackward`: the list is the reverse of the one that it is called of. */
function reduce(machine: Machine, self: ArrayAtom, callback: Value, initial: Value | undefined, site: Site, isBackward = false): Value {
  let sum = initial;
  let index = 0;
  const last = machine.seen(self).items.length - 1;
  const positionOf = positionsIn(machine, self);
  iterate(machine, self, false, (item) => {
    sum = sum === undefined ? item : machine.call(callback, [sum, item, positionOf(isBackward ? last - index : index)], site);
    index++;
  });
  return areAllThere(machine, self) && sum ? sum : machine.partOf(self);
}

function atIndex(machine: Machine, self: ArrayAtom, index: number): Value {
  const { items, open } = machine.seen(self);
  if (index >= 0) return elementAt(machine, self, index);
  return open || machine.mayHoldMore(self) ? machine.fresh() : elementAt(machine, self, items.length + index);
}
