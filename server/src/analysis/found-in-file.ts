import type { FileFacts } from "./facts/facts.ts";

/**
 * What was found in a file, whoever asks for it: every run that reaches a file asks for its diagnostics again, and the file is mostly what it was.
 * While the text cannot be read, it is another than that of the facts.
 */
export class FoundInFile<Finding> {
  readonly #known = new WeakMap<FileFacts, { text: string; found: Finding }>();

  /** What is known of a file with these facts and this text, else what `find` finds out. It must depend on nothing else. */
  of(facts: FileFacts, text: string, find: () => Finding): Finding {
    const known = this.#known.get(facts);
    if (known?.text === text) return known.found;
    const found = find();
    this.#known.set(facts, { text, found });
    return found;
  }
}
