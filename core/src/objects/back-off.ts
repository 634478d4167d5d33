import { setTimeout as pause } from "node:timers/promises";
import { cancelled } from "./cancellation.ts";

/** How often something is tried again that a cloud's SDK does not try again by itself. */
export const RETRIES = 5;
/** Milliseconds before the first of them; each further pause may be twice as long. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/**
 * Waits before a retry: a random time below a limit that doubles, so that many clients that failed together do not come back together.
 *
 * @throws {GlacierError} `CANCELLED`, at once.
 */
export async function backOff(retry: number, operation: string, signal: AbortSignal | undefined): Promise<void> {
  const limit = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** retry);
  try {
    await pause(Math.random() * limit, undefined, { signal });
  } catch (error) {
    if (signal?.aborted) throw cancelled(operation, signal);
    throw error;
  }
}
