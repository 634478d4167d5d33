import type { Readable } from "node:stream";
import { cancelled } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";

export interface Part {
  readonly bytes: Uint8Array;
  /** Whether the source has ended with it. */
  readonly isLast: boolean;
  /** Says that the bytes are not needed any more: others will be put in their place. */
  release(): void;
}

/** The size of each part, by its index: as large as the whole size needs in 10,000 parts, or growing while nobody knows the whole size. */
export function partSizes(least: number, wholeSize: number | undefined): (index: number) => number {
  if (wholeSize === undefined) return (index) => least * 2 ** Math.floor(index / GROWS_AFTER);
  const size = Math.max(least, Math.ceil(wholeSize / MOST_PARTS / MiB) * MiB);
  return () => size;
}

/**
 * Cuts a stream into parts. The stream's own error is thrown as it is.
 *
 * Parts are copied into few buffers, which are used again: new ones would be garbage faster than it is collected, and a large upload would hold
 * hundreds of megabytes.
 */
export async function* readParts(
  stream: Readable,
  sizeOf: (index: number) => number,
  { operation, signal }: Call,
): AsyncGenerator<Part, undefined> {
  const stop = () => stream.destroy();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    if (signal?.aborted) throw cancelled(operation, signal);
    const free: Buffer[] = [];
    const take = (size: number): Buffer => {
      const last = free.pop();
      // Memory that was not written to yet is not taken from the system either.
      return last?.length === size ? last : Buffer.allocUnsafeSlow(size);
    };
    const part = (buffer: Buffer, length: number, isLast: boolean): Part => ({
      bytes: buffer.subarray(0, length),
      isLast,
      release: () => void free.push(buffer),
    });
    let index = 0;
    let buffer = take(sizeOf(index));
    let length = 0;
    for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
      let rest = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      while (rest.length > 0) {
        // A full part is given out when the next byte is there, so that it is known not to be the last.
        if (length === buffer.length) {
          yield part(buffer, length, false);
          buffer = take(sizeOf(++index));
          length = 0;
        }
        const fits = rest.subarray(0, buffer.length - length);
        buffer.set(fits, length);
        length += fits.length;
        rest = rest.subarray(fits.length);
      }
    }
    yield part(buffer, length, true);
  } catch (error) {
    throw signal?.aborted ? cancelled(operation, signal) : error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

const MiB = 1024 * 1024;
/** S3's limit. */
const MOST_PARTS = 10_000;
/** Parts of one size, of a stream of unknown length: from 16 MiB on, 10,000 parts hold 968 GiB. */
const GROWS_AFTER = 2_000;
