import type { FileFacts } from "../analysis/facts/facts.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** What is known of a file's text as it is now: every fix of a file asks the same, and a file may have thousands. */
export class OfText<Finding> {
  readonly #known = new WeakMap<FileFacts, { text: string; finding: Finding }>();
  readonly #find: (source: SourceView, file: string) => Finding;

  constructor(find: (source: SourceView, file: string) => Finding) {
    this.#find = find;
  }

  get(source: SourceView, file: string): Finding {
    const facts = source.facts(file);
    const text = source.text(file);
    const known = facts && this.#known.get(facts);
    // While somebody types, the last good facts belong to one text after the other.
    if (known?.text === text) return known.finding;
    const finding = this.#find(source, file);
    if (facts) this.#known.set(facts, { text, finding });
    return finding;
  }
}
