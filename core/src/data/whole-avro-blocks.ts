import type { WholeRecords } from "./whole-records.ts";

/**
 * Finds how far the blocks of rows that lie whole in the first bytes of an Avro object reach [Avro 1.12, "Object Container Files", 2026-11]: after them, a
 * shorter object could end.
 *
 * @returns undefined when not even the header lies in them, or they are no Avro.
 */
export function wholeAvroBlocks(bytes: Buffer, wanted: number): WholeRecords | undefined {
  const reader = new AvroReader(bytes);
  try {
    reader.skipHeader();
  } catch (error) {
    return endOrThrow(error, undefined);
  }
  let whole = { end: reader.at, count: 0 };
  try {
    while (whole.count < wanted && reader.at < bytes.length) {
      const rows = reader.long();
      reader.skip(reader.long());
      reader.skip(SYNC);
      if (rows < 0) return undefined;
      whole = { end: reader.at, count: whole.count + rows };
    }
    return whole;
  } catch (error) {
    return endOrThrow(error, whole);
  }
}

/** Bytes of the mark between blocks. */
const SYNC = 16;

class OutOfBytes extends Error {}

function endOrThrow<Value>(error: unknown, value: Value): Value {
  if (error instanceof OutOfBytes) return value;
  throw error;
}

class AvroReader {
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The magic bytes, a map of names and values in blocks, and the mark. */
  skipHeader(): void {
    this.skip(4);
    for (let count = this.long(); count !== 0; count = this.long()) {
      // A negative count is followed by the size of its block.
      if (count < 0) this.skip(this.long());
      else for (let entry = 0; entry < count * 2; entry++) this.skip(this.long());
    }
    this.skip(SYNC);
  }

  skip(count: number): void {
    if (count < 0 || this.at + count > this.#bytes.length) throw new OutOfBytes();
    this.at += count;
  }

  /** Seven bits a byte, the lowest first, zigzag. Numbers beyond 2^53 are sizes that no object has. */
  long(): number {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.at];
      if (byte === undefined) break;
      this.at++;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number((value >> 1n) ^ -(value & 1n));
    }
    throw new OutOfBytes();
  }
}
