import type { Transform } from "node:stream";
import * as zlib from "node:zlib";

/** What the first bytes of a compressed text hold. */
export interface Decompressed {
  readonly bytes: Buffer;
  /** Whether it goes on behind the limit. */
  readonly isCut: boolean;
}

/** What a text is compressed with, by its first bytes; undefined where it is not. */
export function compressionOf(bytes: Uint8Array): "gzip" | "zstd" | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd ? "zstd" : undefined;
}

/**
 * As much as the beginning of a compressed object gives, up to a limit: a few kilobytes may hold gigabytes.
 *
 * @param isWhole Whether it is the whole object, so that an end in its middle is an error.
 * @throws {Error} of zlib, for what cannot be decompressed.
 */
export async function decompressStart(
  compression: "gzip" | "zstd",
  bytes: Buffer,
  { isWhole, limit }: { isWhole: boolean; limit: number },
): Promise<Decompressed> {
  const stream = decompressor(compression, isWhole);
  const chunks: Buffer[] = [];
  let size = 0;
  stream.end(bytes);
  try {
    for await (const chunk of stream) {
      // zlib's streams give buffers.
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > limit) break;
    }
  } catch (error) {
    // The rest of a frame is missing because it was not asked for.
    if (isWhole || size === 0) throw error;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, limit), isCut: size > limit };
}

function decompressor(compression: "gzip" | "zstd", isWhole: boolean): Transform {
  if (compression === "gzip") return zlib.createGunzip(isWhole ? {} : { finishFlush: zlib.constants.Z_SYNC_FLUSH });
  return zlib.createZstdDecompress(isWhole ? {} : { finishFlush: zlib.constants.ZSTD_e_flush });
}
