import type { Guard } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { makeObject } from "./members.ts";
import type { ArrayAtom, Atom, ObjectAtom, Value } from "./values.ts";

/** Something that a step is given, and the way to it from the list of arguments: `[1]`, `[0, "from"]`. */
export interface Given {
  atom: Atom;
  path: readonly (string | number)[];
  /** The paths on which it is given. */
  guard: Guard;
}

/** What arguments hold, also inside arrays and plain objects, as they are now. One that is held twice is gone through once, as at run time. */
export function givenIn(machine: Machine, values: readonly Value[]): Given[] {
  const found: Given[] = [];
  const seen = new Set<Atom>();

  const visit = (value: Value, path: readonly (string | number)[], guard: Guard): void => {
    const alternatives = value.kind === "choice" ? value.alternatives : [{ guard: machine.paths, atom: value }];
    for (const { atom, guard: own } of alternatives) {
      const both = machine.guards.and(guard, own);
      if (machine.guards.and(both, machine.paths) === 0) continue;
      if (atom.kind !== "array" && !isPlainObject(atom)) {
        found.push({ atom, path, guard: both });
        continue;
      }
      if (seen.has(atom)) continue;
      seen.add(atom);
      if (atom.kind === "array") {
        for (const [index, { value: item, present }] of machine.seen(atom).items.entries())
          visit(item, [...path, index], machine.guards.and(both, present));
      } else for (const [name, cell] of machine.seen(atom).properties) visit(machine.read(cell), [...path, name], both);
    }
  };
  for (const [index, value] of values.entries()) visit(value, [index], machine.paths);
  return found;
}

/** What a task's function gets: every handle, also inside arrays and plain objects, is what its step gave. */
export function resolved(machine: Machine, value: Value, depth = 0): Value {
  if (depth > DEPTH_LIMIT || !holdsHandle(machine, value, depth)) return value;
  return machine.over(value, (atom) => {
    if (atom.kind === "handle") return machine.restrict(atom.step.result);
    if (atom.kind === "array") {
      const { items, open } = machine.seen(atom);
      const resolvedItems = items.map(({ value: item, present }) => ({ value: resolved(machine, item, depth + 1), present }));
      return { kind: "array", home: machine.run, origin: atom.origin, items: resolvedItems, open } satisfies ArrayAtom;
    }
    if (!isPlainObject(atom)) return atom;
    const { properties, open } = machine.seen(atom);
    const copy = makeObject(machine, atom.origin.site, open);
    for (const [name, cell] of properties) copy.properties.set(name, machine.cell(resolved(machine, machine.read(cell), depth + 1)));
    return copy;
  });
}

function holdsHandle(machine: Machine, value: Value, depth: number): boolean {
  const atoms = value.kind === "choice" ? value.alternatives.map(({ atom }) => atom) : [value];
  return atoms.some((atom) => {
    if (atom.kind === "handle") return true;
    if (depth > DEPTH_LIMIT) return false;
    if (atom.kind === "array") return machine.seen(atom).items.some((item) => holdsHandle(machine, item.value, depth + 1));
    if (!isPlainObject(atom)) return false;
    return [...machine.seen(atom).properties.values()].some((cell) => holdsHandle(machine, machine.read(cell), depth + 1));
  });
}

const isPlainObject = (atom: Atom): atom is ObjectAtom => atom.kind === "object" && !atom.class;

/** Data may hold itself. */
const DEPTH_LIMIT = 8;
