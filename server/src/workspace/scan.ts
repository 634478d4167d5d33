/** What a look at a file's text says, without parsing it. */
export interface Scan {
  /** The specifiers of what it imports, types left out. */
  imports: readonly string[];
  /** It seems to import what makes providers, configs, tasks or pipelines. */
  namesGlacier: boolean;
}

/** Text that no source file holds, or more of it than anybody wrote by hand. */
const TEXT_LIMIT = 4_000_000;

/** Undefined for what is not source text: a binary file, whatever its name. */
export function scanText(text: string): Scan | undefined {
  if (isTooLarge(text) || text.includes("\u0000")) return undefined;
  return { imports: importsIn(text), namesGlacier: text.includes("@glacier/core") && namesGlacier(text) };
}

/** The same of a file by its bytes: a character has three at most. */
export const isSurelyTooLarge = (bytes: number): boolean => bytes > 3 * TEXT_LIMIT;

export const isTooLarge = (text: string): boolean => text.length > TEXT_LIMIT;

function namesGlacier(text: string): boolean {
  for (const [, clause] of text.matchAll(GLACIER_IMPORT)) if (clause === undefined || GLACIER_NAME.test(clause)) return true;
  return false;
}

/** With the names between `import` or `export` and `from`; a call has none. */
const GLACIER_IMPORT = /(?:\b(?:import|export)\b([\w$*{}\s,]*?)\bfrom|\b(?:import|require)\s*\()\s*["'`]@glacier\/core(?:\/[\w-]+)?["'`]/g;

/** A class or function that makes something, the package as a whole, or a default import of it. */
const GLACIER_NAME =
  /\*|\b(?:task|pipeline|Resource|Bucket|Serverless|ExecutionEnvironment)\b|\b(?:[A-Z]\w*)?(?:Config|Provider)\b|^\s*\w+\s*(?:,|$)/;

function importsIn(text: string): string[] {
  if (!text.includes("import") && !text.includes("require") && !text.includes("export")) return [];
  const found = new Set<string>();
  for (const [, typeOnly, from, bare, called] of text.matchAll(IMPORT)) {
    const specifier = from ?? bare ?? called;
    if (specifier !== undefined && !typeOnly) found.add(specifier);
  }
  return [...found];
}

/**
 * `import … from "x"`, `export … from "x"`; `import "x"`; `import("x")`, `require("x")`.
 * One found inside a comment or a text costs a needless look at a file, and changes no answer.
 */
const IMPORT =
  /\b(?:import|export)\s+(type\s+(?!from\b)(?:[\w$*{]))?[\w$*{}\s,]*?\bfrom\s*["']([^"'\n]+)["']|\bimport\s*["']([^"'\n]+)["']|\b(?:import|require)\s*\(\s*["'`]([^"'`\n]+)["'`]/g;

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.(?:[cm]?ts|[\w-]+\.ts)$/;

/** Whether a file's name is one that can hold a pipeline. */
export const isSourceName = (name: string): boolean => SOURCE.test(name) && !DECLARATION.test(name);
