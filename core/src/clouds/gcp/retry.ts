import { GlacierError } from "../../errors.ts";
import { backOff } from "../../objects/back-off.ts";
import { throwIfAborted } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";

/**
 * Tries again what the network or a busy server foiled. The library's own retries are turned off in favour of this: their pauses are not
 * jittered, so that many clients come back at one moment, and are not cut short by a signal.
 */
export async function withRetries<Result>(maxAttempts: number, call: Call, attempt: (number: number) => Promise<Result>): Promise<Result> {
  for (let number = 1; ; number++) {
    throwIfAborted(call.signal, call.operation);
    try {
      return await attempt(number);
    } catch (error) {
      if (number >= maxAttempts || !mayHelp(error)) throw error;
      await backOff(number, call.operation, call.signal);
    }
  }
}

/** A `CONFLICT` is retryable by the caller, from a fresh look at the object; the same request again would fail again. */
const mayHelp = (error: unknown): boolean =>
  error instanceof GlacierError && error.retryable && (error.code === "NETWORK" || error.code === "THROTTLED");
