import type { ClassFact, FunctionFact } from "./facts/facts.ts";

export type Called = FunctionFact | ClassFact;

/** For what is called by code that is only supposed to be executed, the functions and classes that are supposed. */
export type CalledFrom = ReadonlyMap<Called, ReadonlySet<Called>>;

/** How many runs call a function or construct a class. */
export class Callers {
  /** By code that is sure to be executed. */
  readonly #certain = new Map<Called, number>();
  /** By code of what is only supposed to be. */
  readonly #supposed = new Map<Called, Map<Called, number>>();
  /** Another number whenever something is called that was not, or is called no more. */
  changes = 0;

  /** Of functions that call each other and that nobody else calls none is called. */
  has(fact: Called): boolean {
    if (this.#certain.has(fact)) return true;
    for (const from of this.#supposed.get(fact)?.keys() ?? [])
      if (this.#certain.has(from) || !this.#supposed.get(from)?.has(fact)) return true;
    return false;
  }

  /** Gives those that nobody called before. */
  add(called: Iterable<Called>, calledFrom: CalledFrom): readonly Called[] {
    return this.#change(called, calledFrom, 1);
  }

  /** Gives those that nobody calls any more. */
  delete(called: Iterable<Called>, calledFrom: CalledFrom): readonly Called[] {
    return this.#change(called, calledFrom, -1);
  }

  #change(called: Iterable<Called>, calledFrom: CalledFrom, by: 1 | -1): readonly Called[] {
    const before = new Map<Called, boolean>();
    const note = (fact: Called): void => {
      if (!before.has(fact)) before.set(fact, this.has(fact));
    };
    for (const fact of called) {
      const suppositions = calledFrom.get(fact);
      if (!suppositions) {
        if (isNews(this.#certain, fact, by)) {
          note(fact);
          // What calls it is called itself, so that the two do not call each other alone.
          for (const other of this.#supposed.get(fact)?.keys() ?? []) note(other);
        }
        count(this.#certain, fact, by);
        continue;
      }
      const counts = this.#supposed.get(fact) ?? new Map<Called, number>();
      for (const from of suppositions) {
        if (isNews(counts, from, by)) {
          note(fact);
          note(from);
        }
        count(counts, from, by);
      }
      if (counts.size > 0) this.#supposed.set(fact, counts);
      else this.#supposed.delete(fact);
    }
    const changed = before.size === 0 ? NONE : [...before].flatMap(([fact, had]) => (this.has(fact) === had ? [] : [fact]));
    this.changes += changed.length;
    return changed;
  }

  clear(): void {
    this.#certain.clear();
    this.#supposed.clear();
    this.changes++;
  }
}

const NONE: readonly Called[] = [];

/** Whether it is counted for the first time, or for the last. */
const isNews = (counts: ReadonlyMap<Called, number>, fact: Called, by: 1 | -1): boolean => {
  const before = counts.get(fact) ?? 0;
  return before === 0 || before + by === 0;
};

function count(counts: Map<Called, number>, fact: Called, by: 1 | -1): void {
  const now = (counts.get(fact) ?? 0) + by;
  if (now > 0) counts.set(fact, now);
  else counts.delete(fact);
}
