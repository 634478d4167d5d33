import type { Expression, FileFacts, NodeId } from "./facts.ts";

/** The expression with a number. The first question about a file walks its whole tree: for what happens when somebody asks, not at each keystroke. */
export function findExpression({ body }: FileFacts, node: NodeId): Expression | undefined {
  const known = indexes.get(body) ?? indexOf(body);
  indexes.set(body, known);
  return known.get(node);
}

/** By the statements, which are never changed: other ones are another list. */
const indexes = new WeakMap<FileFacts["body"], ReadonlyMap<NodeId, Expression>>();

function indexOf(body: FileFacts["body"]): ReadonlyMap<NodeId, Expression> {
  const found = new Map<NodeId, Expression>();
  const queue: unknown[] = [body];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const { kind, node } = next as { kind?: unknown; node?: unknown };
    // Whatever is numbered and of one of these kinds is an expression.
    if (typeof node === "number" && typeof kind === "string" && EXPRESSIONS.has(kind) && !found.has(node))
      found.set(node, next as Expression);
    for (const value of Object.values(next)) if (typeof value === "object") queue.push(value);
  }
  return found;
}

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
  "import",
  "sequence",
  "opaque",
] satisfies Expression["kind"][]);
