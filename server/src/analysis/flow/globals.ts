import type { Machine } from "./machine.ts";
import { UNDEFINED, type Value } from "./values.ts";

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
]);

/** The value of a name that no module declares. */
export function globalValue(machine: Machine, name: string): Value {
  if (name === "undefined") return UNDEFINED;
  return KNOWN.has(name) ? { kind: "builtin", name } : machine.unknown(name);
}
