import { givesTheSame } from "../facts/always-there.ts";
import { type Given, soleWriteOf } from "../facts/sole-writes.ts";
import type { Write } from "../facts/writes.ts";
import { ALWAYS, type Guard } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { type ModuleRun, withoutMore } from "./module-run.ts";
import { atomsOf, type Cell, Environment, type FunctionAtom, type ObjectAtom, type Value } from "./values.ts";

/** What is known of the only write to something: the provider or config that it gives, and the paths on which it has happened when others read it. */
export interface KnownWrite {
  value: Value;
  isDone: Guard;
}

/** Where a variable or a member is that is written to. */
export interface Place {
  module: ModuleRun;
  kind: Write["kind"];
  name: string;
  /** What a call of a function keeps its variables in, and a function that it has made. */
  kept?: { environment: Environment; by: FunctionAtom };
  /** Whose member it is. */
  self?: ObjectAtom;
}

/**
 * What the only write of a module to a variable or a private member gives it, whenever that happens. Undefined where there is no such write, or where it
 * gives something else.
 */
export function knownWrite(machine: Machine, place: Place): KnownWrite | undefined {
  const { module, kind, name, kept, self } = place;
  const { knownWrites, members } = machine.run;
  const owner = kept?.environment ?? self;
  const key = `${kind} ${name} ${owner ? machine.identity(owner) : ""} ${module.file}`;
  // A test may have put something in the place of what it is made of.
  if (members.size > 0) return findKnownWrite(machine, place);
  if (!knownWrites.has(key)) knownWrites.set(key, findKnownWrite(machine, place));
  return knownWrites.get(key);
}

function findKnownWrite(machine: Machine, { module, kind, name, kept, self }: Place): KnownWrite | undefined {
  const written = soleWriteOf(module.facts, kind, name, kept?.by.fact.node);
  if (!written) return undefined;
  const { module: before, asksOutside, paths, thrown, frame, reads } = machine;
  const { instances, closures, classes, observations, changing } = machine.run;
  const read = new Set<object>();
  Object.assign(machine, { module, paths: ALWAYS, frame: undefined, reads: read });
  // Whoever executes the write has it observed.
  const value = withoutMore([instances, closures, classes, observations], () => {
    const environment = new Environment(kept?.environment ?? module.environment);
    if (self) machine.declare(environment, "this", self);
    if (!written.given.every((it) => isGivenTheSame(machine, it, environment))) return undefined;
    for (const { target } of written.parameters) machine.bind(target, machine.fresh(), environment, "declare");
    machine.executeAll(written.constants, environment);
    return machine.evaluate(written.value, environment);
  });
  Object.assign(machine, { module: before, asksOutside, paths, thrown, frame, reads });
  // What it is made of may have been something else by the time of the write.
  if (!value || [...read].some((thing) => changing.has(thing))) return undefined;
  // What the one who calls chooses belongs to that call.
  if (written.parameters.length > 0 && value.kind === "choice") return undefined;
  const isKnown = atomsOf(value).every((atom) => atom.kind === "provider" || atom.kind === "config");
  return isKnown ? { value, isDone: machine.guards.fresh() } : undefined;
}

/** Whether what a function or an instance was given is the same whenever it is asked for. */
function isGivenTheSame(machine: Machine, { of, name, isCalled }: Given, environment: Environment): boolean {
  const cell = environment.find(of === "function" ? name : "this");
  const value = cell && (of === "function" ? machine.read(cell) : machine.property(machine.read(cell), name));
  if (!value) return false;
  return atomsOf(value).every((atom) => {
    if (isCalled) return atom.kind === "function" && givesTheSame(atom.fact, atom.module.facts);
    return atom.kind === "provider" || atom.kind === "config" || atom.kind === "literal";
  });
}

/** What a variable or a static member may have by the time that somebody reads it: what it has, or what is written to it. */
export function mayHaveBeenWritten(machine: Machine, value: Value, { value: written, isDone }: KnownWrite): Value {
  return machine.join([
    { guard: isDone, value: written },
    { guard: machine.guards.not(isDone), value },
  ]);
}

/**
 * Where things are that modules have made: their variables, those that calls have left to the functions that they have made, static members, and the
 * members of instances.
 */
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
    for (const { atom } of cells.size > 0 ? module.closures : []) {
      const top = atom.module.environment;
      // What is further out is not what the function means by a name.
      const hidden = new Set<string>();
      for (let at: Environment | undefined = atom.environment; at && at !== top; at = at.parent) {
        for (const [name, cell] of at.cells) {
          if (cells.has(cell) && !hidden.has(name))
            places.set(cell, { module: atom.module, kind: "variable", name, kept: { environment: at, by: atom } });
          hidden.add(name);
        }
      }
    }
    for (const { atom: self } of module.instances) {
      for (const [name, cell] of self.class && cells.size > 0 ? self.properties : [])
        if (cells.has(cell)) places.set(cell, { module: self.class?.module ?? module, kind: "member", name, self });
    }
  }
  return places;
}
