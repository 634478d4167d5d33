import { GlacierError } from "../../errors.ts";
import { cancelled, throwIfAborted, untilAborted } from "../../objects/cancellation.ts";
import { type ErrorContext, retryAfterMs, translateError } from "./errors.ts";
import type { Tuning } from "./tuning.ts";

const LONGEST_PAUSE_MS = 20_000;

/**
 * Makes a request, again when it failed in a way that may pass, with growing, jittered pauses, and gives its error in Glacier's words. In place of
 * the SDK's own policy, which has no jitter, makes its first retry at once, and takes 429, 502 and 504 for final.
 */
export async function attempt<Result>(
  context: ErrorContext,
  { maxAttempts, firstPauseMs }: Tuning,
  request: () => Promise<Result>,
): Promise<Result> {
  const { operation, signal } = context;
  for (let attempts = 1; ; attempts++) {
    throwIfAborted(signal, operation);
    try {
      // Looking for credentials does not stop for a signal everywhere, and nobody should wait for it.
      return await untilAborted(request(), operation, signal);
    } catch (error) {
      if (signal?.aborted) throw cancelled(operation, signal);
      const translated = translateError(error, context);
      if (attempts >= maxAttempts || !mayPass(translated)) throw translated;
      const longest = Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** (attempts - 1));
      const asked = Math.min(LONGEST_PAUSE_MS, retryAfterMs(error) ?? 0);
      await pause(asked + longest * (0.5 + Math.random() / 2), signal);
    }
  }
}

/** An option of every request. */
export function abortedBy({ signal }: { readonly signal?: AbortSignal | undefined }): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}

/** A condition that is not met is not met the next time either, though the caller may read anew. */
const mayPass = (error: unknown): boolean => error instanceof GlacierError && error.retryable && error.code !== "CONFLICT";

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const abort = (): void => {
    clearTimeout(timer);
    resolve();
  };
  signal?.addEventListener("abort", abort, { once: true });
  return promise.finally(() => signal?.removeEventListener("abort", abort));
}
