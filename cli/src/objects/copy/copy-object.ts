import type { Readable } from "node:stream";
import type { ObjectInfo } from "@glacier/core/resources";
import type { Place } from "../place.ts";

export interface CopyOptions {
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/** Copies one object: inside one bucket by the store itself, else as a stream that is never in memory as a whole. The target changes when all of it is there. */
export async function copyObject(
  source: Place,
  info: ObjectInfo,
  target: Place,
  targetKey: string,
  { signal, onBytes }: CopyOptions,
): Promise<ObjectInfo> {
  if (source.uriOf("") === target.uriOf("")) {
    const copied = await target.bucket.copy(info.key, targetKey, { signal });
    onBytes(copied.size);
    return copied;
  }
  const stream = await source.bucket.read(info.key, { signal });
  // An abort before the target begins to read would end the process. The reader finds the error too.
  stream.on("error", () => undefined);
  return target.bucket.upload(targetKey, wholeContent(stream, info, source.uriOf(info.key), onBytes), { signal });
}

/** A stream that ends early, or of another version, fails before the target is made. */
async function* wholeContent(
  stream: Readable,
  { size }: ObjectInfo,
  uri: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  let total = 0;
  for await (const chunk of stream) {
    // A byte stream gives buffers.
    const bytes = chunk as Buffer;
    total += bytes.length;
    onBytes(bytes.length);
    yield bytes;
  }
  if (total === size) return;
  const { GlacierError } = await import("@glacier/core/resources");
  throw new GlacierError("CONFLICT", `${uri} changed while it was copied: it had ${size} bytes, and ${total} came.`, {
    hint: "Repeat the copy.",
    operation: "glacier cp",
    retryable: true,
  });
}
