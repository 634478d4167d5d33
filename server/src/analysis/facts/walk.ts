import type { Expression, FileFacts, NodeId, Statement } from "./facts.ts";

type Kind<Node, K> = Node extends { kind: K } ? Node : never;

/** Every expression of a kind below a part of a file's facts, in the order of the source. */
export function expressionsIn<K extends Exclude<Expression["kind"], "object">>(root: unknown, kind: K): Kind<Expression, K>[] {
  return nodesIn(root, kind) as Kind<Expression, K>[];
}

/** Every statement that declares variables, in the order of the source. */
export const variablesIn = (root: unknown): Kind<Statement, "variables">[] => nodesIn(root, "variables") as Kind<Statement, "variables">[];

/** Every `return`, in the order of the source. */
export const returnsIn = (root: unknown): Kind<Statement, "return">[] => nodesIn(root, "return") as Kind<Statement, "return">[];

/** The variable whose value, as written, is the expression with a number. */
export function variableOf(facts: FileFacts, node: NodeId): Variable | undefined {
  for (const statement of facts.body) {
    const variables = variablesOf(statement);
    if (variables.has(node)) return variables.get(node);
  }
  return undefined;
}

/** Every part of a kind of its own below a part of a file's facts, without what lies below those that are left out, in no particular order. */
export function nodesWithin(root: unknown, isLeftOut: (part: { kind: string }) => boolean): { kind: string }[] {
  const found: { kind: string }[] = [];
  const queue = [root];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const isPart = "kind" in next && typeof next.kind === "string";
    // It has been looked at.
    if (isPart && isLeftOut(next as { kind: string })) continue;
    if (isPart) found.push(next as { kind: string });
    queue.push(...Object.values(next));
  }
  return found;
}

/** The same of what is executed along with something, so without what lies in the functions and classes below it. */
export const nodesAlongWith = (root: unknown): { kind: string }[] => nodesWithin(root, ({ kind }) => APART.has(kind));

const APART: ReadonlySet<string> = new Set(["function", "class", "function-declaration", "class-declaration", "getter", "setter"]);

interface Variable {
  name: string;
  node: NodeId;
}

/** By the numbers of their values; undefined for a value that is taken apart. Statements outlive the edits of others, so this is computed once. */
function variablesOf(statement: Statement): ReadonlyMap<NodeId, Variable | undefined> {
  const known = variablesByValue.get(statement);
  if (known) return known;
  const found = new Map<NodeId, Variable | undefined>();
  for (const { declarations } of variablesIn(statement)) {
    for (const { target, value } of declarations) {
      if (value && !found.has(value.node)) found.set(value.node, target.kind === "bind" ? target : undefined);
    }
  }
  variablesByValue.set(statement, found);
  return found;
}

const variablesByValue = new WeakMap<Statement, ReadonlyMap<NodeId, Variable | undefined>>();

/** No other part of the facts has one of these kinds. */
function nodesIn(root: unknown, kind: string): { node: NodeId }[] {
  const found: { node: NodeId }[] = [];
  const queue = [root];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const own = (next as { kind?: unknown }).kind;
    if (own === kind) found.push(next as { node: NodeId });
    // Nearly half of all parts are these, and they have none.
    if (own === "name" || own === "literal") continue;
    for (const key in next) {
      const value = (next as Record<string, unknown>)[key];
      if (typeof value === "object") queue.push(value);
    }
  }
  return found.sort((left, right) => left.node - right.node);
}
