import type { Modules } from "./exports.ts";
import { type Expression, type FileFacts, type Pattern, WHOLE_MODULE } from "./facts/facts.ts";
import { memberChanges } from "./facts/member-changes.ts";
import { parameterWrites } from "./facts/parameter-writes.ts";
import { writesOutside } from "./facts/writes.ts";
import { namesOn } from "./facts/written.ts";

/** A member of something that a file exports, to which another file writes: `state.provider = …`. */
export interface OutsideWrite {
  exported: string;
  /** The members on the way from there. */
  path: readonly string[];
  /** Undefined where any may be written: `state[key] = …`. */
  member: string | undefined;
}

type Files = Pick<Modules, "facts" | "resolve"> & { relevant(): Iterable<string> };

/** To which members of a file's exports other files write: who reads them may find another value than the file has given them. */
export class OutsideWrites {
  readonly #files: Files;
  /** Of each file that writes to what it imports, also where that is not there now; undefined until somebody asks. */
  #written: Map<string, readonly Written[]> | undefined;

  constructor(files: Files) {
    this.#files = files;
  }

  /** Sorted, so that it does not depend on which file was read first. */
  to(file: string): OutsideWrite[] {
    this.#written ??= this.#find(this.#files.relevant());
    const found = [...this.#written.values()].flat().filter(({ declaring }) => declaring === file);
    const byKey = new Map(found.map((it) => [keyOf(it), it]));
    return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
  }

  /** After some files have changed, or any import may mean another one. Gives the files to whose exports others write other members than before. */
  refresh(changed: Iterable<string>, importsChanged: boolean): string[] {
    const before = this.#written;
    if (!before) return [];
    // Others may come through one that has changed.
    this.#written = this.#find(importsChanged ? this.#files.relevant() : new Set([...before.keys(), ...changed]));
    const [old, now] = [keysOf(before), keysOf(this.#written)];
    const differ = [...old.keys(), ...now.keys()].filter((key) => old.has(key) !== now.has(key));
    return [...new Set(differ.flatMap((key) => old.get(key) ?? now.get(key) ?? []))];
  }

  forget(): void {
    this.#written = undefined;
  }

  #find(writers: Iterable<string>): Map<string, readonly Written[]> {
    const found = new Map<string, readonly Written[]>();
    for (const writer of writers) {
      const facts = this.#files.facts(writer);
      const own = facts && this.#writesIn(writer, facts);
      if (own) found.set(writer, own);
    }
    return found;
  }

  /** Undefined of a file that writes to nothing that it imports. */
  #writesIn(file: string, facts: FileFacts): Written[] | undefined {
    // Hardly any file does, and what all others mention is not gathered for this.
    if (!facts.sections.some(({ writesMembers }) => writesMembers)) return undefined;
    const named = writesOutside(facts.body).map(({ name, root = [] }) => ({ member: name, root }));
    const unnamed = memberChanges(facts.body).flatMap(({ root, path, isUnnamed }) =>
      isUnnamed && typeof root === "string" ? [{ member: undefined, root: [root, ...path] }] : [],
    );
    const written = [...named, ...unnamed, ...parameterWrites(facts)].flatMap(({ member, root: [local, ...path] }) => {
      const imported = local === undefined ? undefined : importedAs(facts, local);
      return imported ? [{ specifier: imported.specifier, names: [...imported.names, ...path], member }] : [];
    });
    if (written.length === 0) return undefined;
    return written.flatMap(({ specifier, names, member }) => {
      const place = this.#placeOf(specifier, file, names, new Set());
      return place && place.declaring !== file ? [{ ...place, member }] : [];
    });
  }

  /** The file that declares what is reached from a module by some names, the name under which it exports that, and the names from there. */
  #placeOf(specifier: string, from: string, names: readonly string[], seen: ReadonlySet<string>): Place | undefined {
    const file = this.#files.resolve(specifier, from);
    const facts = file === undefined || seen.has(file) ? undefined : this.#files.facts(file);
    if (file === undefined || !facts) return undefined;
    const passed = new Set([...seen, file]);
    const isWhole = facts.exports.some((it) => it.kind === "local" && it.exported === WHOLE_MODULE);
    const [first, ...others] = names;
    const [exported, ...path] = first === "*" && !isWhole ? others : names;
    if (exported === undefined) return undefined;
    const fact = facts.exports.find((it) => it.kind !== "star" && it.exported === exported);
    if (fact?.kind === "from") return this.#placeOf(fact.specifier, file, [fact.imported, ...path], passed);
    if (fact?.kind === "local") {
      const imported = importedAs(facts, fact.local);
      if (imported) return this.#placeOf(imported.specifier, file, [...imported.names, ...path], passed);
      return { declaring: file, exported, path };
    }
    // The module has something in the place of its exports.
    if (isWhole)
      return { declaring: file, exported: WHOLE_MODULE, path: exported === "*" || exported === "default" ? path : [exported, ...path] };
    for (const star of facts.exports) {
      const found = star.kind === "star" ? this.#placeOf(star.specifier, file, [exported, ...path], passed) : undefined;
      if (found) return found;
    }
    return undefined;
  }
}

interface Place extends Omit<OutsideWrite, "member"> {
  declaring: string;
}

/** What a name of a file's top level is imported as, and its members from there: also of a variable that is given what is imported or required. */
function importedAs(facts: FileFacts, local: string, seen: ReadonlySet<string> = new Set()): Imported | undefined {
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

interface Written extends OutsideWrite {
  declaring: string;
}

const keyOf = ({ exported, path, member = "*" }: OutsideWrite): string => [exported, ...path, member].join(".");

/** Which file each write is to, by what tells writes apart. */
const keysOf = (written: ReadonlyMap<string, readonly Written[]>): Map<string, string> =>
  new Map([...written.values()].flat().map((it) => [`${keyOf(it)} ${it.declaring}`, it.declaring]));
