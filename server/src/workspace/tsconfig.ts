import { folderOf, joinPath } from "./paths.ts";

/** What a tsconfig says about where modules are. */
export interface PathMapping {
  /** Where `paths` without `baseUrl` start from. */
  base: string;
  baseUrl: string | undefined;
  paths: readonly { prefix: string; suffix: string; isExact: boolean; targets: readonly string[] }[];
}

/** Reads `compilerOptions.paths` and `baseUrl` of a tsconfig and of what it extends. A file that is malformed says what can be read of it. */
export function readPathMapping(config: string, read: ReadText): PathMapping | undefined {
  const known = new Map<string, PathMapping | undefined>();
  // Each is read once, however many name it: where all name all, there are more ways through them than can be gone.
  const mappingOf = (file: string, depth: number): PathMapping | undefined => {
    if (depth > DEEPEST || known.has(file)) return known.get(file);
    known.set(file, undefined);
    const mapping = readOwnMapping(file, read, (other) => mappingOf(other, depth + 1));
    known.set(file, mapping);
    return mapping;
  };
  return mappingOf(config, 0);
}

/** Nobody extends what extends what … more often. */
const DEEPEST = 100;

type ReadText = (file: string) => string | undefined;

function readOwnMapping(config: string, read: ReadText, mappingOf: (file: string) => PathMapping | undefined): PathMapping | undefined {
  const text = read(config);
  const parsed = text === undefined ? undefined : parseJsonWithComments(text);
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const { extends: parents, compilerOptions, references } = parsed as Record<string, unknown>;
  const folder = folderOf(config);
  const inherited = listOf(parents)
    .map((parent) => parentConfig(folder, parent, read))
    .flatMap((parent) => (parent === undefined ? [] : [mappingOf(parent)]))
    .findLast((mapping) => mapping !== undefined);
  const options = (typeof compilerOptions === "object" && compilerOptions !== null ? compilerOptions : {}) as Record<string, unknown>;
  const baseUrl = typeof options.baseUrl === "string" ? joinPath(folder, options.baseUrl) : inherited?.baseUrl;
  if (typeof options.paths === "object" && options.paths !== null) {
    const paths = Object.entries(options.paths).map(([pattern, targets]) => ({ ...splitPattern(pattern), targets: listOf(targets) }));
    return { base: baseUrl ?? folder, baseUrl, paths };
  }
  if (inherited) return { ...inherited, baseUrl };
  if (baseUrl !== undefined) return { base: baseUrl, baseUrl, paths: [] };
  // A solution's own config has no files; the projects that it refers to say where modules are.
  return listOf(Array.isArray(references) ? references.map((it: { path?: unknown } | null) => it?.path) : [])
    .map((path) => joinPath(folder, path.endsWith(".json") ? path : `${path}/tsconfig.json`))
    .map((path) => mappingOf(path))
    .find((mapping) => mapping !== undefined);
}

/** The paths that a specifier may mean, most specific pattern first. */
export function mappedPaths(mapping: PathMapping, specifier: string): string[] {
  const fitting = mapping.paths
    .filter(({ prefix, suffix, isExact }) =>
      isExact
        ? specifier === prefix
        : specifier.startsWith(prefix) && specifier.endsWith(suffix) && specifier.length >= prefix.length + suffix.length,
    )
    .sort((left, right) => Number(right.isExact) - Number(left.isExact) || right.prefix.length - left.prefix.length);
  const mapped = fitting.slice(0, 1).flatMap(({ prefix, suffix, targets }) => {
    const star = specifier.slice(prefix.length, specifier.length - suffix.length);
    return targets.map((target) => (target.startsWith("/") ? target : joinPath(mapping.base, target)).replace("*", star));
  });
  return mapping.baseUrl === undefined ? mapped : [...mapped, joinPath(mapping.baseUrl, specifier)];
}

function splitPattern(pattern: string): { prefix: string; suffix: string; isExact: boolean } {
  const star = pattern.indexOf("*");
  return star < 0
    ? { prefix: pattern, suffix: "", isExact: true }
    : { prefix: pattern.slice(0, star), suffix: pattern.slice(star + 1), isExact: false };
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).filter((it): it is string => typeof it === "string");

function parentConfig(folder: string, parent: string, read: ReadText): string | undefined {
  if (parent.startsWith(".") || parent.startsWith("/")) {
    const path = parent.startsWith("/") ? parent : joinPath(folder, parent);
    return [path, `${path}.json`].find((candidate) => read(candidate) !== undefined);
  }
  for (let at = folder; at !== ""; at = folderOf(at)) {
    const path = `${at}/node_modules/${parent}`;
    const found = [path, `${path}.json`, `${path}/tsconfig.json`].find((candidate) => read(candidate) !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** JSON as tsconfig files are written: with comments and trailing commas. Undefined where it cannot be read. */
export function parseJsonWithComments(text: string): unknown {
  const plain = text
    .replace(/^\uFEFF/, "")
    .replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, quoted: string | undefined) => quoted ?? "")
    .replace(/("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])/g, (_, quoted: string | undefined) => quoted ?? "");
  try {
    return JSON.parse(plain);
  } catch {
    // Half-written configuration is common while someone edits it; without it, relative imports still resolve.
    return undefined;
  }
}
