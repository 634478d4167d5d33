import type { Machine } from "./machine.ts";
import { withoutMore } from "./module-run.ts";
import { atomsOf, UNDEFINED, type Value } from "./values.ts";

/** A member has the value that it has, or another that it is given at a time that nobody knows. Of what keeps its members itself. */
export function writeAtSomeTime(machine: Machine, object: Value, member: string): void {
  const { instances, closures, classes, observations } = machine.run;
  // A setter that does it does it for whoever writes.
  withoutMore([instances, closures, classes, observations], () =>
    machine.over(object, (atom) => {
      if (atom.kind === "object" || atom.kind === "class")
        machine.within(machine.guards.fresh(), () => machine.setProperty(atom, member, machine.fresh()));
      return UNDEFINED;
    }),
  );
}

/** The same of each member that there is. */
export function writeAnyAtSomeTime(machine: Machine, object: Value): void {
  const members = atomsOf(object).flatMap((atom) => {
    if (atom.kind === "object") return [...atom.properties.keys()];
    return atom.kind === "class" ? [...atom.statics.properties.keys()] : [];
  });
  for (const member of new Set(members)) writeAtSomeTime(machine, object, member);
}
