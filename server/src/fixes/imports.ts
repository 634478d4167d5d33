import { isConfigClassName } from "@glacier/core/config";
import type { SourceView } from "../analysis/source-view.ts";
import { type Binding, type Declaration, declarationsOf, isNamed, namesOf } from "./declared-imports.ts";
import { isTaken, placesOf } from "./names-in-text.ts";
import { removedItems } from "./removed-items.ts";
import { indentOf, itemsBehind, newlineOf, quoteOf, type TextEdit } from "./text-edits.ts";

/** How a file can name classes of Glacier, and the import edits that this takes. */
export class ImportPlan {
  readonly #source: SourceView;
  readonly #file: string;
  /** By the module that they come from. */
  readonly #added = new Map<string, string[]>();
  /** Classes that are imported as types so far. */
  readonly #untyped: string[] = [];
  /** Classes that come in as types. */
  readonly #types: string[] = [];
  /** Modules as a whole by whose names classes are written. */
  readonly #namespaces = new Set<string>();
  readonly #declarations: readonly Declaration[];

  constructor(source: SourceView, file: string) {
    this.#source = source;
    this.#file = file;
    this.#declarations = declarationsOf(source, file);
  }

  /** The name of a class as the file can write it; undefined where the name means something else there. */
  nameOf(className: string): string | undefined {
    const entry = entryOf(className);
    const known = this.#glacierBindings().find(({ binding }) => binding.imported === className && !binding.typeOnly);
    if (known) return known.binding.local;
    const namespace = this.#glacierBindings().find(
      ({ declaration, binding }) => binding.imported === "*" && !binding.typeOnly && declaration.specifier === entry,
    );
    if (namespace && !this.#bestDeclaration(entry)) {
      this.#namespaces.add(namespace.binding.local);
      return `${namespace.binding.local}.${className}`;
    }
    const typed = this.#typed(className);
    if (!typed && isTaken(this.#source, this.#file, className)) return undefined;
    const list = typed ? this.#untyped : (this.#added.get(entry) ?? []);
    if (!typed) this.#added.set(entry, list);
    if (!list.includes(className)) list.push(className);
    return className;
  }

  /** The name of a class where only its type is meant, which may be imported as that alone. */
  typeNameOf(className: string): string | undefined {
    const entry = entryOf(className);
    const bindings = this.#glacierBindings();
    const known = bindings.find(({ binding }) => binding.imported === className);
    if (known) return known.binding.local;
    const namespace = bindings.find(({ declaration, binding }) => binding.imported === "*" && declaration.specifier === entry);
    if (this.#bestDeclaration(entry)) return this.nameOf(className);
    if (namespace) return `${namespace.binding.local}.${className}`;
    const isOfTypes = bindings.every(({ binding }) => binding.typeOnly);
    if (!isOfTypes && !this.#listOf(entry)) return this.nameOf(className);
    if (isTaken(this.#source, this.#file, className)) return undefined;
    this.#types.push(className);
    return className;
  }

  /**
   * The edits. A class that is not used any more after `replaced` parts of the text are gone gives its place in the import to one that is added
   * from the same module.
   */
  edits(replaced: Replaced | undefined): TextEdit[] {
    const added = new Map([...this.#added].map(([entry, names]) => [entry, [...names]]));
    const edits: TextEdit[] = [];
    for (const className of this.#untyped) {
      const { edit, isGone } = this.#importAsValue(className);
      if (edit) edits.push(edit);
      if (isGone) added.set(entryOf(className), [...(added.get(entryOf(className)) ?? []), className]);
    }
    const unused = replaced && this.#onlyUse(replaced);
    const next = unused && isNamed(unused.binding) ? added.get(unused.declaration.specifier)?.shift() : undefined;
    if (unused && next !== undefined) edits.push({ file: this.#file, start: unused.binding.start, end: unused.binding.end, newText: next });
    const removal = unused && next === undefined ? this.#removal(unused) : undefined;
    if (removal) edits.push({ ...removal, tidies: true });
    for (const className of this.#types) {
      const entry = entryOf(className);
      const target = this.#listOf(entry);
      edits.push(
        ...(target ? this.#insertInto(target, placeOf(className, target), [className]) : [this.#newLine(entry, [className], "type ")]),
      );
    }
    for (const [entry, names] of added) {
      const target = this.#bestDeclaration(entry);
      if (names.length === 0) continue;
      if (!target) edits.push(this.#newLine(entry, names));
      else
        for (const [index, together] of Map.groupBy(names, (name) => placeOf(name, target)))
          edits.push(...this.#insertInto(target, index, together));
    }
    return edits;
  }

  #typed(className: string): { declaration: Declaration; binding: Binding } | undefined {
    return this.#glacierBindings().find(({ binding }) => binding.imported === className && binding.local === className);
  }

  /** Takes the word `type` from a class that so far is imported as a type only; the class out of the import, where other types are in it. */
  #importAsValue(className: string): { edit: TextEdit | undefined; isGone: boolean } {
    const found = this.#typed(className);
    if (!found) throw new Error(`${className} is not imported as a type.`);
    const { declaration, binding } = found;
    const text = this.#source.text(this.#file);
    for (const [{ start, end }, pattern] of [
      [binding, /^type\s+/],
      [declaration, /(?<=^import\s+)type\s+/],
    ] as const) {
      const word = pattern.exec(text.slice(start, end));
      if (word && (start === binding.start || declaration.bindings.length === 1))
        return {
          edit: { file: this.#file, start: start + word.index, end: start + word.index + word[0].length, newText: "" },
          isGone: false,
        };
    }
    return { edit: this.#removal(found), isGone: true };
  }

  #glacierBindings(): { declaration: Declaration; binding: Binding }[] {
    return this.#declarations
      .filter(({ specifier }) => isGlacierSpecifier(specifier))
      .flatMap((declaration) => declaration.bindings.map((binding) => ({ declaration, binding })));
  }

  #onlyUse({ className, start, end, others = [] }: Replaced): { declaration: Declaration; binding: Binding } | undefined {
    const places = [{ start, end }, ...others];
    const isReplaced = (at: number): boolean => places.some((place) => place.start <= at && at < place.end);
    const usesOf = ({ binding: own }: { binding: Binding }): number[] =>
      placesOf(this.#source, this.#file, own.local).filter((at) => !(own.start <= at && at < own.end));
    const found =
      this.#glacierBindings().find(({ binding: it }) => it.imported === className) ??
      this.#glacierBindings().find((it) => it.binding.imported === "*" && usesOf(it).some(isReplaced));
    if (!found || this.#namespaces.has(found.binding.local)) return undefined;
    return usesOf(found).every(isReplaced) ? found : undefined;
  }

  /** Takes a name out of its braces, or the whole import where it is the only name. Undefined for the last one in braces behind a default import. */
  #removal({ declaration, binding }: { declaration: Declaration; binding: Binding }): TextEdit | undefined {
    const text = this.#source.text(this.#file);
    const names = namesOf(declaration);
    if (names.length > 1) {
      const [place] = removedItems(text, names, (index) => names[index] !== binding) ?? [];
      return place && { file: this.#file, ...place, newText: "" };
    }
    if (declaration.bindings.length > 1) return undefined;
    const lineEnd = /^[ \t]*\r?\n/.exec(text.slice(declaration.end))?.[0].length ?? 0;
    return { file: this.#file, start: declaration.start, end: declaration.end + lineEnd, newText: "" };
  }

  /** A declaration of its own, behind the last one, else at the top. */
  #newLine(entry: string, names: readonly string[], word = ""): TextEdit {
    const text = this.#source.text(this.#file);
    const newline = newlineOf(text);
    const line = this.#line(entry, names, word);
    const previous = this.#isCommonJs() ? this.#lastRequire() : this.#declarations.findLast(({ isRequire }) => !isRequire);
    if (!previous) {
      const start = /^#!.*(?:\r?\n)?/.exec(text)?.[0].length ?? 0;
      return { file: this.#file, start, end: start, newText: `${line}${newline}` };
    }
    const at = previous.end + (REST_OF_LINE.exec(text.slice(previous.end))?.[0].length ?? 0);
    return { file: this.#file, start: at, end: at, newText: text[at - 1] === "\n" ? `${line}${newline}` : `${newline}${line}` };
  }

  #isCommonJs(): boolean {
    return this.#declarations.length > 0 && this.#declarations.every(({ isRequire }) => isRequire);
  }

  /** The last one before any other code: below that, a constant might come too late. */
  #lastRequire(): Declaration | undefined {
    const { body = [] } = this.#source.facts(this.#file) ?? {};
    const starts = body.flatMap((statement) =>
      statement.kind === "expression" && statement.value.kind === "literal"
        ? []
        : [this.#source.offsets({ file: this.#file, node: statement.node }).start],
    );
    const firstCode = starts.find((start) => !this.#declarations.some((declaration) => declaration.start === start));
    return this.#declarations.findLast(({ start }) => start < (firstCode ?? Number.POSITIVE_INFINITY)) ?? this.#declarations[0];
  }

  /** In the file's own manner: a file that gets Glacier by `require()` may be one in which an import declaration is a syntax error. */
  #line(entry: string, names: readonly string[], word: string): string {
    const text = this.#source.text(this.#file);
    const isRequire = this.#isCommonJs();
    const quote = isRequire ? (/\brequire\(\s*(["'])/.exec(text)?.[1] ?? '"') : quoteOf(text);
    const previous = this.#declarations.at(-1);
    const semicolon = previous && !text.slice(previous.start, previous.end).endsWith(";") ? "" : ";";
    const list = names.toSorted().join(", ");
    const module = `${quote}${entry}${quote}`;
    return isRequire ? `const { ${list} } = require(${module})${semicolon}` : `import ${word}{ ${list} } from ${module}${semicolon}`;
  }

  /** Adds names before the one at `index`, or behind the last; each on a line of its own where the others are. */
  #insertInto({ bindings }: Declaration, index: number, names: readonly string[]): TextEdit[] {
    const text = this.#source.text(this.#file);
    const [next, previous] = [bindings[index], bindings[index - 1]];
    if (next && !previous) {
      const { start } = next;
      const indent = indentOf(text, start);
      const separator = indent === undefined ? ", " : `,${newlineOf(text)}${indent}`;
      return [{ file: this.#file, start, end: start, newText: names.map((name) => `${name}${separator}`).join("") }];
    }
    if (!previous) return [];
    return itemsBehind(text, previous, names, next !== undefined).map((edit) => ({ file: this.#file, ...edit }));
  }

  /** The import of names of a module, even if they are all types. */
  #listOf(entry: string): Declaration | undefined {
    return this.#declarations.find(({ specifier, bindings }) => specifier === entry && bindings.length > 0 && bindings.every(isNamed));
  }

  /** The import of named values that classes of a module come from. */
  #bestDeclaration(entry: string): Declaration | undefined {
    return this.#declarations.find(
      ({ specifier, bindings }) => specifier === entry && bindings.every(isNamed) && bindings.some(({ typeOnly }) => !typeOnly),
    );
  }
}

/** The parts of a text in whose place a class is not written any more; `others` are those beside the first. */
interface Replaced {
  className: string;
  start: number;
  end: number;
  others?: readonly { start: number; end: number }[];
}

/** The module that exports a class. */
const entryOf = (className: string): string => (isConfigClassName(className) ? "@glacier/core/config" : "@glacier/core");

export const isGlacierSpecifier = (specifier: string): boolean => specifier === "@glacier/core" || specifier.startsWith("@glacier/core/");

/** Before which of an import's names a new one goes: in a sorted list to its place, in any other to the end. */
function placeOf(name: string, { bindings }: Declaration): number {
  const isSorted = bindings.every(({ imported }, index) => index === 0 || (bindings[index - 1]?.imported ?? "") <= imported);
  const larger = isSorted && bindings.length > 1 ? bindings.findIndex(({ imported }) => imported > name) : -1;
  return larger < 0 ? bindings.length : larger;
}

/** What may stand behind a statement and still belong to its line. */
const REST_OF_LINE = /^[ \t]*(?:\/\/[^\r\n]*)?(?:\r?\n)?/;
