import type { Expression, FileFacts, NodeId, Statement } from "./facts.ts";
import { once } from "./once.ts";
import { forEachPart, type Part } from "./parts.ts";
import { statementsAt } from "./top-level.ts";

type Kind<Node, K> = Node extends { kind: K } ? Node : never;

/** Every expression of a kind below a part of a file's facts, in the order of the source. */
export function expressionsIn<K extends Exclude<Expression["kind"], "object">>(root: Code, kind: K): Kind<Expression, K>[] {
  return nodesIn(root, kind) as Kind<Expression, K>[];
}

/** Every statement that declares variables, in the order of the source. */
export const variablesIn = (root: Code): Kind<Statement, "variables">[] => nodesIn(root, "variables") as Kind<Statement, "variables">[];

/** Every `return`, in the order of the source. */
export const returnsIn = (root: Code): Kind<Statement, "return">[] => nodesIn(root, "return") as Kind<Statement, "return">[];

/** The variable whose value, as written, is the expression with a number. */
export function variableOf(facts: FileFacts, node: NodeId): Variable | undefined {
  for (const statement of statementsAt(facts, node)) {
    // Most are of the top level itself, and then nothing below it has to be gone through.
    const own = statement.kind === "variables" ? statement.declarations.find(({ value }) => value?.node === node) : undefined;
    if (own) return own.target.kind === "bind" ? own.target : undefined;
    const variables = variablesOf(statement);
    if (variables.has(node)) return variables.get(node);
  }
  return undefined;
}

/** A part of a file's facts, or several. */
export type Code = Part | readonly Part[];

/** Every part of a kind of its own in some code, itself among them, without those that are left out and what lies below them, in no particular order. */
export function nodesWithin(root: Code, isLeftOut: (part: KindOfPart) => boolean): KindOfPart[] {
  const found: KindOfPart[] = [];
  const visit = (part: Part): void => {
    if (part.kind !== undefined) {
      if (isLeftOut(part)) return;
      found.push(part);
    }
    forEachPart(part, visit);
  };
  for (const part of [root].flat()) visit(part);
  return found;
}

type KindOfPart = Exclude<Part, { kind?: undefined }>;

/** The same of what is executed along with something, so without what lies in the functions and classes below it. */
export const nodesAlongWith = (root: Code): KindOfPart[] => nodesWithin(root, ({ kind }) => APART.has(kind));

const APART: ReadonlySet<string> = new Set(["function", "class", "function-declaration", "class-declaration", "getter", "setter"]);

interface Variable {
  name: string;
  node: NodeId;
}

/** By the numbers of their values; undefined for a value that is taken apart. */
const variablesOf = once((statement: Statement): ReadonlyMap<NodeId, Variable | undefined> => {
  const found = new Map<NodeId, Variable | undefined>();
  for (const { declarations } of variablesIn(statement)) {
    for (const { target, value } of declarations) {
      if (value && !found.has(value.node)) found.set(value.node, target.kind === "bind" ? target : undefined);
    }
  }
  return found;
});

/** No other part of the facts has one of these kinds. */
function nodesIn(root: Code, kind: string): { node: NodeId }[] {
  const found: { node: NodeId }[] = [];
  const visit = (part: Part): void => {
    if (part.kind === kind && "node" in part) found.push(part);
    forEachPart(part, visit);
  };
  for (const part of [root].flat()) visit(part);
  return found.sort((left, right) => left.node - right.node);
}
