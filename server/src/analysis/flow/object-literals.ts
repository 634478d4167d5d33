import type { Expression, Property } from "../facts/facts.ts";
import { copyProperties, hasNothingToCopy } from "./copied-members.ts";
import { CHOICE_LIMIT, type Machine } from "./machine.ts";
import { addAccessor, keyName, makeObject } from "./members.ts";
import { named } from "./named.ts";
import { type Environment, type ObjectAtom, UNDEFINED, type Value } from "./values.ts";

/** `{ … }`: each of its expressions is evaluated once. An object that is spread from one of several is one of several itself. */
export function evaluateObject(machine: Machine, expression: Expression & { kind: "object" }, environment: Environment): Value {
  const site = machine.site(expression.node);
  const parts = expression.properties.map((property): Part => {
    if (property.kind === "spread") return { property, name: undefined, value: machine.evaluate(property.value, environment) };
    const name = typeof property.key === "string" ? property.key : keyName(machine.evaluate(property.key, environment));
    return { property, name, value: property.kind === "value" ? machine.evaluate(property.value, environment) : UNDEFINED };
  });
  return forEachSpread(machine, parts, (chosen) => buildObject(machine, chosen, environment, site));
}

/** Something between the braces, and what its expressions came to. Of an accessor the value says nothing. */
interface Part {
  property: Property;
  name: string | undefined;
  value: Value;
}

/** Builds for each combination of what is spread. Where that is more than can be told apart, what is spread later is unknown. */
function forEachSpread(machine: Machine, parts: readonly Part[], build: (parts: readonly Part[]) => Value, before = 1): Value {
  const index = parts.findIndex(({ property, value }) => property.kind === "spread" && value.kind === "choice");
  const part = parts[index];
  if (!part) return build(parts);
  const value = machine.restrict(part.value);
  const several = before * (value.kind === "choice" ? value.alternatives.length : 1);
  const goOn = (atom: Value): Value => forEachSpread(machine, parts.with(index, { ...part, value: atom }), build, several);
  return several > CHOICE_LIMIT
    ? forEachSpread(machine, parts.with(index, { ...part, value: machine.fresh() }), build, before)
    : machine.over(value, goOn);
}

function buildObject(machine: Machine, parts: readonly Part[], environment: Environment, site: ReturnType<Machine["site"]>): Value {
  const object = makeObject(machine, site);
  for (const { property, name, value } of parts) {
    if (property.kind === "spread") {
      const before = new Map(object.properties);
      if (!hasNothingToCopy(machine, value)) copyProperties(machine, object, value.kind === "choice" ? machine.fresh() : value);
      for (const [key, cell] of object.properties) {
        if (before.get(key) === cell) continue;
        object.places.set(key, machine.site(property.value.node));
        forgetAccessor(object, key);
      }
      continue;
    }
    if (property.kind !== "value") {
      const accessor = machine.makeFunction(property.function, environment, object);
      if (name !== undefined) addAccessor(object, property.kind, name, accessor);
      continue;
    }
    const isMethod = value.kind === "function" && property.value.kind === "function" && !value.fact.arrow;
    const own = named(isMethod ? { ...value, self: object } : value, property.value, name);
    if (name === undefined) object.open = true;
    else {
      forgetAccessor(object, name);
      object.properties.set(name, machine.cell(own));
      object.places.set(name, machine.site(property.value.node));
    }
  }
  return object;
}

/** What is written behind a getter or setter of its name takes its place. */
function forgetAccessor({ getters, setters }: ObjectAtom, name: string): void {
  getters?.delete(name);
  setters?.delete(name);
}
