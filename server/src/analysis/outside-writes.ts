import type { Modules } from "./exports.ts";
import type { FileFacts } from "./facts/facts.ts";
import { memberChanges } from "./facts/member-changes.ts";
import { shapeOf } from "./facts/shape.ts";
import { writesOutside } from "./facts/writes.ts";
import { type HandedWrite, handedWrites } from "./handed-writes.ts";
import { importedAs, placeOf } from "./import-places.ts";

/** A member of something that a file exports, to which another file writes: `state.provider = …`. */
export interface OutsideWrite {
  exported: string;
  /** The members on the way from there. */
  path: readonly string[];
  /** Undefined where any may be written: `state[key] = …`. */
  member: string | undefined;
}

type Files = Pick<Modules, "facts" | "resolve"> & { relevant(): ReadonlySet<string> };

/** To which members of a file's exports other files write: who reads them may find another value than the file has given them. */
export class OutsideWrites {
  readonly #files: Files;
  /** Of each file that writes to what it imports, also where that is not there now; undefined until somebody asks. */
  #written: WrittenByFile | undefined;
  /** Of each file that gives what it imports to functions that write to it. */
  #handed: WrittenByFile = new Map();
  /** The files, with their shapes, that had a say in which functions these are and what that is. */
  readonly #consulted = new Map<string, string>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Sorted, so that it does not depend on which file was read first. */
  to(file: string): OutsideWrite[] {
    this.#written ??= this.#findAll();
    const found = [this.#written, this.#handed].flatMap((it) => [...it.values()].flat()).filter(({ declaring }) => declaring === file);
    const byKey = new Map(found.map((it) => [keyOf(it), it]));
    return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
  }

  /** After some files have changed, or any import may mean another one. Gives the files to whose exports others write other members than before. */
  refresh(changed: Iterable<string>, importsChanged: boolean): string[] {
    if (!this.#written) return [];
    const files = new Set(changed);
    const before = keysOf(this.#written, this.#handed);
    // Others may come through one that has changed.
    this.#written = this.#find(importsChanged ? this.#files.relevant() : new Set([...this.#written.keys(), ...files]));
    this.#handed = importsChanged || this.#haveOtherShapes(files) ? this.#findHanded(this.#files.relevant()) : this.#findHandedAnew(files);
    const now = keysOf(this.#written, this.#handed);
    const differ = [...before.keys(), ...now.keys()].filter((key) => before.has(key) !== now.has(key));
    return [...new Set(differ.flatMap((key) => before.get(key) ?? now.get(key) ?? []))];
  }

  forget(): void {
    this.#written = undefined;
  }

  #findAll(): WrittenByFile {
    const files = [...this.#files.relevant()];
    this.#handed = this.#findHanded(files);
    return this.#find(files);
  }

  #find(writers: Iterable<string>): WrittenByFile {
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
    const written = [...named, ...unnamed].filter(({ root: [local] }) => local !== undefined && importedAs(facts, local));
    return written.length === 0 ? undefined : writtenBy(this.#files, file, facts, written);
  }

  #haveOtherShapes(files: Iterable<string>): boolean {
    return [...files].some((file) => {
      const before = this.#consulted.get(file);
      const facts = before === undefined ? undefined : this.#files.facts(file);
      return before !== undefined && before !== (facts ? shapeOf(facts) : "");
    });
  }

  #findHandedAnew(changed: ReadonlySet<string>): WrittenByFile {
    const relevant = this.#files.relevant();
    const found = new Map([...this.#handed].filter(([file]) => !changed.has(file)));
    this.#addHanded(
      found,
      [...changed].filter((file) => relevant.has(file)),
    );
    return found;
  }

  #findHanded(files: Iterable<string>): WrittenByFile {
    this.#consulted.clear();
    const found = new Map<string, readonly Written[]>();
    this.#addHanded(found, files);
    return found;
  }

  #addHanded(found: Map<string, readonly Written[]>, givers: Iterable<string>): void {
    const consulted = new Set<string>();
    for (const giver of givers) {
      const files: Pick<Modules, "facts" | "resolve"> = {
        facts: (file) => {
          if (file !== giver) consulted.add(file);
          return this.#files.facts(file);
        },
        resolve: (specifier, from) => this.#files.resolve(specifier, from),
      };
      const facts = this.#files.facts(giver);
      const own = facts ? writtenBy(files, giver, facts, handedWrites(files, giver, facts)) : [];
      if (own.length > 0) found.set(giver, own);
    }
    for (const file of consulted) {
      const facts = this.#files.facts(file);
      this.#consulted.set(file, facts ? shapeOf(facts) : "");
    }
  }
}

type WrittenByFile = ReadonlyMap<string, readonly Written[]>;

/** What is written, by a file or on its behalf, of what other files export. */
function writtenBy(files: Pick<Modules, "facts" | "resolve">, file: string, facts: FileFacts, writes: readonly HandedWrite[]): Written[] {
  return writes.flatMap(({ root: [local, ...path], member }) => {
    const imported = local === undefined ? undefined : importedAs(facts, local);
    const place = imported && placeOf(files, imported.specifier, file, [...imported.names, ...path]);
    return place && place.declaring !== file ? [{ ...place, member }] : [];
  });
}

interface Written extends OutsideWrite {
  declaring: string;
}

const keyOf = ({ exported, path, member = "*" }: OutsideWrite): string => [exported, ...path, member].join(".");

/** Which file each write is to, by what tells writes apart. */
const keysOf = (...written: readonly WrittenByFile[]): Map<string, string> =>
  new Map(written.flatMap((it) => [...it.values()].flat()).map((it) => [`${keyOf(it)} ${it.declaring}`, it.declaring]));
