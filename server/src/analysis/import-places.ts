import type { Modules } from "./exports.ts";
import { type Expression, type FileFacts, type Pattern, WHOLE_MODULE } from "./facts/facts.ts";
import { namesOn } from "./facts/written.ts";

type Files = Pick<Modules, "facts" | "resolve">;

/** Something that a file exports, or what is reached from there. */
export interface Place {
  declaring: string;
  exported: string;
  /** The members on the way. */
  path: readonly string[];
}

/** The file that declares what is reached from a module by some names, the name under which it exports that, and the names from there. */
export function placeOf(
  files: Files,
  specifier: string,
  from: string,
  names: readonly string[],
  seen: ReadonlySet<string> = new Set(),
): Place | undefined {
  const file = files.resolve(specifier, from);
  const facts = file === undefined || seen.has(file) ? undefined : files.facts(file);
  if (file === undefined || !facts) return undefined;
  const passed = new Set([...seen, file]);
  const isWhole = facts.exports.some((it) => it.kind === "local" && it.exported === WHOLE_MODULE);
  const [first, ...others] = names;
  const [exported, ...path] = first === "*" && !isWhole ? others : names;
  if (exported === undefined) return undefined;
  const fact = facts.exports.find((it) => it.kind !== "star" && it.exported === exported);
  if (fact?.kind === "from") return placeOf(files, fact.specifier, file, [fact.imported, ...path], passed);
  if (fact?.kind === "local") {
    const imported = importedAs(facts, fact.local);
    if (imported) return placeOf(files, imported.specifier, file, [...imported.names, ...path], passed);
    return { declaring: file, exported, path };
  }
  // The module has something in the place of its exports.
  if (isWhole)
    return { declaring: file, exported: WHOLE_MODULE, path: exported === "*" || exported === "default" ? path : [exported, ...path] };
  for (const star of facts.exports) {
    const found = star.kind === "star" ? placeOf(files, star.specifier, file, [exported, ...path], passed) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** What a name of a file's top level is imported as, and its members from there: also of a variable that is given what is imported or required. */
export function importedAs(facts: FileFacts, local: string, seen: ReadonlySet<string> = new Set()): Imported | undefined {
  for (const { specifier, bindings } of facts.imports) {
    const binding = bindings.find((it) => it.local === local);
    if (binding) return { specifier, names: [binding.imported] };
  }
  for (const { target, value } of facts.body.flatMap((it) => (it.kind === "variables" ? it.declarations : []))) {
    const taken = takenBy(target, local);
    const given = taken && value && givenBy(facts, value, new Set([...seen, local]), seen.has(local));
    if (given) return { ...given, names: [...given.names, ...taken] };
  }
  return undefined;
}

interface Imported {
  specifier: string;
  names: readonly string[];
}

/** The members that a declaration takes for a name of what it is given. */
function takenBy(target: Pattern, local: string): string[] | undefined {
  if (target.kind === "bind") return target.name === local ? [] : undefined;
  const properties = target.kind === "object-pattern" ? target.properties : [];
  const taken = properties.find((it) => it.target.kind === "bind" && it.target.name === local);
  return typeof taken?.key === "string" ? [taken.key] : undefined;
}

/** `isOfItself`: half-typed code may make a variable of itself. */
function givenBy(facts: FileFacts, value: Expression, seen: ReadonlySet<string>, isOfItself: boolean): Imported | undefined {
  if (value.kind === "call" && value.callee.kind === "name" && value.callee.name === "require") {
    const [named] = value.arguments;
    return named?.kind === "literal" && typeof named.value === "string" ? { specifier: named.value, names: ["*"] } : undefined;
  }
  const [first, ...path] = namesOn(value) ?? [];
  const imported = first === undefined || isOfItself ? undefined : importedAs(facts, first, seen);
  return imported && { ...imported, names: [...imported.names, ...path] };
}
