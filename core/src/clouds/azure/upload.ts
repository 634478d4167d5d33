import { createHash, getFips, randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { BlockBlobClient } from "@azure/storage-blob";
import { cancelled } from "../../objects/cancellation.ts";
import type { PutOptions } from "../../objects/object-store.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import { abortedBy, attempt } from "./attempts.ts";
import { type ErrorContext, isRefusal } from "./errors.ts";
import { type Written, writtenObject } from "./object-info.ts";
import type { Tuning } from "./tuning.ts";
import { blobOf, conditionsOf, scopeOf, type WriteSettings } from "./write-options.ts";

/** Where an object goes, and how. */
export interface Target {
  readonly key: string;
  readonly blob: BlockBlobClient;
  readonly settings: WriteSettings;
  readonly options: PutOptions;
  readonly context: ErrorContext;
  readonly tuning: Tuning;
}

/**
 * By one request, so all of it or nothing. With a condition, as a block: when the answer to that is lost, only the block's name tells whether it was
 * this write that was done or another one of the same bytes.
 */
export async function uploadBytes(target: Target, bytes: Uint8Array): Promise<ObjectInfo> {
  const { key, blob, settings, options, context, tuning } = target;
  const isConditional = options.ifMatch !== undefined || options.ifNoneMatch !== undefined;
  if (isConditional && bytes.byteLength > 0) return uploadBlocks(target, [bytes], noBlocks());
  const written = await attempt(context, tuning, () =>
    blob.upload(bytes, bytes.byteLength, {
      ...blobOf(settings, options.contentType),
      ...checksumOf(bytes),
      conditions: conditionsOf(options),
      ...abortedBy(context),
    }),
  );
  return writtenObject(key, bytes.byteLength, written, settings);
}

/**
 * In blocks, which become an object when all of them are there. Blocks of an upload that ends before are never visible, and the service removes
 * them: with the next write of the key, else after a week. There is no request to do that sooner.
 */
export async function uploadStream(target: Target, stream: Readable, size: number | undefined): Promise<ObjectInfo> {
  const { context, tuning } = target;
  const { operation, signal } = context;
  const abort = (): void => void (signal && stream.destroy(cancelled(operation, signal)));
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  const blocks = blocksOf(stream, (index) => blockSize(index, size, tuning.partSize));
  try {
    const first = await blocks.next();
    const second = first.done ? first : await blocks.next();
    if (second.done) return await uploadBytes(target, first.done ? new Uint8Array() : first.value);
    return await uploadBlocks(target, [first.value as Uint8Array, second.value], blocks);
  } finally {
    signal?.removeEventListener("abort", abort);
    await blocks.return();
  }
}

type Blocks = AsyncGenerator<Uint8Array, void, undefined>;

async function uploadBlocks(target: Target, begun: readonly Uint8Array[], rest: Blocks): Promise<ObjectInfo> {
  const { ids, size } = await stageBlocks(target, begun, rest);
  return writtenObject(target.key, size, await commit(target, ids), target.settings);
}

async function commit({ blob, settings, options, context, tuning }: Target, ids: string[]): Promise<Written> {
  let tries = 0;
  return attempt(context, tuning, async () => {
    tries++;
    try {
      return await blob.commitBlockList(ids, {
        ...blobOf(settings, options.contentType),
        conditions: conditionsOf(options),
        ...abortedBy(context),
      });
    } catch (error) {
      const done = tries > 1 && isRefusal(error) ? await committed(blob, ids, context) : undefined;
      if (done === undefined) throw error;
      return done;
    }
  });
}

/** The object, if it is made of these blocks: then the answer to an earlier try was lost, and a later one has met what that had written. */
async function committed(blob: BlockBlobClient, ids: readonly string[], context: ErrorContext): Promise<Written | undefined> {
  // Who is not allowed to look gets the error that there was.
  const found = await blob.getBlockList("committed", abortedBy(context)).catch(() => undefined);
  const names = found?.committedBlocks?.map(({ name }) => name) ?? [];
  return names.length === ids.length && names.every((name, index) => name === ids[index]) ? found : undefined;
}

/** A few at a time; the first failure, of the source too, ends the others. */
async function stageBlocks(target: Target, begun: readonly Uint8Array[], rest: Blocks): Promise<{ ids: string[]; size: number }> {
  const { blob, settings, context, tuning } = target;
  const failed = new AbortController();
  const signal = context.signal ? AbortSignal.any([context.signal, failed.signal]) : failed.signal;
  // Another upload of the same key has blocks too: the names tell them apart.
  const upload = randomUUID();
  const ids: string[] = [];
  const failures: unknown[] = [];
  const running = new Map<Promise<void>, number>();
  const held = (): number => [...running.values()].reduce((sum, bytes) => sum + bytes, 0);
  let size = 0;
  const stage = (bytes: Uint8Array): void => {
    const id = Buffer.from(`${upload}-${String(ids.length).padStart(6, "0")}`).toString("base64");
    ids.push(id);
    size += bytes.byteLength;
    const staged = attempt({ ...context, signal }, tuning, () =>
      blob.stageBlock(id, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes.byteLength, {
        ...scopeOf(settings),
        ...checksumOf(bytes),
        abortSignal: signal,
      }),
    ).then(
      () => void running.delete(staged),
      (error: unknown) => {
        running.delete(staged);
        failures.push(error);
      },
    );
    running.set(staged, bytes.byteLength);
  };
  try {
    begun.forEach(stage);
    for (;;) {
      while (running.size >= AT_ONCE || (running.size > 0 && held() >= MOST_HELD)) await Promise.race(running.keys());
      if (failures.length > 0) break;
      const next = await rest.next();
      if (next.done) break;
      stage(next.value);
    }
  } catch (error) {
    failures.unshift(error);
  }
  if (failures.length > 0) failed.abort();
  await Promise.all(running.keys());
  if (failures.length > 0) throw failures[0];
  return { ids, size };
}

const AT_ONCE = 4;
/** Bytes under way from which no further block is begun, however few blocks that are. */
const MOST_HELD = 64 * 1024 * 1024;

/** The service takes no more of one object. */
export const MOST_BLOCKS = 50_000;
const MEBIBYTE = 1024 * 1024;

/** Grows with what is known of the object, so that the blocks suffice; where nothing is known, with every 10,000 blocks. */
export function blockSize(index: number, size: number | undefined, usual: number): number {
  const needed = Math.ceil((size ?? 0) / MOST_BLOCKS);
  if (needed > usual) return Math.ceil(needed / MEBIBYTE) * MEBIBYTE;
  return size === undefined ? usual * 2 ** Math.floor(index / 10_000) : usual;
}

async function* noBlocks(): Blocks {
  yield* [];
}

/** A source's bytes in blocks, none of them empty. Ends the source when it is left. */
async function* blocksOf(stream: Readable, sizeOf: (index: number) => number): Blocks {
  let index = 0;
  let chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    // A stream of bytes gives no other kind of chunk.
    let bytes = chunk as Uint8Array;
    for (let room = sizeOf(index) - length; bytes.byteLength >= room; room = sizeOf(index)) {
      chunks.push(bytes.subarray(0, room));
      bytes = bytes.subarray(room);
      yield Buffer.concat(chunks);
      index++;
      chunks = [];
      length = 0;
    }
    if (bytes.byteLength > 0) chunks.push(bytes);
    length += bytes.byteLength;
  }
  if (length > 0) yield Buffer.concat(chunks);
}

/** The service refuses bytes that do not fit. Where the machine forbids MD5, the connection's own checks must do. */
function checksumOf(bytes: Uint8Array): { transactionalContentMD5?: Uint8Array } {
  return getFips() === 1 ? {} : { transactionalContentMD5: createHash("md5").update(bytes).digest() };
}
