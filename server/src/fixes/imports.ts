import type { ImportBinding, ImportFact } from "../analysis/facts/facts.ts";
import { mentionsOf } from "../analysis/facts/mentions.ts";
import { declaredNamesOf } from "../analysis/facts/names.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { indentOf, itemsBehind, newlineOf, quoteOf, type TextEdit } from "./text-edits.ts";

/** How a file can name classes of Glacier, and the import edits that this takes. */
export class ImportPlan {
  readonly #source: SourceView;
  readonly #file: string;
  readonly #added: string[] = [];
  /** Classes that are imported as types so far. */
  readonly #untyped: string[] = [];
  readonly #imports: readonly ImportFact[];

  constructor(source: SourceView, file: string) {
    this.#source = source;
    this.#file = file;
    this.#imports = source.facts(file)?.imports ?? [];
  }

  /** The name of a class as the file can write it; undefined where the name means something else there, or the file has no import to add it to. */
  nameOf(className: string): string | undefined {
    for (const { binding } of this.#glacierBindings()) if (binding.imported === className && !binding.typeOnly) return binding.local;
    const namespace = this.#glacierBindings().find(
      ({ fact, binding }) => binding.imported === "*" && !binding.typeOnly && fact.specifier === CONFIG_ENTRY,
    );
    if (namespace && !this.#bestImport()) return `${namespace.binding.local}.${className}`;
    const typed = this.#glacierBindings().find(({ binding }) => binding.imported === className && binding.local === className);
    if (!this.#canImport() || (!typed && this.#isTaken(className))) return undefined;
    const list = typed ? this.#untyped : this.#added;
    if (!list.includes(className)) list.push(className);
    return className;
  }

  /** The edits. A class that is not used any more after `replaced` parts of the text are gone gives its place in the import to one that is added. */
  edits(replaced: { className: string; start: number; end: number } | undefined): TextEdit[] {
    const added = [...this.#added];
    const edits: TextEdit[] = [];
    for (const className of this.#untyped) {
      const { edit, isGone } = this.#importAsValue(className);
      edits.push(edit);
      if (isGone) added.push(className);
    }
    const unused = replaced && this.#onlyUse(replaced);
    if (unused) {
      const { start, end } = this.#offsets(unused.node);
      const next = added.shift();
      edits.push(next === undefined ? this.#removal(unused) : { file: this.#file, start, end, newText: next });
    }
    if (added.length > 0) edits.push(...this.#insertions(added));
    return edits;
  }

  /** A file that gets Glacier by `require()` may be one in which an import declaration is a syntax error. */
  #canImport(): boolean {
    return this.#imports.length > 0 || !this.#source.facts(this.#file)?.requests.some(isGlacierSpecifier);
  }

  #isTaken(name: string): boolean {
    const facts = this.#source.facts(this.#file);
    if (!facts || declaresType(this.#source.text(this.#file), name)) return true;
    return declaredNamesOf(facts).has(name) || facts.body.some((statement) => mentionsOf(statement).declared.has(name));
  }

  /** Takes the word `type` from a class that so far is imported as a type only; the class out of the import, where other types are in it. */
  #importAsValue(className: string): { edit: TextEdit; isGone: boolean } {
    const found = this.#glacierBindings().find(({ binding }) => binding.imported === className && binding.local === className);
    const { fact, binding } = found ?? { fact: undefined, binding: undefined };
    if (!fact || !binding) throw new Error(`${className} is not imported as a type.`);
    const text = this.#source.text(this.#file);
    for (const [node, pattern] of [
      [binding.node, /^type\s+/],
      [fact.node, /(?<=^import\s+)type\s+/],
    ] as const) {
      const { start, end } = this.#offsets(node);
      const word = pattern.exec(text.slice(start, end));
      if (word && (node === binding.node || fact.bindings.length === 1))
        return {
          edit: { file: this.#file, start: start + word.index, end: start + word.index + word[0].length, newText: "" },
          isGone: false,
        };
    }
    return { edit: this.#removal(binding), isGone: true };
  }

  #glacierBindings(): { fact: ImportFact; binding: ImportBinding }[] {
    return this.#imports.filter(isGlacier).flatMap((fact) => fact.bindings.map((binding) => ({ fact, binding })));
  }

  #onlyUse({ className, start, end }: { className: string; start: number; end: number }): ImportBinding | undefined {
    const binding = this.#glacierBindings().find(({ binding: it }) => it.imported === className)?.binding;
    if (!binding) return undefined;
    const own = this.#offsets(binding.node);
    const text = this.#source.text(this.#file);
    const uses = [...text.matchAll(new RegExp(`(?<![\\w$])${binding.local.replaceAll("$", "\\$")}(?![\\w$])`, "g"))].map(
      (match) => match.index,
    );
    const isElsewhere = uses.some((at) => !(own.start <= at && at < own.end) && !(start <= at && at < end));
    return isElsewhere ? undefined : binding;
  }

  /** Takes a name out of its braces, or the whole import where it is the only name. */
  #removal(binding: ImportBinding): TextEdit {
    const fact = this.#imports.find(({ bindings }) => bindings.includes(binding));
    const text = this.#source.text(this.#file);
    const named = fact?.bindings ?? [];
    const index = named.indexOf(binding);
    const { start, end } = this.#offsets(binding.node);
    const [previous, next] = [named[index - 1], named[index + 1]];
    if (next) return { file: this.#file, start, end: this.#offsets(next.node).start, newText: "" };
    if (previous) return { file: this.#file, start: this.#offsets(previous.node).end, end, newText: "" };
    const whole = this.#offsets(fact?.node ?? binding.node);
    const lineEnd = /^[ \t]*\r?\n/.exec(text.slice(whole.end))?.[0].length ?? 0;
    return { file: this.#file, start: whole.start, end: whole.end + lineEnd, newText: "" };
  }

  #insertions(names: readonly string[]): TextEdit[] {
    const target = this.#bestImport();
    if (target) {
      const places = [...Map.groupBy(names, (name) => placeOf(name, target))];
      return places.flatMap(([index, together]) => this.#insertInto(target, index, together));
    }
    const text = this.#source.text(this.#file);
    const quote = quoteOf(text);
    const newline = newlineOf(text);
    const previous = this.#imports.at(-1);
    const { start, end } = previous ? this.#offsets(previous.node) : { start: 0, end: /^#!.*(?:\r?\n)?/.exec(text)?.[0].length ?? 0 };
    const semicolon = previous && !text.slice(start, end).endsWith(";") ? "" : ";";
    const line = `import { ${names.join(", ")} } from ${quote}${CONFIG_ENTRY}${quote}${semicolon}`;
    const at = end + (previous ? (COMMENT_BEHIND.exec(text.slice(end))?.[0].length ?? 0) : 0);
    return [{ file: this.#file, start: at, end: at, newText: previous ? `${newline}${line}` : `${line}${newline}` }];
  }

  /** Adds names before the one at `index`, or behind the last; each on a line of its own where the others are. */
  #insertInto({ bindings }: ImportFact, index: number, names: readonly string[]): TextEdit[] {
    const text = this.#source.text(this.#file);
    const [next, previous] = [bindings[index], bindings[index - 1]];
    if (next && !previous) {
      const { start } = this.#offsets(next.node);
      const indent = indentOf(text, start);
      const separator = indent === undefined ? ", " : `,${newlineOf(text)}${indent}`;
      return [{ file: this.#file, start, end: start, newText: names.map((name) => `${name}${separator}`).join("") }];
    }
    if (!previous) return [];
    return itemsBehind(text, this.#offsets(previous.node), names, next !== undefined).map((edit) => ({ file: this.#file, ...edit }));
  }

  /** The import of named values that config classes come from. */
  #bestImport(): ImportFact | undefined {
    return this.#imports.find(
      ({ specifier, bindings }) =>
        specifier === CONFIG_ENTRY &&
        bindings.every(({ imported }) => imported !== "*" && imported !== "default") &&
        bindings.some(({ typeOnly }) => !typeOnly),
    );
  }

  #offsets(node: number): { start: number; end: number } {
    return this.#source.offsets({ file: this.#file, node });
  }
}

const CONFIG_ENTRY = "@glacier/core/config";

export const isGlacierSpecifier = (specifier: string): boolean => specifier === "@glacier/core" || specifier.startsWith("@glacier/core/");

const isGlacier = ({ specifier }: ImportFact): boolean => isGlacierSpecifier(specifier);

/** Whether a text declares a name that is no value, or may be none: the facts do not hold it, yet an import of that name clashes with it. */
const declaresType = (text: string, name: string): boolean =>
  new RegExp(
    `(?:^|[;{}])[ \\t]*(?:(?:export|default|declare|const)\\s+)*(?:(?:interface|enum|namespace|module)\\s+${name}\\b|type\\s+${name}\\s*[=<])`,
    "m",
  ).test(text);

/** Before which of an import's names a new one goes: in a sorted list to its place, in any other to the end. */
function placeOf(name: string, { bindings }: ImportFact): number {
  const isSorted = bindings.every(({ imported }, index) => index === 0 || (bindings[index - 1]?.imported ?? "") <= imported);
  const larger = isSorted && bindings.length > 1 ? bindings.findIndex(({ imported }) => imported > name) : -1;
  return larger < 0 ? bindings.length : larger;
}

/** What may stand behind a statement and still belong to its line. */
const COMMENT_BEHIND = /^[ \t]*\/\/[^\r\n]*/;
