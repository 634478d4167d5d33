import { SETTINGS_FILE } from "../settings/settings.ts";
import { nameOf } from "./paths.ts";

/** What a look at a file's text says, without parsing it. */
export interface Scan {
  /** The specifiers of what it imports, types left out. */
  imports: readonly string[];
  /** Those of what it imports for types alone. */
  typeImports: readonly string[];
  /** It seems to import what makes providers, configs, tasks or pipelines. */
  namesGlacier: boolean;
  /** It seems to ask the environment something and to stop where that says so, or to change it: that counts for whoever loads it. */
  settlesEnvironment: boolean;
}

/** Text that no source file holds, or more of it than anybody wrote by hand. */
const TEXT_LIMIT = 4_000_000;

/** What a look at a file of that name says; undefined for one that holds nothing to look at. */
export function scanFile(path: string, text: string): Scan | undefined {
  const name = nameOf(path);
  if (isDataName(name)) return { imports: [], typeImports: [], namesGlacier: false, settlesEnvironment: false };
  return isSourceName(name) ? scanText(text) : undefined;
}

/** Undefined for what is not source text: a binary file, whatever its name. */
export function scanText(text: string): Scan | undefined {
  if (isTooLarge(text) || text.includes("\u0000")) return undefined;
  const imports = new Set<string>();
  const typeImports = new Set<string>();
  let namesGlacier = false;
  for (const { specifier, isTypeOnly, names } of requestsIn(text)) {
    (isTypeOnly ? typeImports : imports).add(specifier);
    namesGlacier ||= GLACIER.test(specifier) && (names === undefined || GLACIER_NAME.test(names));
  }
  const settlesEnvironment = ENVIRONMENT.test(text) && SETTLES.test(text);
  return { imports: [...imports], typeImports: [...typeImports], namesGlacier, settlesEnvironment };
}

/** The same of a file by its bytes: a character has three at most. */
export const isSurelyTooLarge = (bytes: number): boolean => bytes > 3 * TEXT_LIMIT;

export const isTooLarge = (text: string): boolean => text.length > TEXT_LIMIT;

interface Request {
  specifier: string;
  isTypeOnly: boolean;
  /** What stands between `import` or `export` and `from`, without comments; a call has none. */
  names: string | undefined;
}

/** What a text imports. What looks like an import inside a comment or a text costs a needless look at a file, and changes no answer. */
function* requestsIn(text: string): Generator<Request, void> {
  // Many files import nothing, and each of their exports would be looked at.
  if (!REQUEST.test(text)) return;
  // Behind the first and the last `import` or `export` since a `from`: a comment among the names may hold any of these words too.
  let first: number | undefined;
  let last = 0;
  let hasEnded = false;
  for (const { 0: whole, 1: bare, 2: called, 3: keyword, 4: from, index } of text.matchAll(PARTS)) {
    if (keyword !== undefined) {
      last = index + whole.length;
      if (hasEnded || first === undefined) first = last;
      hasEnded = false;
    } else if (called !== undefined) yield { specifier: called, isTypeOnly: false, names: undefined };
    else if (bare !== undefined) yield { specifier: bare, isTypeOnly: false, names: "" };
    else if (from !== undefined && first !== undefined) {
      const since = (start: number): string => text.slice(Math.max(start, index - LONGEST_CLAUSE), index).replace(COMMENTS, " ");
      yield { specifier: from, isTypeOnly: TYPES.test(since(last)), names: since(first) };
      hasEnded = true;
    }
  }
}

/** A word without which nothing is imported. */
const REQUEST = /\b(?:import|require|from)\b/;

const LONGEST_CLAUSE = 5000;

/** A comment as it may stand inside of an import. All is bounded, so that no text takes long. */
const COMMENT = String.raw`(?:\/\/[^\n]{0,500}(?![^\n])|\/\*(?:[^*]|\*(?!\/)){0,500}\*\/)`;
const COMMENTS = new RegExp(COMMENT, "g");
const GAP = String.raw`\s*(?:${COMMENT}\s*){0,8}`;

/** `import "x"`; `import("x")`, `require("x")`; else the words `import` and `export`, and the `from "x"` that comes after one. */
const PARTS = new RegExp(
  String.raw`\b(?:import${GAP}["']([^"'\n]+)["']|(?:import|require)${GAP}\(${GAP}["'\x60]([^"'\x60\n]+)["'\x60]|(import|export)\b|from${GAP}["']([^"'\n]+)["'])`,
  "g",
);

/** `type X`, `type { X, Y }`, `type *`, `type * as x`, and nothing else. */
const TYPES = /^\s*type\s+(?:\{[^{}]*\}|\*(?:\s*as\s+[\w$\u0080-\uffff]+)?|[\w$\u0080-\uffff]+)\s*$/;

const GLACIER = /^@glacier\/core(?:\/[\w-]+)?$/;

/** A class or function that makes something, the package as a whole, or a default import of it. */
const GLACIER_NAME =
  /\*|\b(?:task|pipeline|bucketSource|Resource|Bucket|Serverless|ExecutionEnvironment)\b|\b(?:[A-Z]\w*)?(?:Config|Provider)\b|^\s*[\w$\u0080-\uffff]+\s*(?:,|$)/;

const ENVIRONMENT = /\bprocess\b|\bimport\.meta\b/;

/** What throws or ends the process, itself or by what it is called, and a write to a variable of the environment. */
const SETTLES = /\bthrow\b|\bexit\b|\babort\b|assert|invariant|\benv\b[\w$.[\]"']*\s*(?:\|\||\?\?|&&)?=(?![=>])/i;

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.(?:[cm]?ts|[\w-]+\.ts)$/;

/** Whether a file's name is one that can hold a pipeline. */
export const isSourceName = (name: string): boolean => SOURCE.test(name) && !DECLARATION.test(name);

/** Whether a file's name is one whose content an import gives as it is. */
export const isDataName = (name: string): boolean => name.endsWith(".json") && name !== SETTINGS_FILE;
