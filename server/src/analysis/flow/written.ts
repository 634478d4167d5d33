import type { LiteralValue, Site } from "../facts/facts.ts";
import { ALWAYS, type Guard, NEVER } from "./guards.ts";
import type { Machine } from "./machine.ts";
import type { Atom, ConfigAtom, Value } from "./values.ts";

/**
 * What a value is at one moment, with where each part is written. A rule looks at it long after the run, when objects may hold something else.
 */
export type Written =
  | { kind: "literal"; value: LiteralValue; site?: Site }
  /** `places`: the expressions of the object literal that give the fields. */
  | { kind: "object"; fields: Map<string, Written>; places: ReadonlyMap<string, Site>; isOpen: boolean; site: Site }
  | { kind: "array"; items: Written[]; site: Site }
  | { kind: "config"; config: ConfigAtom }
  | { kind: "function" }
  | { kind: "unknown" }
  /** Each on its own paths, which exclude each other. */
  | { kind: "choice"; alternatives: { guard: Guard; value: Written }[] };

/** A value as the current paths see it now. */
export function writtenNow(machine: Machine, value: Value, depth = 0): Written {
  if (value.kind !== "choice") return writtenAtom(machine, value, depth);
  const alternatives = value.alternatives
    .filter(({ guard }) => machine.guards.and(guard, machine.paths) !== NEVER)
    .map(({ guard, atom }) => ({ guard, value: writtenAtom(machine, atom, depth) }));
  const [only] = alternatives;
  return alternatives.length === 1 && only ? only.value : { kind: "choice", alternatives };
}

const UNKNOWN: Written = { kind: "unknown" };

function writtenAtom(machine: Machine, atom: Atom, depth: number): Written {
  if (depth > DEPTH_LIMIT) return UNKNOWN;
  switch (atom.kind) {
    case "literal":
      return { kind: "literal", value: atom.value, ...(atom.site && { site: atom.site }) };
    case "object":
      return writtenObject(machine, atom, depth);
    case "array": {
      const { items, open } = machine.seen(atom);
      // Where an item may be missing, no later item's place is known.
      const isCertain = !open && items.every(({ present }) => present === ALWAYS || machine.guards.implies(machine.paths, present));
      if (!isCertain) return UNKNOWN;
      return {
        kind: "array",
        items: items.map((item) => writtenNow(machine, machine.restrict(item.value), depth + 1)),
        site: atom.origin.site,
      };
    }
    case "config":
      return { kind: "config", config: atom };
    case "function":
      return { kind: "function" };
    default:
      return UNKNOWN;
  }
}

function writtenObject(machine: Machine, atom: Atom & { kind: "object" }, depth: number): Written {
  const { properties, getters, places, open } = machine.seen(atom);
  // Instances have more than their own properties, and so have objects with accessors.
  if (atom.class || machine.isUnsettled("*", atom)) return UNKNOWN;
  const fields = new Map<string, Written>();
  for (const [name, cell] of properties) {
    const value = writtenNow(machine, machine.readMember(cell, name, atom), depth + 1);
    // A property that was given on other paths only is undefined on these; one that was deleted is what `delete` has left there.
    const isLeftOut = value.kind === "literal" && value.value === undefined && (!places.has(name) || value.site !== undefined);
    if (isLeftOut) continue;
    fields.set(name, value);
  }
  for (const name of getters?.keys() ?? []) fields.set(name, UNKNOWN);
  return { kind: "object", fields, places, isOpen: open, site: atom.origin.site };
}

const DEPTH_LIMIT = 8;
