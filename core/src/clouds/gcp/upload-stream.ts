import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { GlacierError } from "../../errors.ts";
import { cancelled, throwIfAborted } from "../../objects/cancellation.ts";
import type { Call, PutOptions } from "../../objects/object-store.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import type { StorageClient } from "./client.ts";
import { type Part, partsOf } from "./parts.ts";
import { openUpload } from "./resumable-upload.ts";
import { type UploadDescription, uploadBytes } from "./upload-bytes.ts";

/**
 * Stores what a stream gives, however long it is, part by part: while one is sent, the next is read, so that two are held. There is no object
 * until the last one has arrived; what fails before that leaves nothing. A source's own error is thrown as it is.
 */
export async function uploadStream(
  client: StorageClient,
  key: string,
  { stream, size }: { stream: Readable; size?: number | undefined },
  options: PutOptions & UploadDescription,
  call: Call,
): Promise<ObjectInfo> {
  const stop = (): void => void stream.destroy();
  call.signal?.addEventListener("abort", stop, { once: true });
  try {
    throwIfAborted(call.signal, call.operation);
    return await uploadParts(client, key, partsOf(stream, client.tuning.partSize), size, options, call);
  } catch (error) {
    throw call.signal?.aborted ? cancelled(call.operation, call.signal) : error;
  } finally {
    call.signal?.removeEventListener("abort", stop);
    // Its error, if this brings one, has been told or is none.
    stream.on("error", () => undefined).destroy();
  }
}

async function uploadParts(
  client: StorageClient,
  key: string,
  parts: AsyncGenerator<Part, void>,
  size: number | undefined,
  options: PutOptions & UploadDescription,
  call: Call,
): Promise<ObjectInfo> {
  const first = await nextOf(parts);
  let total = first.bytes.length;
  if (first.last) {
    requireSize(total, size, key, call);
    return uploadBytes(client, key, first.bytes, options, call);
  }
  const hash = createHash("md5");
  const upload = await openUpload(client, key, size, options, call);
  try {
    for (let part = first; ; ) {
      hash.update(part.bytes);
      if (part.last) {
        requireSize(total, size, key, call);
        return await upload.finish(part.bytes, hash.digest("base64"));
      }
      const following = nextOf(parts);
      following.catch(() => undefined); // it is waited for below, unless this part fails first
      await upload.send(part.bytes);
      part = await following;
      total += part.bytes.length;
    }
  } catch (error) {
    await upload.discard();
    throw error;
  }
}

async function nextOf(parts: AsyncGenerator<Part, void>): Promise<Part> {
  const { value } = await parts.next();
  if (value) return value;
  throw new Error("a source gave no last part"); // never: partsOf ends with one
}

function requireSize(total: number, size: number | undefined, key: string, { operation }: Call): void {
  if (size === undefined || total === size) return;
  throw new GlacierError("CONFIG_INVALID", `${operation}(): ${key} was to have ${size} bytes, and its source gave ${total}.`, {
    hint: "Give the size that the source has, or none.",
    operation,
  });
}
