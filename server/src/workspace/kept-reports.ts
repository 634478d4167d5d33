import type { Diagnostic } from "../analysis/diagnostic.ts";

/** What the diagnostics of a file are made of, besides the files whose texts and facts are looked at on the way. */
export interface Ingredients<Observed> {
  /** What happens in the file, list by list; compared by identity. */
  observations: readonly Observed[];
  /** Whether of a file in which nothing is worth a look nothing is either with the one list in the place of the other. */
  areAlike: (one: Observed, other: Observed) => boolean;
  /** Whatever else counts; compared by identity. */
  others: readonly unknown[];
}

/** What was looked at for the diagnostics of a file. */
export interface Looks {
  /** The files, its own among them. */
  files: Set<string>;
  /** Also at the clock, which gives another answer each time. */
  asksTheTime: boolean;
  /** Some rule found something worth a look, be it that it had nothing to say of it. */
  isWorthALook: boolean;
}

/**
 * The diagnostics of files, each as long as all is the same that they were made of. An edit of a file that hundreds import says nothing new of most of
 * them, and this knows without looking at them: nobody has to say what an edit may have changed.
 */
export class KeptReports<Observed> {
  readonly #kept = new Map<string, Kept<Observed>>();
  readonly #revisionOf: (file: string) => number | undefined;

  /** A file's revision is another number whenever its text or its facts are others; undefined for a file that is not there. */
  constructor(revisionOf: (file: string) => number | undefined) {
    this.#revisionOf = revisionOf;
  }

  of(file: string, ingredients: Ingredients<Observed>, make: (looks: Looks) => Diagnostic[]): Diagnostic[] {
    const kept = this.#kept.get(file);
    if (kept && this.#isGood(kept, ingredients)) {
      kept.ingredients = ingredients;
      return [...kept.diagnostics];
    }
    const looks: Looks = { files: new Set([file]), asksTheTime: false, isWorthALook: false };
    const diagnostics = make(looks);
    const revisions = [...looks.files].map((each): Kept<Observed>["revisions"][number] => [each, this.#revisionOf(each)]);
    if (looks.asksTheTime) this.#kept.delete(file);
    else this.#kept.set(file, { diagnostics, ingredients, revisions, isQuiet: diagnostics.length === 0 && !looks.isWorthALook });
    return [...diagnostics];
  }

  /** Frees what is kept of files; of all, where none are named. */
  forget(files?: Iterable<string>): void {
    if (files) for (const file of files) this.#kept.delete(file);
    else this.#kept.clear();
  }

  /** Frees what was said of files. That there was nothing to say of one is still known. */
  forgetSaid(files: Iterable<string>): void {
    for (const file of files) if (!this.#kept.get(file)?.isQuiet) this.#kept.delete(file);
  }

  #isGood({ ingredients, revisions, isQuiet }: Kept<Observed>, { observations, areAlike, others }: Ingredients<Observed>): boolean {
    const isAlike = isQuiet ? areAlike : isSame;
    return (
      isSameList(ingredients.others, others) &&
      revisions.every(([each, revision]) => this.#revisionOf(each) === revision) &&
      isSameList(ingredients.observations, observations, isAlike)
    );
  }
}

interface Kept<Observed> {
  diagnostics: Diagnostic[];
  ingredients: Ingredients<Observed>;
  revisions: [file: string, revision: number | undefined][];
  /** Nothing was worth a look. */
  isQuiet: boolean;
}

const isSame = (one: unknown, other: unknown): boolean => one === other;

const isSameList = <Item>(one: readonly Item[], other: readonly Item[], isAlike: (one: Item, other: Item) => boolean = isSame): boolean =>
  one === other || (one.length === other.length && one.every((item, at) => item === other[at] || isAlike(item, other[at] as Item)));
