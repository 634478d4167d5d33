import { FoundInFile } from "../analysis/found-in-file.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** What is known of a file's text as it is now: every fix of a file asks the same, and a file may have thousands. */
export class OfText<Finding> {
  readonly #known = new FoundInFile<Finding>();
  readonly #find: (source: SourceView, file: string) => Finding;

  constructor(find: (source: SourceView, file: string) => Finding) {
    this.#find = find;
  }

  get(source: SourceView, file: string): Finding {
    const facts = source.facts(file);
    const find = (): Finding => this.#find(source, file);
    return facts ? this.#known.of(facts, source.text(file), find) : find();
  }
}
