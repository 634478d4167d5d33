import { ALWAYS } from "./guards.ts";
import { itemsOf, makeArrayOf } from "./iteration.ts";
import type { Machine } from "./machine.ts";
import type { ArrayAtom, ArrayItem, Value } from "./values.ts";

/** What a generator under way has yielded so far. */
export interface Yielded {
  items: ArrayItem[];
  /** It may yield more, somewhere in between. */
  open: boolean;
}

/** `yield value`, and `yield* value`. What comes back is up to whoever goes through the generator. */
export function yieldValue(machine: Machine, value: Value, isEach: boolean): Value {
  const { yielded } = machine;
  if (!yielded) return machine.fresh();
  if (!isEach) yielded.items.push({ value, present: machine.paths });
  else {
    for (const { guard, atom } of value.kind === "choice" ? value.alternatives : [{ guard: ALWAYS, atom: value }]) {
      const { items, open } = itemsOf(machine, atom);
      for (const item of items)
        yielded.items.push({ ...item, present: machine.guards.and(machine.paths, machine.guards.and(guard, item.present)) });
      yielded.open ||= open;
    }
  }
  return machine.fresh();
}

/** What a generator gives: a list that can be gone through once. */
export const madeByGenerator = (machine: Machine, { items, open }: Yielded): ArrayAtom => ({
  ...makeArrayOf(machine, items, open),
  isOnce: true,
});
