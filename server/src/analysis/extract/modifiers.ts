import type { ts } from "ts-morph";

/** Whether a node has a modifier. Asked of every function and statement, so it makes no lists of them. */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  // Of the many kinds of nodes that have modifiers each declares them by itself.
  const { modifiers = [] } = node as ts.Node & { modifiers?: readonly ts.ModifierLike[] };
  return modifiers.some((it) => it.kind === kind);
}
