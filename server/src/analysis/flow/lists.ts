import { type Guard, NEVER } from "./guards.ts";
import { iterate, leaveOpen } from "./iteration.ts";
import type { Machine } from "./machine.ts";
import { truthOf } from "./operators.ts";
import { type ArrayAtom, type ArrayItem, literal, UNDEFINED, type Value } from "./values.ts";

/** Whether it is known which items there are. */
export function areAllThere(machine: Machine, self: ArrayAtom): boolean {
  const { items, open } = machine.seen(self);
  return !open && items.every(({ present }) => machine.guards.implies(machine.paths, present));
}

/** An item's position is known where all items are there. */
export function eachItem(machine: Machine, self: ArrayAtom, act: (item: Value, index: Value, present: number) => void): void {
  let index = 0;
  const isKnown = areAllThere(machine, self);
  iterate(machine, self, false, (item) => {
    act(item, isKnown ? literal(index) : machine.unknown(`${machine.keyOf(self)}[*${index}]`), machine.paths);
    index++;
  });
}

/** `some` and `every`, which stop at the first item that decides. */
export function holdsFor(machine: Machine, self: ArrayAtom, name: "some" | "every", visit: (item: Value, index: Value) => Value): Value {
  const { items, open } = machine.seen(self);
  if (open) {
    const answers: string[] = [];
    eachItem(machine, self, (item, index) => void answers.push(machine.questionKey(visit(item, index))));
    return machine.unknown(`${machine.keyOf(self)}.${name}(${answers.join(",")})`);
  }
  const { guards } = machine;
  let going = machine.paths;
  let left: Guard = NEVER;
  let decided: Guard = NEVER;
  items.forEach(({ value, present }, index) => {
    const before = guards.and(going, present);
    if (before === NEVER) return;
    machine.paths = before;
    const truth = truthOf(
      machine,
      machine.inActivation(true, () => visit(value, literal(index))),
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
    return machine.fresh();
  }
  if (!item) return UNDEFINED;
  const kept = { ...item, present: machine.guards.without(item.present, machine.paths) };
  const others = own.items.filter((it) => it !== item);
  own.items = kept.present === NEVER ? others : name === "shift" ? [kept, ...others] : [...others, kept];
  return machine.restrict(item.value);
}

/** What is given for the first item that matches. */
export function firstMatch(
  machine: Machine,
  items: readonly ArrayItem[],
  matches: (item: Value, index: Value) => Value,
  give: (item: ArrayItem, index: number) => Value,
  otherwise: Value,
): Value {
  const parts: { guard: number; value: Value }[] = [];
  const before = machine.paths;
  let open = before;
  items.forEach((item, index) => {
    const { value, present } = item;
    machine.paths = machine.guards.and(open, present);
    if (!machine.isReached) return;
    const hit = machine.guards.and(
      machine.paths,
      machine.inActivation(true, () => machine.branchingOn(truthOf(machine, matches(value, literal(index))))),
    );
    parts.push({ guard: hit, value: give(item, index) });
    open = machine.guards.without(open, hit);
  });
  machine.paths = before;
  if (open !== NEVER) parts.push({ guard: open, value: otherwise });
  return machine.restrict(machine.join(parts));
}
