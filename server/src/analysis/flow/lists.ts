import { type Guard, NEVER } from "./guards.ts";
import { iterate, leaveOpen } from "./iteration.ts";
import type { Machine } from "./machine.ts";
import { truthOf } from "./operators.ts";
import { type ArrayAtom, type ArrayItem, literal, UNDEFINED, type Value } from "./values.ts";

/** Whether it is known which items there are. */
export function areAllThere(machine: Machine, self: ArrayAtom): boolean {
  const { items, open } = machine.seen(self);
  return !open && !machine.mayHoldMore(self) && items.every(({ present }) => machine.guards.implies(machine.paths, present));
}

/** An item's position is known where all items are there. */
export function eachItem(machine: Machine, self: ArrayAtom, act: (item: Value, index: Value, present: number) => void): void {
  const positionOf = positionsIn(machine, self);
  let index = 0;
  iterate(machine, self, false, (item) => {
    act(item, positionOf(index), machine.paths);
    index++;
  });
}

/** The numbers that items go by, as far as the list is known when this is asked. */
export function positionsIn(machine: Machine, self: ArrayAtom): (index: number) => Value {
  const isKnown = areAllThere(machine, self);
  return (index) => (isKnown ? literal(index) : machine.unknown(`${machine.keyOf(self)}[*${index}]`));
}

/** `some` and `every`, which stop at the first item that decides. */
export function holdsFor(machine: Machine, self: ArrayAtom, name: "some" | "every", visit: (item: Value, index: Value) => Value): Value {
  const { items, open } = machine.seen(self);
  if (open || machine.mayHoldMore(self)) {
    const answers: string[] = [];
    eachItem(machine, self, (item, index) => void answers.push(machine.questionKey(visit(item, index))));
    return machine.unknown(`${machine.keyOf(self)}.${name}(${answers.join(",")})`);
  }
  const { guards } = machine;
  const positionOf = positionsIn(machine, self);
  let going = machine.paths;
  let left: Guard = NEVER;
  let decided: Guard = NEVER;
  items.forEach(({ value, present }, index) => {
    const before = guards.and(going, present);
    if (before === NEVER) return;
    machine.paths = before;
    const truth = truthOf(
      machine,
      machine.inActivation(true, () => visit(value, positionOf(index))),
    );
    left = guards.or(left, guards.without(before, machine.paths));
    const stops = guards.and(machine.paths, name === "some" ? truth : guards.not(truth));
    decided = guards.or(decided, stops);
    going = guards.without(going, guards.or(stops, left));
  });
  machine.paths = guards.or(going, decided);
  return machine.boolean(name === "some" ? decided : guards.not(decided));
}

/** `pop` and `shift`: on the current paths the item is there no more. */
export function takeEnd(machine: Machine, self: ArrayAtom, name: "pop" | "shift"): Value {
  const own = machine.owned(self);
  const item = name === "shift" ? own.items[0] : own.items.at(-1);
  if (!areAllThere(machine, self)) {
    leaveOpen(machine, self);
    return machine.partOf(self);
  }
  if (!item) return UNDEFINED;
  const kept = { ...item, present: machine.guards.without(item.present, machine.paths) };
  const others = own.items.filter((it) => it !== item);
  own.items = kept.present === NEVER ? others : name === "shift" ? [kept, ...others] : [...others, kept];
  return machine.restrict(item.value);
}

/** What is given for the first item that matches, or from behind for the last. */
export function firstMatch(
  machine: Machine,
  self: ArrayAtom,
  matches: (item: Value, position: Value) => Value,
  give: (item: ArrayItem, position: Value) => Value,
  otherwise: Value,
  isBackward = false,
): Value {
  const parts: { guard: number; value: Value }[] = [];
  const before = machine.paths;
  let open = before;
  const positionOf = positionsIn(machine, self);
  const rows = machine.seen(self).items.map((item, index) => ({ item, position: positionOf(index) }));
  for (const { item, position } of isBackward ? rows.reverse() : rows) {
    machine.paths = machine.guards.and(open, item.present);
    if (!machine.isReached) continue;
    const hit = machine.guards.and(
      machine.paths,
      machine.inActivation(true, () => machine.branchingOn(truthOf(machine, matches(item.value, position)))),
    );
    parts.push({ guard: hit, value: give(item, position) });
    open = machine.guards.without(open, hit);
  }
  machine.paths = before;
  if (open !== NEVER) parts.push({ guard: open, value: otherwise });
  return machine.restrict(machine.join(parts));
}
