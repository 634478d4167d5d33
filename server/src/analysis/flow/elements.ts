import type { Site } from "../facts/facts.ts";
import { runLater, unwaited } from "./later.ts";
import type { Machine } from "./machine.ts";
import type { Value } from "./values.ts";

/** What draws an element calls its component, once the code that makes the element is through. */
export function drawElement(machine: Machine, component: Value, properties: Value, site: Site): Value {
  machine.over(component, (atom) => {
    if (atom.kind !== "function") return machine.callUnknown(atom, [properties], site);
    return unwaited(machine, () => runLater(machine, atom, site, () => machine.callFunction(atom, [properties], site)));
  });
  return machine.fresh();
}
