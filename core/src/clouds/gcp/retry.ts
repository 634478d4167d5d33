import { setTimeout as sleep } from "node:timers/promises";
import { GlacierError } from "../../errors.ts";
import { cancelled, throwIfAborted } from "../../objects/cancellation.ts";
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
      await pause(number, call);
    }
  }
}

/** A `CONFLICT` is retryable by the caller, from a fresh look at the object; the same request again would fail again. */
const mayHelp = (error: unknown): boolean =>
  error instanceof GlacierError && error.retryable && (error.code === "NETWORK" || error.code === "THROTTLED");

const FIRST_PAUSE = 400; // milliseconds, doubled each time
const LONGEST_PAUSE = 16_000;

async function pause(number: number, { operation, signal }: Call): Promise<void> {
  const most = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (number - 1));
  try {
    await sleep(most * (0.5 + Math.random() / 2), undefined, { signal });
  } catch (error) {
    throw signal?.aborted ? cancelled(operation, signal) : error;
  }
}
