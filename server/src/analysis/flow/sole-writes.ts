import { soleWriteOf } from "../facts/sole-writes.ts";
import type { Write } from "../facts/writes.ts";
import { ALWAYS, type Guard } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { type ModuleRun, withoutMore } from "./module-run.ts";
import { atomsOf, type Cell, Environment, type Value } from "./values.ts";

/** What is known of the only write to something: the provider or config that it gives, and the paths on which it has happened when others read it. */
export interface KnownWrite {
  value: Value;
  isDone: Guard;
}

/**
 * What the only write of a module to a variable or a private member gives it, whenever that happens. Undefined where there is no such write, or where it
 * gives something else.
 */
export function knownWrite(machine: Machine, module: ModuleRun, kind: Write["kind"], name: string): KnownWrite | undefined {
  const { knownWrites, members } = machine.run;
  const key = `${kind} ${name} ${module.file}`;
  // A test may have put something in the place of what it is made of.
  if (members.size > 0) return findKnownWrite(machine, module, kind, name);
  if (!knownWrites.has(key)) knownWrites.set(key, findKnownWrite(machine, module, kind, name));
  return knownWrites.get(key);
}

function findKnownWrite(machine: Machine, module: ModuleRun, kind: Write["kind"], name: string): KnownWrite | undefined {
  const written = soleWriteOf(module.facts, kind, name);
  if (!written) return undefined;
  const { module: before, asksOutside, paths, thrown, frame, reads } = machine;
  const { instances, closures, classes, observations, changing } = machine.run;
  const read = new Set<object>();
  Object.assign(machine, { module, paths: ALWAYS, frame: undefined, reads: read });
  // Whoever executes the write has it observed.
  const value = withoutMore([instances, closures, classes, observations], () => {
    const environment = new Environment(module.environment);
    machine.executeAll(written.constants, environment);
    return machine.evaluate(written.value, environment);
  });
  Object.assign(machine, { module: before, asksOutside, paths, thrown, frame, reads });
  // What it is made of may have been something else by the time of the write.
  if ([...read].some((thing) => changing.has(thing))) return undefined;
  const isKnown = atomsOf(value).every((atom) => atom.kind === "provider" || atom.kind === "config");
  return isKnown ? { value, isDone: machine.guards.fresh() } : undefined;
}

/** What a variable or a static member may have by the time that somebody reads it: what it has, or what is written to it. */
export function mayHaveBeenWritten(machine: Machine, value: Value, { value: written, isDone }: KnownWrite): Value {
  return machine.join([
    { guard: isDone, value: written },
    { guard: machine.guards.not(isDone), value },
  ]);
}

/** By the variables and static members of modules, as they were made: the module that declares them, and the name under which it does. */
export function placesOf(modules: readonly ModuleRun[], cells: ReadonlySet<object>): Map<Cell, Place> {
  const places = new Map<Cell, Place>();
  for (const module of modules) {
    for (const [name, cell] of module.environment.cells) {
      if (cells.has(cell)) places.set(cell, { module, kind: "variable", name });
      for (const atom of cell.load || !cell.value ? [] : atomsOf(cell.value)) {
        if (atom.kind !== "class" || atom.module !== module) continue;
        for (const [member, of] of atom.statics.properties) if (cells.has(of)) places.set(of, { module, kind: "member", name: member });
      }
    }
  }
  return places;
}

interface Place {
  module: ModuleRun;
  kind: Write["kind"];
  name: string;
}
