import { type ConfigClassName, isConfigClassName } from "@glacier/core/config";
import type { Site } from "../facts/facts.ts";
import type { Guard } from "./guards.ts";
import type { Machine } from "./machine.ts";
import type { Atom, ConfigAtom, UnknownAtom } from "./values.ts";

/** The key of what `config instanceof S3Config` asks of a config from outside, and `config.configClass` reads. */
export const classKey = ({ key }: UnknownAtom): string => `${key}.configClass`;

/** The classes that a config from outside must be of on some paths, since these have asked, or its type says so; empty where it may be anything. */
export function classesAsked(machine: Machine, atom: Atom, paths: Guard): { className: ConfigClassName | undefined; guard: Guard }[] {
  if (atom.kind !== "unknown") return [];
  const asked = machine.conditions.known(classKey(atom), machine.guards.and(machine.paths, paths));
  if (asked.length === 0 && atom.isThere && atom.type && isConfigClassName(atom.type)) return [{ className: atom.type, guard: paths }];
  return asked.map(({ value, guard }) => ({
    className: typeof value === "string" && isConfigClassName(value) ? value : undefined,
    guard: machine.guards.and(guard, paths),
  }));
}

/** A config of which nothing is known but its class. What is asked of it is asked of the value that it is read from. */
export const configOfClass = (machine: Machine, { key }: UnknownAtom, className: ConfigClassName, site: Site): ConfigAtom => ({
  kind: "config",
  key,
  className,
  options: machine.fresh(),
  written: { kind: "unknown" },
  isFromOutside: true,
  origin: machine.origin(site),
});
