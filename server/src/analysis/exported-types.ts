import type { Modules } from "./exports.ts";
import type { FileFacts, MemberType, WrittenType } from "./facts/facts.ts";
import type { ModuleRun } from "./flow/module-run.ts";

/** What a type says of a value, in the names that types have in Glacier. */
export interface ImportedType {
  type?: string;
  /** What is of the type is never undefined or null. */
  isThere?: true;
  typesOf?: Record<string, MemberType>;
}

type Files = Pick<Modules, "facts" | "resolve" | "isGlacier">;
type Reader = Pick<ModuleRun, "uses" | "mocked">;

/** What a type says that a file imports, from Glacier or through however many files, of which none is executed: types say it without. */
export function importedType(
  files: Files,
  run: Reader,
  written: string,
  file: string,
  seen: ReadonlySet<string> = new Set(),
): ImportedType | undefined {
  const [first, second] = written.split(".");
  for (const { specifier, bindings } of files.facts(file)?.imports ?? []) {
    const imported = bindings.find(({ local }) => local === first)?.imported;
    if (imported === undefined) continue;
    if (imported !== "*" && second === undefined) return typeFrom(files, run, specifier, imported, file, seen);
    const isWhole = imported === "*" || (imported === "default" && files.isGlacier(specifier));
    return isWhole && second !== undefined ? typeFrom(files, run, specifier, second, file, seen) : undefined;
  }
  return undefined;
}

/** The type that a module exports under a name. */
function typeFrom(
  files: Files,
  run: Reader,
  specifier: string,
  name: string,
  from: string,
  seen: ReadonlySet<string>,
): ImportedType | undefined {
  if (run.mocked.has(specifier)) return undefined;
  if (files.isGlacier(specifier)) return { type: name, isThere: true };
  const file = files.resolve(specifier, from);
  return file === undefined || run.mocked.has(file) ? undefined : exportedType(files, run, file, name, seen);
}

function exportedType(files: Files, run: Reader, file: string, name: string, seen: ReadonlySet<string>): ImportedType | undefined {
  const place = `${name} ${file}`;
  const facts = seen.has(place) ? undefined : files.facts(file);
  run.uses.add(file);
  if (!facts) return undefined;
  const passed = new Set([...seen, place]);
  const own = ownType(files, run, file, facts, name, passed);
  if (own) return own;
  const fact = facts.exports.find((it) => it.kind !== "star" && it.exported === name);
  if (fact?.kind === "local") return importedType(files, run, fact.local, file, passed);
  if (fact?.kind === "from") return fact.imported === "*" ? undefined : typeFrom(files, run, fact.specifier, fact.imported, file, passed);
  for (const star of facts.exports) {
    const found = star.kind === "star" && name !== "default" && typeFrom(files, run, star.specifier, name, file, passed);
    if (found) return found;
  }
  return undefined;
}

/** What a type says that the file declares itself, by types that it imports. */
function ownType(
  files: Files,
  run: Reader,
  file: string,
  facts: FileFacts,
  name: string,
  seen: ReadonlySet<string>,
): ImportedType | undefined {
  const own = facts.types && Object.hasOwn(facts.types, name) ? facts.types[name] : undefined;
  return own && meaningOf(own, (written) => importedType(files, run, written, file, seen));
}

/** What a written type says, by what the types do that it names. */
export function meaningOf(
  { type, isThere, parts = [], own = [], typesOf = {} }: WrittenType,
  follow: (written: string) => ImportedType | undefined,
): ImportedType {
  const meant = type === undefined ? undefined : follow(type);
  const members = new Map<string, MemberType | undefined>(Object.entries(meant?.typesOf ?? {}));
  for (const part of parts) {
    // `Partial<Deps>` is a part as well.
    for (const [name, found] of Object.entries(follow(part)?.typesOf ?? {}))
      members.set(name, !members.has(name) || members.get(name)?.type === found.type ? { type: found.type } : undefined);
  }
  // What a type says itself goes before what its parts say.
  for (const name of own) members.delete(name);
  for (const [name, written] of Object.entries(typesOf)) {
    const found = follow(written.type);
    const isSure = written.isThere && found?.isThere;
    members.set(name, found?.type === undefined ? undefined : { type: found.type, ...(isSure && { isThere: isSure }) });
  }
  const known = [...members].flatMap(([name, found]) => (found === undefined ? [] : [[name, found]]));
  return {
    ...(meant?.type !== undefined && { type: meant.type, ...(isThere && meant.isThere && { isThere }) }),
    ...(known.length > 0 && { typesOf: Object.fromEntries(known) }),
  };
}
