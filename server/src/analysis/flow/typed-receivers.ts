import type { Site } from "../facts/facts.ts";
import type { Machine } from "./machine.ts";
import { memberOfClass } from "./members.ts";
import { withoutMore } from "./module-run.ts";
import { type Atom, atomsOf, type ClassAtom, type Environment, type Value } from "./values.ts";

/** A type's name, and where it is written. */
export interface TypeName {
  name: string;
  environment: Environment;
}

/** A method of an unknown thing, by the class of the workspace that its written type may name. */
export interface TypedMethod {
  receiver: TypeName;
  name: string;
}

/**
 * Does to what others have made, and is given to a method of an unknown thing, what that method does to it in the class that the thing's written type
 * names. Nothing else of it is believed: what is given there may well be of a class derived from that one.
 */
export function changeByType(machine: Machine, { receiver, name }: TypedMethod, self: Atom, given: readonly Value[], site: Site): void {
  // Whoever is called while modules are loaded may come before the class.
  if (machine.suppositions.length === 0 || !given.flatMap(atomsOf).some((atom) => isOfOthers(machine, atom))) return;
  const of = classNamed(machine, receiver);
  if (!of) return;
  const { instances, closures, classes, observations } = machine.run;
  withoutMore([instances, closures, classes, observations], () =>
    machine.within(machine.guards.fresh(), () => {
      const method = memberOfClass(machine, of, name, self);
      if (method?.kind === "function") machine.callFunction(method, given, site, self);
    }),
  );
}

const isOfOthers = ({ run }: Machine, atom: Atom): boolean =>
  (atom.kind === "object" || atom.kind === "array" || atom.kind === "map") && atom.home.file !== run.file;

function classNamed(machine: Machine, { name, environment }: TypeName): ClassAtom | undefined {
  const [first = "", ...path] = name.split(".");
  const cell = environment.find(first);
  if (!cell) return undefined;
  const value = path.reduce((outer: Value, member) => machine.property(outer, member), machine.read(cell));
  return value.kind === "class" ? value : undefined;
}
