import type { ClassFact, FunctionFact } from "./facts/facts.ts";

export type Called = FunctionFact | ClassFact;

/** How many runs call a function or construct a class. */
export class Callers {
  readonly #counts = new Map<Called, number>();
  /** Another number whenever something is called that was not, or is called no more. */
  changes = 0;

  has(fact: Called): boolean {
    return this.#counts.has(fact);
  }

  /** Gives those that nobody called before. */
  add(called: Iterable<Called>): readonly Called[] {
    const changed: Called[] = [];
    for (const fact of called) {
      const count = this.#counts.get(fact) ?? 0;
      if (count === 0) changed.push(fact);
      this.#counts.set(fact, count + 1);
    }
    this.changes += changed.length;
    return changed;
  }

  /** Gives those that nobody calls any more. */
  delete(called: Iterable<Called>): readonly Called[] {
    const changed: Called[] = [];
    for (const fact of called) {
      const left = (this.#counts.get(fact) ?? 1) - 1;
      if (left > 0) this.#counts.set(fact, left);
      else if (this.#counts.delete(fact)) changed.push(fact);
    }
    this.changes += changed.length;
    return changed;
  }

  clear(): void {
    this.#counts.clear();
    this.changes++;
  }
}
