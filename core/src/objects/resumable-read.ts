import { Readable } from "node:stream";
import { GlacierError } from "../errors.ts";
import { backOff, RETRIES } from "./back-off.ts";
import { cancelled } from "./cancellation.ts";
import type { Call, ObjectStore } from "./object-store.ts";

/** Bytes of one version of an object. */
export interface PinnedRange {
  readonly key: string;
  readonly etag: string;
  /** First byte, and the one behind the last. The object must have them. */
  readonly start: number;
  readonly end: number;
}

/**
 * A stream over bytes of one version. A connection that breaks, or a body that ends too early, is taken up again where it was; what breaks again and again
 * without giving a byte in between is an error.
 */
export function readPinned(store: ObjectStore, range: PinnedRange, call: Call): Readable {
  const aborted = new AbortController();
  const signal = call.signal ? AbortSignal.any([call.signal, aborted.signal]) : aborted.signal;
  const stream = Readable.from(pieces(store, range, { ...call, signal }), { objectMode: false });
  // A reader who goes away leaves no request behind, not even one that nobody answers.
  stream.once("close", () => aborted.abort());
  destroyOnAbort(stream, call);
  return stream;
}

/** The bytes in memory, for small ranges. */
export async function readBytes(store: ObjectStore, range: PinnedRange, call: Call): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of pieces(store, range, call)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Bytes after which a connection is worth as many retries as a new one. */
const PROGRESS = 2 ** 20;

async function* pieces(store: ObjectStore, range: PinnedRange, call: Call): AsyncGenerator<Uint8Array, void, undefined> {
  const { key, etag, end } = range;
  let position = range.start;
  let failures = 0;
  while (position < end) {
    const before = position;
    try {
      for await (const chunk of await store.get(key, { offset: position, length: end - position, ifMatch: etag }, call)) {
        const rest = end - position;
        // A store that gives more than was asked for.
        if (rest === 0) return;
        const wanted: Uint8Array = chunk.length > rest ? chunk.subarray(0, rest) : chunk;
        position += wanted.length;
        yield wanted;
        // Read on to the end of the body: a connection whose answer was not read to its end serves no other request.
      }
      if (position === end) return;
      throw new GlacierError("NETWORK", `${store.uriOf(key)} ended after ${position} of ${end} bytes.`, {
        hint: "The connection was cut. Try again.",
        operation: call.operation,
        retryable: true,
      });
    } catch (error) {
      if (position === end) return;
      // A connection that gives next to nothing each time would go on for hours.
      failures = position - before >= PROGRESS ? 1 : failures + 1;
      if (!(error instanceof GlacierError && error.retryable) || error.code === "CONFLICT" || failures > RETRIES) throw error;
      await backOff(failures, call.operation, call.signal);
    }
  }
}

function destroyOnAbort(stream: Readable, { operation, signal }: Call): void {
  if (!signal) return;
  const abort = (): void => void stream.destroy(cancelled(operation, signal));
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  stream.once("close", () => signal.removeEventListener("abort", abort));
}
