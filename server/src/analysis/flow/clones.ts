import type { Site } from "../facts/facts.ts";
import type { Machine } from "./machine.ts";
import { makeObject } from "./members.ts";
import type { Atom, Value } from "./values.ts";

/** What `structuredClone` gives: plain things made anew, with all that is in them. What a class has made loses what that gives it, so nothing is known of it. */
export function cloned(machine: Machine, value: Value, site: Site, made: Map<Atom, Value> = new Map()): Value {
  return machine.over(value, (atom) => {
    const known = made.get(atom);
    if (known) return known;
    const again = (inner: Value): Value => cloned(machine, inner, site, made);
    switch (atom.kind) {
      case "literal":
        return atom;
      case "object": {
        if (atom.class || atom.base || atom.getters) return machine.fresh();
        const { properties, open, places } = machine.seen(atom);
        const copy = makeObject(machine, site, open || machine.mayHoldMore(atom));
        made.set(atom, copy);
        for (const [name, cell] of properties) copy.properties.set(name, machine.cell(again(machine.read(cell))));
        for (const [name, place] of places) copy.places.set(name, place);
        return copy;
      }
      case "array": {
        const { items, open } = machine.seen(atom);
        const copy = {
          ...atom,
          home: machine.run,
          origin: machine.origin(site),
          items: [...items],
          open: open || machine.mayHoldMore(atom),
        };
        made.set(atom, copy);
        copy.items = items.map((item) => ({ ...item, value: again(item.value) }));
        return copy;
      }
      case "map": {
        const { entries, open } = machine.seen(atom);
        const copy = { ...atom, home: machine.run, entries: [...entries], open: open || machine.mayHoldMore(atom) };
        made.set(atom, copy);
        copy.entries = entries.map((entry) => ({ ...entry, key: again(entry.key), value: again(entry.value) }));
        return copy;
      }
      default:
        return machine.fresh();
    }
  });
}
