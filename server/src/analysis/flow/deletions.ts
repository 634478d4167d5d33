import type { Expression } from "../facts/facts.ts";
import type { Machine } from "./machine.ts";
import { keyName } from "./members.ts";
import { type Atom, type Environment, UNDEFINED, type Value } from "./values.ts";

type Assignment = Expression & { kind: "assign" };

/** `delete object.name` is read as an assignment of nothing, which is written nowhere else. */
export const isDeletion = ({ node, operator, value }: Assignment): boolean =>
  operator === "=" && value.kind === "literal" && value.value === undefined && value.node === node;

/** Takes a member away; false where it is not known which. */
export function deleteMember(machine: Machine, { target }: Assignment, environment: Environment): boolean {
  const place = target.kind === "place" ? target.place : undefined;
  if (place?.kind !== "member" && place?.kind !== "index") return false;
  const object = machine.evaluate(place.object, environment);
  const name = place.kind === "member" ? place.name : keyName(machine.evaluate(place.index, environment));
  if (name === undefined) {
    machine.bind(target, UNDEFINED, environment, "assign");
    return true;
  }
  takeAway(machine, object, name);
  return true;
}

/** Takes a member of a known name away. */
export function takeAway(machine: Machine, object: Value, name: string): void {
  machine.setProperty(object, name, UNDEFINED);
  machine.over(object, (atom) => {
    forgetName(machine, atom, name);
    return UNDEFINED;
  });
}

/** Where it is gone on all paths nothing goes through it any more; where it may be there, there is no telling what is gone through. */
function forgetName(machine: Machine, atom: Atom, name: string): void {
  if (atom.kind !== "object") return;
  const own = machine.owned(atom);
  const cell = own.properties.get(name);
  const isGone = cell?.value?.kind === "literal" && cell.value.value === undefined;
  if (isGone || machine.guards.implies(own.origin.guard, machine.paths)) {
    own.properties.delete(name);
    if (own.getters?.has(name)) own.getters = new Map([...own.getters].filter(([other]) => other !== name));
  } else if (cell) own.open = true;
}
