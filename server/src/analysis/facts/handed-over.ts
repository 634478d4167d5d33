import type { Expression, Statement } from "./facts.ts";
import { nodesWithin } from "./walk.ts";
import { namesOn } from "./written.ts";

/** A call, or a construction, that is given something that has a name: `set(state)`, `new Filler(state.now)`. */
export interface HandingOver {
  callee: Expression;
  isConstruction: boolean;
  /** The names by which each thing that it is given is reached. */
  given: readonly (readonly string[] | undefined)[];
}

/** Those of a statement. Computed once, and of one that an edit leaves alone not again. */
export function handingOverIn(statement: Statement): readonly HandingOver[] {
  const known = cache.get(statement);
  if (known) return known;
  const found = nodesWithin(statement, () => false).flatMap((part) => {
    if (part.kind !== "call" && part.kind !== "new") return [];
    const given = part.arguments.map(namesOn);
    return given.some((names) => names) ? [{ callee: part.callee, isConstruction: part.kind === "new", given }] : [];
  });
  cache.set(statement, found);
  return found;
}

const cache = new WeakMap<Statement, readonly HandingOver[]>();
