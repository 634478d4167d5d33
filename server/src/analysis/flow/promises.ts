import type { Site } from "../facts/facts.ts";
import { callLater } from "./later.ts";
import type { Machine } from "./machine.ts";
import { type Atom, UNDEFINED, type Value } from "./values.ts";

/** Whether a call is one of a promise's methods: a promise is treated as the value that it is of. */
export function isPromiseMethod(machine: Machine, self: Atom, name: string): boolean {
  if (name !== "then" && name !== "catch" && name !== "finally") return false;
  if (self.kind === "object") return !self.class && !machine.seen(self).properties.has(name);
  if (self.kind === "namespace") return machine.program.exported(machine, self.file, "then") === undefined;
  return self.kind !== "unknown" && self.kind !== "builtin" && self.kind !== "glacier";
}

export function callPromiseMethod(machine: Machine, self: Atom, name: string, given: readonly Value[], site: Site): Value {
  const [callback = UNDEFINED, onError] = given;
  const isFunction = callback.kind !== "literal";
  switch (name) {
    case "then":
      if (onError) machine.within(machine.guards.fresh(), () => callLater(machine, onError, [machine.fresh()], site));
      return isFunction ? callLater(machine, callback, [self], site) : self;
    case "finally":
      if (isFunction) callLater(machine, callback, [], site);
      return self;
    default: {
      const fails = machine.guards.fresh();
      const { result } = machine.within(fails, () => (isFunction ? callLater(machine, callback, [machine.fresh()], site) : self));
      if (!result) return self;
      return machine.join([
        { guard: fails, value: result },
        { guard: machine.guards.not(fails), value: self },
      ]);
    }
  }
}
