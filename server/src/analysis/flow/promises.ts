import type { Expression, Site } from "../facts/facts.ts";
import { type Guard, NEVER } from "./guards.ts";
import { observedInPromises } from "./in-promises.ts";
import { type KeptFailure, thrownValue } from "./kept-failures.ts";
import { callLater } from "./later.ts";
import type { Machine } from "./machine.ts";
import { type Atom, type Environment, UNDEFINED, type Value } from "./values.ts";

/** Whether a call is one of a promise's methods: a promise is treated as the value that it is of. */
export function isPromiseMethod(machine: Machine, self: Atom, name: string): boolean {
  if (name !== "then" && name !== "catch" && name !== "finally") return false;
  if (self.kind === "object") return !self.class && !machine.seen(self).properties.has(name);
  if (self.kind === "namespace") return machine.program.exported(machine, self.file, "then") === undefined;
  return self.kind !== "unknown" && self.kind !== "builtin" && self.kind !== "glacier";
}

/** `fails`: the paths on which the promise is rejected. */
export function callPromiseMethod(machine: Machine, self: Atom, name: string, given: readonly Value[], site: Site, fails: Guard): Value {
  const [callback = UNDEFINED] = given;
  const isFunction = callback.kind !== "literal";
  if (name === "finally") {
    if (isFunction) callLater(machine, callback, [], site);
    return self;
  }
  const handler = handlerOf(name, given);
  const succeed = (): Value => (name === "then" && isFunction ? callLater(machine, callback, [self], site) : self);
  if (!handler) return succeed();
  const handled = machine.within(fails, () => callLater(machine, handler, [thrownValue(machine.fresh())], site));
  const succeeds = machine.guards.not(fails);
  const succeeded = machine.within(succeeds, succeed);
  const sides = [
    { guard: fails, value: handled.result },
    { guard: succeeds, value: succeeded.result },
  ];
  return machine.join(sides.flatMap(({ guard, value }) => (value ? [{ guard, value }] : [])));
}

/** What a promise's method does where it is rejected. */
export function handlerOf(name: string, [first, second]: readonly Value[]): Value | undefined {
  const handler = name === "catch" ? first : name === "then" ? second : undefined;
  return handler?.kind === "literal" ? undefined : handler;
}

/** Evaluates a promise on which a method is called that sees to its rejection. */
export function evaluateRejectable(machine: Machine, promise: Expression, environment: Environment): Rejectable {
  const first = machine.run.observations.length;
  const { paths, thrown, rejected } = machine;
  Object.assign(machine, { thrown: NEVER, rejected: NEVER });
  const value = machine.evaluate(promise, environment);
  const { guards, thrown: left } = machine;
  // It may always be rejected, and is where what was done before on it throws: `promise.then(() => { throw … }).catch(…)`.
  const fails = guards.or(guards.or(left, machine.rejected), guards.and(machine.paths, guards.fresh()));
  machine.paths = guards.or(machine.paths, left);
  Object.assign(machine, { thrown, rejected });
  const earlier = promise.kind === "name" ? (environment.find(promise.name)?.observed ?? []) : [];
  return { value, fails, succeeds: guards.without(paths, fails), observations: [...earlier, ...observedInPromises(machine, first)] };
}

interface Rejectable extends Omit<KeptFailure, "isKept"> {
  value: Value;
}
