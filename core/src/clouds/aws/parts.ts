import type { Readable } from "node:stream";
import { cancelled } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";

export interface Part {
  readonly bytes: Uint8Array;
  /** Whether the source has ended with it. */
  readonly isLast: boolean;
}

/** The size of each part, by its index: as large as the whole size needs in 10,000 parts, or growing while nobody knows the whole size. */
export function partSizes(least: number, wholeSize: number | undefined): (index: number) => number {
  if (wholeSize === undefined) return (index) => least * 2 ** Math.floor(index / GROWS_AFTER);
  const size = Math.max(least, Math.ceil(wholeSize / MOST_PARTS / MiB) * MiB);
  return () => size;
}

/** Cuts a stream into parts. One part is held in memory, beside those that were given out. The stream's own error is thrown as it is. */
export async function* readParts(
  stream: Readable,
  sizeOf: (index: number) => number,
  { operation, signal }: Call,
): AsyncGenerator<Part, undefined> {
  const stop = () => stream.destroy();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    if (signal?.aborted) throw cancelled(operation, signal);
    let index = 0;
    let held: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
      let rest = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      // A full part is given out when the next byte is there, so that it is known not to be the last.
      while (length + rest.length > sizeOf(index)) {
        const room = sizeOf(index) - length;
        yield { bytes: Buffer.concat([...held, rest.subarray(0, room)]), isLast: false };
        rest = rest.subarray(room);
        held = [];
        length = 0;
        index++;
      }
      held.push(rest);
      length += rest.length;
    }
    yield { bytes: Buffer.concat(held), isLast: true };
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
