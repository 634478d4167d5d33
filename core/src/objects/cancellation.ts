import { GlacierError } from "../errors.ts";

export function cancelled(operation: string, signal: AbortSignal): GlacierError {
  return new GlacierError("CANCELLED", `${operation}() was cancelled.`, { operation, cause: signal.reason });
}

/** @throws {GlacierError} `CANCELLED`. */
export function throwIfAborted(signal: AbortSignal | undefined, operation: string): void {
  if (signal?.aborted) throw cancelled(operation, signal);
}

/**
 * Lets the caller of work that cannot be stopped go on at once when the signal is aborted; the work ends by itself, and its outcome is dropped.
 *
 * @throws {GlacierError} `CANCELLED`.
 */
export async function untilAborted<Result>(work: Promise<Result>, operation: string, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return work;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(cancelled(operation, signal));
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
