import type { LiteralValue, Site } from "../facts/facts.ts";
import { type Guard, NEVER } from "./guards.ts";
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
  /** `texts`: what is known of a text, before, between and behind what is not. */
  | { kind: "unknown"; texts?: readonly string[] }
  /** Each on its own paths, which exclude each other. */
  | { kind: "choice"; alternatives: { guard: Guard; value: Written }[] };

/** What a written value may be, on whichever paths. */
export const alternativesOf = (value: Written): Exclude<Written, { kind: "choice" }>[] =>
  value.kind === "choice" ? value.alternatives.flatMap((it) => alternativesOf(it.value)) : [value];

/** A value as the current paths see it now. */
export const writtenNow = (machine: Machine, value: Value): Written => written(machine, value, machine.paths, 0);

const UNKNOWN: Written = { kind: "unknown" };

/** `paths`: those on which the value is the one that is looked at. */
function written(machine: Machine, value: Value, paths: Guard, depth: number): Written {
  if (value.kind !== "choice") return writtenAtom(machine, value, paths, depth);
  const alternatives = value.alternatives.flatMap(({ guard, atom }) => {
    const taken = machine.guards.and(guard, paths);
    return taken === NEVER ? [] : [{ guard, value: writtenAtom(machine, atom, taken, depth) }];
  });
  const [only] = alternatives;
  return alternatives.length === 1 && only ? only.value : { kind: "choice", alternatives };
}

function writtenAtom(machine: Machine, atom: Atom, paths: Guard, depth: number): Written {
  if (depth > DEPTH_LIMIT) return UNKNOWN;
  switch (atom.kind) {
    case "literal":
      return { kind: "literal", value: atom.value, ...(atom.site && { site: atom.site }) };
    case "object":
      return writtenObject(machine, atom, paths, depth);
    case "array": {
      const { items } = machine.seen(atom);
      // Where an item may be missing, no later item's place is known.
      const isCertain = !machine.isOpen(atom) && items.every(({ present }) => machine.guards.implies(paths, present));
      if (!isCertain) return UNKNOWN;
      return { kind: "array", items: items.map((item) => written(machine, item.value, paths, depth + 1)), site: atom.origin.site };
    }
    case "config":
      return { kind: "config", config: atom };
    case "function":
      return { kind: "function" };
    case "unknown":
      return atom.texts ? { kind: "unknown", texts: atom.texts } : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function writtenObject(machine: Machine, atom: Atom & { kind: "object" }, paths: Guard, depth: number): Written {
  const { properties, getters, places } = machine.seen(atom);
  // Instances have more than their own properties, and so have objects with accessors.
  if (atom.class || machine.isUnsettled("*", atom)) return UNKNOWN;
  const fields = new Map<string, Written>();
  for (const [name, cell] of properties) {
    const value = written(machine, machine.readMember(cell, name, atom), paths, depth + 1);
    if (!isLeftOut(value, places.get(name))) fields.set(name, value);
  }
  for (const name of getters?.keys() ?? []) fields.set(name, UNKNOWN);
  return { kind: "object", fields, places, isOpen: machine.isOpen(atom), site: atom.origin.site };
}

/** A property that was given on other paths only is undefined on these; one that was deleted is what `delete` has left there. */
function isLeftOut(value: Written, place: Site | undefined): boolean {
  if (value.kind !== "literal" || value.value !== undefined) return false;
  return place === undefined || (value.site !== undefined && value.site.node !== place.node);
}

const DEPTH_LIMIT = 8;
