import type { Machine } from "./machine.ts";
import { type LiteralAtom, literal, UNDEFINED, type Value } from "./values.ts";

const KNOWN = new Set([
  "Object",
  "Array",
  "Promise",
  "Map",
  "Set",
  "WeakMap",
  "JSON",
  "console",
  "String",
  "Boolean",
  "Number",
  "structuredClone",
  "require",
  "Math",
  "Reflect",
  "RegExp",
  "Symbol",
  "parseInt",
  "parseFloat",
  "isNaN",
  "isFinite",
  "encodeURIComponent",
  "decodeURIComponent",
]);

const CONSTANTS: ReadonlyMap<string, LiteralAtom> = new Map([
  ["undefined", UNDEFINED],
  ["NaN", literal(Number.NaN)],
  ["Infinity", literal(Number.POSITIVE_INFINITY)],
]);

/** The value of a name that no module declares. */
export function globalValue(machine: Machine, name: string): Value {
  const constant = CONSTANTS.get(name);
  if (constant) return constant;
  return KNOWN.has(name) ? { kind: "builtin", name } : machine.unknown(name);
}
