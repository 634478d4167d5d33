import { DEFAULT_EXPORT, type Expression } from "../facts/facts.ts";
import { nameInSource } from "../facts/names.ts";
import type { FunctionAtom, Value } from "./values.ts";

/** A value behind a name: JavaScript calls a function that has no name of its own by it. */
export function named(value: Value, written: Expression, name: string | undefined): Value {
  const isNamed = written.kind === "function" && value.kind === "function" && value.fact.name === undefined && name !== undefined;
  return isNamed ? { ...value, ...namesOf(name) } : value;
}

/** JavaScript calls what is exported without a name `default`, and by no name what is assigned to a member, as in `exports.name = …`. */
export function namesOf(variable: string): Pick<FunctionAtom, "inferredName" | "shownName"> {
  if (variable === DEFAULT_EXPORT) return { inferredName: "default" };
  const shownName = nameInSource(variable);
  return variable === shownName ? { inferredName: variable } : shownName === undefined ? {} : { shownName };
}
