import type { ImportBinding, ImportFact } from "../analysis/facts/facts.ts";
import { declaredNamesOf } from "../analysis/facts/names.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { quoteOf, type TextEdit } from "./text-edits.ts";

/** How a file can name classes of Glacier, and the import edits that this takes. */
export class ImportPlan {
  readonly #source: SourceView;
  readonly #file: string;
  readonly #added: string[] = [];
  readonly #imports: readonly ImportFact[];

  constructor(source: SourceView, file: string) {
    this.#source = source;
    this.#file = file;
    this.#imports = source.facts(file)?.imports ?? [];
  }

  /** The name of a class as the file can write it; undefined where the name means something else there. */
  nameOf(className: string): string | undefined {
    for (const { binding } of this.#glacierBindings()) if (binding.imported === className && !binding.typeOnly) return binding.local;
    const namespace = this.#glacierBindings().find(
      ({ fact, binding }) => binding.imported === "*" && !binding.typeOnly && fact.specifier === CONFIG_ENTRY,
    );
    if (namespace && !this.#bestImport().target) return `${namespace.binding.local}.${className}`;
    const facts = this.#source.facts(this.#file);
    if (!facts || declaredNamesOf(facts).has(className)) return undefined;
    if (!this.#added.includes(className)) this.#added.push(className);
    return className;
  }

  /** The edits. A class that is not used any more after `replaced` parts of the text are gone gives its place in the import to one that is added. */
  edits(replaced: { className: string; start: number; end: number } | undefined): TextEdit[] {
    const added = [...this.#added];
    const edits: TextEdit[] = [];
    const unused = replaced && this.#onlyUse(replaced);
    if (unused) {
      const { start, end } = this.#offsets(unused.node);
      const next = added.shift();
      edits.push(next === undefined ? this.#removal(unused) : { file: this.#file, start, end, newText: next });
    }
    if (added.length > 0) edits.push(this.#insertion(added));
    return edits;
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

  #insertion(names: readonly string[]): TextEdit {
    const { target, bindings } = this.#bestImport();
    const text = this.#source.text(this.#file);
    const last = bindings.at(-1);
    if (target && last) {
      const beforeLast = bindings.at(-2);
      const { end } = this.#offsets(last.node);
      const separator = beforeLast ? text.slice(this.#offsets(beforeLast.node).end, this.#offsets(last.node).start) : ", ";
      return { file: this.#file, start: end, end, newText: names.map((name) => `${separator}${name}`).join("") };
    }
    const quote = quoteOf(text);
    const previous = this.#imports.at(-1);
    const end = previous ? this.#offsets(previous.node).end : 0;
    const semicolon = previous && !text.slice(this.#offsets(previous.node).start, end).endsWith(";") ? "" : ";";
    const line = `import { ${names.join(", ")} } from ${quote}${CONFIG_ENTRY}${quote}${semicolon}`;
    const newline = text.includes("\r\n") ? "\r\n" : "\n";
    return { file: this.#file, start: end, end, newText: previous ? `${newline}${line}` : `${line}${newline}` };
  }

  /** The import of named values that config classes come from. */
  #bestImport(): { target: ImportFact | undefined; bindings: ImportBinding[] } {
    const candidates = this.#imports
      .filter(isGlacier)
      .map((target) => ({
        target,
        bindings: target.bindings.filter(({ imported, typeOnly }) => imported !== "*" && imported !== "default" && !typeOnly),
      }))
      .filter(({ target, bindings }) => bindings.length > 0 && target.specifier === CONFIG_ENTRY);
    return candidates[0] ?? { target: undefined, bindings: [] };
  }

  #offsets(node: number): { start: number; end: number } {
    return this.#source.offsets({ file: this.#file, node });
  }
}

const CONFIG_ENTRY = "@glacier/core/config";

const isGlacier = ({ specifier }: ImportFact): boolean => specifier === "@glacier/core" || specifier.startsWith("@glacier/core/");
