/**
 * Counts how often the paths are narrowed to those on which something comes back. Tests do by the hundred, mostly by each value once, and each time the paths are
 * known by one condition more, which makes all that is looked at behind it dearer. From some time on they are left as they are: what comes behind is worth more.
 */
export class Narrowings {
  #inTest = 0;
  #cost = 0;
  readonly #mostInTest: number;

  /** `mostInTest`: how many of them are too many already in one test, or outside of all. */
  constructor(mostInTest: number) {
    this.#mostInTest = mostInTest;
  }

  /** Whether it was often enough for the code that is left to be looked at. */
  get areEnough(): boolean {
    return this.#cost > COST_LIMIT || this.#inTest >= this.#mostInTest;
  }

  add(): void {
    this.#cost += ++this.#inTest;
  }

  /** Does what a test does, behind which the paths are what they were before. */
  inTest<Result>(act: () => Result): Result {
    const before = this.#inTest;
    this.#inTest = 0;
    const result = act();
    this.#inTest = before;
    return result;
  }
}

/** In a file: seventy in one test, or ten in each of forty-five. */
const COST_LIMIT = 2_500;
