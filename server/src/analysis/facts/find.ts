import type { Expression, FileFacts, FunctionFact, NodeId, ParameterFact, Property, Statement } from "./facts.ts";

/** The expression with a number. The first question about a file walks its whole tree. */
export const findExpression = (facts: FileFacts, node: NodeId): Expression | undefined => treeOf(facts).expressions.get(node);

/** What an expression stands in, outermost first, itself last: statements, expressions, properties, functions. */
export function ancestorsOf(facts: FileFacts, node: NodeId): Ancestor[] {
  const { expressions, parents } = treeOf(facts);
  const line: Ancestor[] = [];
  for (let part: object | undefined = expressions.get(node); part; part = parents.get(part)) {
    // Whatever is numbered is one of the facts' nodes.
    if ("node" in part) line.push(part as Ancestor);
  }
  return line.reverse();
}

interface Tree {
  expressions: ReadonlyMap<NodeId, Expression>;
  parents: ReadonlyMap<object, object>;
}

/** By the statements, which are never changed: other ones are another list. */
const trees = new WeakMap<FileFacts["body"], Tree>();

function treeOf({ body }: FileFacts): Tree {
  const known = trees.get(body);
  if (known) return known;
  const expressions = new Map<NodeId, Expression>();
  const parents = new Map<object, object>();
  const queue: object[] = [body];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { kind, node } = next as { kind?: unknown; node?: unknown };
    // Whatever is numbered and of one of these kinds is an expression. What shares a number with a part of its own comes first.
    const isExpression = typeof node === "number" && typeof kind === "string" && EXPRESSIONS.has(kind);
    if (isExpression && !expressions.has(node)) expressions.set(node, next as Expression);
    for (const value of Object.values(next)) {
      if (typeof value !== "object" || value === null) continue;
      parents.set(value, next);
      queue.push(value);
    }
  }
  const tree = { expressions, parents };
  trees.set(body, tree);
  return tree;
}

export type Ancestor = Expression | Statement | Property | ((FunctionFact | ParameterFact) & { kind?: undefined });

const EXPRESSIONS = new Set<string>([
  "literal",
  "name",
  "this",
  "template",
  "array",
  "object",
  "function",
  "class",
  "call",
  "new",
  "member",
  "index",
  "conditional",
  "logical",
  "binary",
  "unary",
  "assign",
  "await",
  "yield",
  "element",
  "import",
  "sequence",
  "opaque",
] satisfies Expression["kind"][]);
