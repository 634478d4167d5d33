import type { ByteSource } from "./byte-source.ts";

/**
 * Whether the record batches that the footer of an Arrow IPC file names lie inside the file. Polars makes room for what a footer claims before it
 * looks at the file's size, and a claim of terabytes ends the process instead of giving an error.
 */
export async function hasSoundFooter({ size, read }: ByteSource): Promise<boolean> {
  const length = (await read(size - TRAILER, 4)).readInt32LE(0);
  const start = size - TRAILER - length;
  if (length <= 0 || start < 0) return false;
  const footer = await read(start, length);
  try {
    return [DICTIONARIES, RECORD_BATCHES]
      .flatMap((field) => blocksOf(footer, field))
      .every(({ begin, end }) => begin >= 0n && begin < end && end <= start);
  } catch (error) {
    // An offset that points out of the footer.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The footer's length and `ARROW1`. */
const TRAILER = 10;

// Positions of the fields in the table `Footer` [Apache Arrow, format/File.fbs, 2026-11].
const DICTIONARIES = 2;
const RECORD_BATCHES = 3;

/** A vector of `struct Block { offset: long; metaDataLength: int; bodyLength: long }`, each of 24 bytes, in a FlatBuffers table. */
function blocksOf(footer: Buffer, field: number): { begin: bigint; end: bigint }[] {
  const table = footer.readUInt32LE(0);
  const vtable = table - footer.readInt32LE(table);
  const slot = 4 + 2 * field;
  const offset = slot < footer.readUInt16LE(vtable) ? footer.readUInt16LE(vtable + slot) : 0;
  if (offset === 0) return [];
  const vector = table + offset + footer.readUInt32LE(table + offset);
  const count = footer.readUInt32LE(vector);
  if (count * 24 > footer.length) throw new RangeError("more blocks than there is room for");
  return Array.from({ length: count }, (_, index) => {
    const block = vector + 4 + index * 24;
    const begin = footer.readBigInt64LE(block);
    const body = footer.readBigInt64LE(block + 16);
    // A negative length would make a block that is too long elsewhere look as if it fitted.
    if (body < 0n) throw new RangeError("a block of negative length");
    return { begin, end: begin + BigInt(footer.readInt32LE(block + 8)) + body };
  });
}
