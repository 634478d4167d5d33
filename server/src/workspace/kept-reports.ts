import type { Diagnostic } from "../analysis/diagnostic.ts";

/** What the diagnostics of a file are made of, besides the files whose texts and facts are looked at on the way. */
export interface Ingredients {
  /** What happens in the file, list by list; compared by identity. */
  observations: readonly unknown[];
  /** Whatever else counts; compared by identity. */
  others: readonly unknown[];
}

/** What was looked at for the diagnostics of a file. */
export interface Looks {
  /** The files, its own among them. */
  files: Set<string>;
  /** Also at the clock, which gives another answer each time. */
  asksTheTime: boolean;
}

/**
 * The diagnostics of files, each as long as all is the same that they were made of. An edit of a file that hundreds import says nothing new of most of
 * them, and this knows without looking at them: nobody has to say what an edit may have changed.
 */
export class KeptReports {
  readonly #kept = new Map<
    string,
    { diagnostics: Diagnostic[]; ingredients: Ingredients; revisions: [file: string, revision: number | undefined][] }
  >();
  readonly #revisionOf: (file: string) => number | undefined;

  /** A file's revision is another number whenever its text or its facts are others; undefined for a file that is not there. */
  constructor(revisionOf: (file: string) => number | undefined) {
    this.#revisionOf = revisionOf;
  }

  of(file: string, ingredients: Ingredients, make: (looks: Looks) => Diagnostic[]): Diagnostic[] {
    const kept = this.#kept.get(file);
    if (kept && isSame(kept.ingredients, ingredients) && kept.revisions.every(([each, revision]) => this.#revisionOf(each) === revision))
      return [...kept.diagnostics];
    const looks: Looks = { files: new Set([file]), asksTheTime: false };
    const diagnostics = make(looks);
    if (looks.asksTheTime) this.#kept.delete(file);
    else this.#kept.set(file, { diagnostics, ingredients, revisions: [...looks.files].map((each) => [each, this.#revisionOf(each)]) });
    return [...diagnostics];
  }

  /** Frees what is kept of files; of all, where none are named. */
  forget(files?: Iterable<string>): void {
    if (files) for (const file of files) this.#kept.delete(file);
    else this.#kept.clear();
  }
}

const isSame = (one: Ingredients, other: Ingredients): boolean =>
  isSameList(one.others, other.others) && isSameList(one.observations, other.observations);

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one === other || (one.length === other.length && one.every((item, index) => item === other[index]));
