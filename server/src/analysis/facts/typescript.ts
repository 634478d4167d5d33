import type { ts } from "ts-morph";

/** The compiler's parser, as ts-morph carries it. */
export type TypeScript = typeof ts;

let loaded: TypeScript | undefined;

/** Loads the parser, which takes a third of a second: nothing does so before the first file has to be read. */
export async function loadTypeScript(): Promise<TypeScript> {
  loaded ??= (await import("./compiler.ts")).ts;
  return loaded;
}

/** The parser, or undefined until {@link loadTypeScript} has resolved. */
export function loadedTypeScript(): TypeScript | undefined {
  return loaded;
}
