import type { FileFacts, FunctionFact, Statement } from "./facts.ts";
import { memberChanges } from "./member-changes.ts";
import { expressionsIn } from "./walk.ts";
import { namesOn } from "./written.ts";

/** A member that a function of the file writes of what a call gives it: of `state` in `set(state)`, where `set` writes to `target.provider`. */
export interface ParameterWrite {
  /** The names by which that is reached of which the member is written. */
  root: readonly string[];
  /** Undefined where any may be written. */
  member: string | undefined;
}

/** What the functions of a file's top level write of what they are given, by what the file's calls give them. */
export function parameterWrites({ body }: FileFacts): ParameterWrite[] {
  const writers = new Map<string, (ParameterWrite & { index: number })[]>();
  for (const { name, fact } of body.flatMap(functionsOf)) writers.set(name, writesOfParameters(fact));
  // Hardly any function does, and then no call is looked for.
  if (![...writers.values()].some((writes) => writes.length > 0)) return [];
  return expressionsIn(body, "call").flatMap(({ callee, arguments: given }) => {
    const writes = callee.kind === "name" ? writers.get(callee.name) : undefined;
    return (writes ?? []).flatMap(({ index, root: [, ...path], member }) => {
      const argument = given[index];
      const names = argument && namesOn(argument);
      return names ? [{ root: [...names, ...path], member }] : [];
    });
  });
}

function functionsOf(statement: Statement): { name: string; fact: FunctionFact }[] {
  if (statement.kind === "function-declaration") return [{ name: statement.name, fact: statement.function }];
  if (statement.kind !== "variables") return [];
  return statement.declarations.flatMap(({ target, value }) =>
    target.kind === "bind" && value?.kind === "function" ? [{ name: target.name, fact: value.function }] : [],
  );
}

/** `index`: which parameter it is. */
function writesOfParameters(fact: FunctionFact): (ParameterWrite & { index: number })[] {
  if (!Array.isArray(fact.body) || !fact.mentions?.writesMembers) return [];
  return memberChanges(fact.body).flatMap(({ root, path, change, isUnnamed }) => {
    const index = fact.parameters.findIndex(({ target }) => target.kind === "bind" && target.name === root);
    if (index < 0 || typeof root !== "string" || (change === "filled" && !isUnnamed)) return [];
    return [
      isUnnamed ? { index, root: [root, ...path], member: undefined } : { index, root: [root, ...path.slice(0, -1)], member: path.at(-1) },
    ];
  });
}
