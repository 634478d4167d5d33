import type { FunctionFact, Statement } from "./facts.ts";
import { memberChanges } from "./member-changes.ts";
import { mentionsOf } from "./noting.ts";
import { once } from "./once.ts";
import { findWrites } from "./writes.ts";

/** A member that a function writes of what it is given: `target.provider` in `function set(target) { target.provider = …; }`. */
export interface ParameterWrite {
  /** Which parameter it is. */
  place: number;
  /** The members on the way from there. */
  path: readonly string[];
  /** Undefined where any may be written. */
  member: string | undefined;
}

/** What a function writes of what it is given. Hardly any does, and what it mentions says so. */
export function parameterWritesOf(fact: FunctionFact): readonly ParameterWrite[] {
  const { writesMembers, fills } = mentionsOf(fact);
  return writesMembers || fills ? parameterWrites(fact) : NO_WRITES;
}

const NO_WRITES: readonly ParameterWrite[] = [];

const parameterWrites = once(({ parameters, body, node }: FunctionFact): readonly ParameterWrite[] => {
  const statements: Statement[] = Array.isArray(body) ? body : [{ kind: "expression", node, value: body }];
  const named = findWrites(statements).flatMap(({ kind, name, root }) => (kind === "member" && root ? [{ member: name, root }] : []));
  const unnamed = memberChanges(statements).flatMap(({ root, path, isUnnamed }) =>
    isUnnamed && typeof root === "string" ? [{ member: undefined, root: [root, ...path] }] : [],
  );
  return [...named, ...unnamed].flatMap(({ member, root: [name, ...path] }) => {
    const place = parameters.findIndex(({ target, rest }) => target.kind === "bind" && target.name === name && !rest);
    return place < 0 ? [] : [{ place, path, member }];
  });
});
