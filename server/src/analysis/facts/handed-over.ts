import type { Expression, Statement } from "./facts.ts";
import { once } from "./once.ts";
import { nodesWithin } from "./walk.ts";
import { namesOn } from "./written.ts";

/** A call, or a construction, that is given something that has a name: `set(state)`, `new Filler(state.now)`. */
export interface HandingOver {
  callee: Expression;
  isConstruction: boolean;
  /** The names by which each thing that it is given is reached. */
  given: readonly (readonly string[] | undefined)[];
}

/** Those of a statement. */
export const handingOverIn = once((statement: Statement): readonly HandingOver[] =>
  nodesWithin(statement, () => false).flatMap((part) => {
    if (part.kind !== "call" && part.kind !== "new") return [];
    const given = part.arguments.map(namesOn);
    return given.some((names) => names) ? [{ callee: part.callee, isConstruction: part.kind === "new", given }] : [];
  }),
);
