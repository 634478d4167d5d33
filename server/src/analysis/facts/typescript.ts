import type { ts } from "ts-morph";

/**
 * The compiler's parser, as ts-morph carries it, and what its types keep to themselves. Its nodes have none of the methods that their types promise
 * (`getStart`, `getText`, …): those come of the language service, which no bundle carries.
 */
export type TypeScript = typeof ts & {
  /** Where a node's own text begins, behind the comments before it. */
  getTokenPosOfNode(node: ts.Node, source: ts.SourceFile): number;
};

let loaded: TypeScript | undefined;

/** Loads the parser, which takes a while: nothing does so before the first file has to be read. */
export async function loadTypeScript(): Promise<TypeScript> {
  loaded ??= (await import("./compiler.ts")).ts;
  return loaded;
}

/** The parser, or undefined until {@link loadTypeScript} has resolved. */
export function loadedTypeScript(): TypeScript | undefined {
  return loaded;
}
