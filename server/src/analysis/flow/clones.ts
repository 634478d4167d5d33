import { namesToCopy } from "./listed-members.ts";
import type { Machine } from "./machine.ts";
import { isSymbolName } from "./members.ts";
import type { ArrayAtom, Atom, MapAtom, ObjectAtom, Value } from "./values.ts";

/** `structuredClone(value)`: what is written to the copy later leaves the original as it is. An instance becomes a plain object. */
export const cloneOf = (machine: Machine, value: Value): Value => clone(machine, value, new Map());

function clone(machine: Machine, value: Value, made: Map<Atom, Atom>): Value {
  return machine.over(value, (atom) => {
    const known = made.get(atom);
    if (known) return known;
    switch (atom.kind) {
      case "object":
        return cloneObject(machine, atom, made);
      case "array":
        return cloneArray(machine, atom, made);
      case "map":
        return cloneMap(machine, atom, made);
      default:
        return atom;
    }
  });
}

function cloneObject(machine: Machine, atom: ObjectAtom, made: Map<Atom, Atom>): ObjectAtom {
  const { origin, places } = machine.seen(atom);
  const copy: ObjectAtom = {
    kind: "object",
    home: machine.run,
    origin,
    properties: new Map(),
    open: machine.isOpen(atom),
    places,
  };
  made.set(atom, copy);
  for (const name of namesToCopy(machine, atom).filter((it) => !isSymbolName(it)))
    copy.properties.set(name, machine.cell(clone(machine, machine.property(atom, name), made)));
  return copy;
}

function cloneArray(machine: Machine, atom: ArrayAtom, made: Map<Atom, Atom>): ArrayAtom {
  const { items, ...seen } = machine.seen(atom);
  const copy: ArrayAtom = { ...seen, home: machine.run, items: [], open: machine.isOpen(atom) };
  made.set(atom, copy);
  copy.items = items.map(({ value, present }) => ({ value: clone(machine, value, made), present }));
  return copy;
}

function cloneMap(machine: Machine, atom: MapAtom, made: Map<Atom, Atom>): MapAtom {
  const { entries, ...seen } = machine.seen(atom);
  const copy: MapAtom = { ...seen, home: machine.run, entries: [], open: machine.isOpen(atom) };
  made.set(atom, copy);
  copy.entries = entries.map(({ key, value, present }) => ({
    key: clone(machine, key, made),
    value: clone(machine, value, made),
    present,
  }));
  return copy;
}
