import type { Expression, FileFacts, NodeId } from "./facts.ts";

/** The expression with a number. Walks the whole tree: for what happens when somebody asks, not at each keystroke. */
export function findExpression(facts: FileFacts, node: NodeId): Expression | undefined {
  const queue: unknown[] = [facts.body];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const { kind, node: own } = next as { kind?: unknown; node?: unknown };
    // Whatever is numbered and of one of these kinds is an expression.
    if (own === node && typeof kind === "string" && EXPRESSIONS.has(kind)) return next as Expression;
    for (const value of Object.values(next)) if (typeof value === "object") queue.push(value);
  }
  return undefined;
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
