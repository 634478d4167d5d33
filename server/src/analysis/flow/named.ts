import type { Expression } from "../facts/facts.ts";
import type { Value } from "./values.ts";

/** A value behind a name: JavaScript calls a function that has no name of its own by it. */
export function named(value: Value, written: Expression, name: string | undefined): Value {
  const isNamed = written.kind === "function" && value.kind === "function" && value.fact.name === undefined && name !== undefined;
  return isNamed ? { ...value, inferredName: name } : value;
}
