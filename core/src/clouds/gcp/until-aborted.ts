import { throwIfAborted } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";

/** Waits for what takes no signal, such as the library's fetching of credentials; whoever is cancelled leaves it to itself. */
export async function untilAborted<Result>(work: Promise<Result>, { signal, operation }: Call): Promise<Result> {
  if (!signal) return work;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    throwIfAborted(signal, operation);
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    // Nobody waits for it any more, and its failure is nobody's.
    work.catch(() => undefined);
  }
}
