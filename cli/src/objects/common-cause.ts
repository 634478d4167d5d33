import type { GlacierError } from "@glacier/core/resources";

/**
 * Finds that it is no use to go on: one object after the other fails for one reason, which therefore lies in none of them. A bucket that is not there
 * and a right that is missing count only as long as nothing has worked: later, a folder among others may be closed.
 */
export class CommonCause {
  #hasWorked = false;
  #code: GlacierError["code"] | undefined;
  #inARow = 0;

  worked(): void {
    this.#hasWorked = true;
    this.#inARow = 0;
  }

  /** Whether to give up. */
  failed({ code }: GlacierError): boolean {
    this.#inARow = code === this.#code ? this.#inARow + 1 : 1;
    this.#code = code;
    switch (code) {
      case "CREDENTIALS_MISSING":
        return true;
      case "NETWORK":
      case "THROTTLED":
        return this.#inARow >= ENOUGH;
      case "ACCESS_DENIED":
      case "NOT_FOUND":
        return !this.#hasWorked && this.#inARow >= ENOUGH;
      default:
        return false;
    }
  }
}

/** More than happen to lie together, and few enough to be waited for where each takes some retries. */
const ENOUGH = 20;
