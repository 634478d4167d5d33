/** Runs something once things have been quiet for a while, and at the latest after `longest` milliseconds of unrest. */
export class Debounce {
  readonly #action: () => void;
  readonly #quiet: number;
  readonly #longest: number;
  #timer: NodeJS.Timeout | undefined;
  #since = 0;

  constructor(action: () => void, quiet: number, longest: number) {
    this.#action = action;
    this.#quiet = quiet;
    this.#longest = longest;
  }

  trigger(): void {
    const now = performance.now();
    if (this.#timer === undefined) this.#since = now;
    else clearTimeout(this.#timer);
    const delay = Math.max(0, Math.min(this.#quiet, this.#since + this.#longest - now));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#action();
    }, delay);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
