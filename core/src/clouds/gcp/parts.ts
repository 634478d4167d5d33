import type { Readable } from "node:stream";

/** A piece of a source, as large as asked for but the last one, which is empty only when the source is. */
export interface Part {
  /** Valid until the part after the next one is asked for. */
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/** Cuts a source into parts, in two buffers by turns: fresh ones would pile up until they are collected. */
export async function* partsOf(source: Readable, partSize: number): AsyncGenerator<Part, void> {
  let part: Buffer = Buffer.allocUnsafe(partSize);
  let other: Buffer | undefined;
  let filled = 0;
  // A stream of bytes, as `ObjectContent` has it.
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    let rest = chunk;
    while (rest.length > 0) {
      // Full, and there is more: not the last.
      if (filled === partSize) {
        yield { bytes: part, last: false };
        [part, other] = [other ?? Buffer.allocUnsafe(partSize), part];
        filled = 0;
      }
      const taken = Math.min(rest.length, partSize - filled);
      part.set(rest.subarray(0, taken), filled);
      filled += taken;
      rest = rest.subarray(taken);
    }
  }
  yield { bytes: part.subarray(0, filled), last: true };
}
