import { GlacierError } from "../errors.ts";

export function cancelled(operation: string, signal: AbortSignal): GlacierError {
  return new GlacierError("CANCELLED", `${operation}() was cancelled.`, { operation, cause: signal.reason });
}

/** @throws {GlacierError} `CANCELLED`. */
export function throwIfAborted(signal: AbortSignal | undefined, operation: string): void {
  if (signal?.aborted) throw cancelled(operation, signal);
}
