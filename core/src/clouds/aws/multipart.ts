import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { CompletedPart, CompleteMultipartUploadCommandInput, CreateMultipartUploadCommandInput } from "@aws-sdk/client-s3";
import { cancelled } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";
import { attempt, contextOf } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { unexpectedAnswer } from "./errors.ts";
import { unquoted } from "./etag.ts";
import { etagIfDone, newMark } from "./lost-answer.ts";

/** One part: what stores it, and gives S3's receipt for it. */
export type StorePart = (part: PartPlace, send: { readonly abortSignal?: AbortSignal }) => Promise<Omit<CompletedPart, "PartNumber">>;

export interface PartPlace {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
  readonly PartNumber: number;
}

export interface Multipart {
  readonly key: string;
  readonly create: Omit<CreateMultipartUploadCommandInput, "Bucket" | "Key">;
  readonly complete: Pick<CompleteMultipartUploadCommandInput, "IfMatch" | "IfNoneMatch">;
  /** In order; each is asked for when there is room for it. */
  readonly parts: AsyncIterable<StorePart> | Iterable<StorePart>;
  /** How many parts may be on their way when that part is. */
  readonly atOnce: (partIndex: number) => number;
}

/**
 * Stores an object in parts: it is there when all of them are, or not at all. When anything fails, what is on its way is stopped, and what has
 * arrived is removed; else it would be paid for unseen.
 *
 * @returns the etag.
 */
export async function storeInParts(connection: S3Connection, upload: Multipart, call: Call): Promise<string> {
  const { sdk, client, bucketName } = connection;
  const at = { Bucket: bucketName, Key: upload.key };
  const mark = newMark();
  const { Metadata: own = {} } = upload.create;
  // A copy has what its source has, and S3 takes 2 KB of it.
  const Metadata = JSON.stringify(own).length < ROOM_FOR_OWN ? { ...own, ...mark } : own;
  const create = new sdk.CreateMultipartUploadCommand({ ...at, ...upload.create, Metadata });
  const { UploadId } = await attempt(connection, upload.key, call, (send) => client.send(create, send));
  if (UploadId === undefined) throw unexpectedAnswer(contextOf(connection, upload.key, call));
  try {
    const parts = await storeParts(connection, upload, { ...at, UploadId }, call);
    const command = new sdk.CompleteMultipartUploadCommand({ ...at, UploadId, ...upload.complete, MultipartUpload: { Parts: parts } });
    const { ETag } = await attempt(connection, upload.key, call, (send) =>
      client.send(command, send).catch(async (error) => {
        const etag = await etagIfDone(connection, upload.key, mark, error, call);
        if (etag === undefined) throw error;
        return { ETag: etag };
      }),
    );
    // Some servers leave it out.
    return ETag ? unquoted(ETag) : etagOfParts(parts);
  } catch (error) {
    await remove(connection, { ...at, UploadId }, call);
    throw error;
  }
}

async function storeParts(
  connection: S3Connection,
  upload: Multipart,
  at: Omit<PartPlace, "PartNumber">,
  call: Call,
): Promise<CompletedPart[]> {
  const stop = new AbortController();
  const partCall = { ...call, signal: call.signal ? AbortSignal.any([call.signal, stop.signal]) : stop.signal };
  const receipts: CompletedPart[] = [];
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const start = (store: StorePart, index: number): Promise<void> => {
    const part = { ...at, PartNumber: index + 1 };
    const work = attempt(connection, at.Key, partCall, (send) => store(part, send))
      .then((receipt) => {
        receipts[index] = { ...receipt, PartNumber: part.PartNumber };
      })
      .catch((error) => {
        failures.push(error);
        stop.abort(error);
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
    return work;
  };
  try {
    let index = 0;
    for await (const store of untilStopped(upload.parts, partCall.signal)) {
      while (underWay.size >= upload.atOnce(index)) await Promise.race(underWay);
      if (failures.length > 0) break;
      // Its failure is kept above; here nobody waits for it.
      void start(store, index);
      index++;
    }
  } catch (error) {
    // The source of the parts failed, or is cut off since a part did.
    if (failures.length === 0) failures.push(call.signal?.aborted ? cancelled(call.operation, call.signal) : error);
    stop.abort(error);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
  return receipts;
}

/** Gives up on a source that gives nothing more, once that is of no use. */
async function* untilStopped<Item>(items: AsyncIterable<Item> | Iterable<Item>, signal: AbortSignal): AsyncGenerator<Item> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  try {
    while (true) {
      const next = await orStopped(iterator.next(), signal);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // A source that hangs does not end its cleaning up either.
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

/** Not a race against one promise for all items: that one would hold every part, with its bytes, until the upload ends. */
function orStopped<Result>(work: Result | Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    const settled = (): void => signal.removeEventListener("abort", stop);
    Promise.resolve(work).then(resolve, reject).finally(settled);
  });
}

/** As S3 makes it of the parts' etags, where those are digests. */
function etagOfParts(parts: readonly CompletedPart[]): string {
  const digests = parts.map(({ ETag }) => Buffer.from(unquoted(ETag), "hex"));
  return `${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${parts.length}`;
}

/** Whoever has cancelled does not wait for this: it goes on by itself. What fails here is reported by nobody, for something else has failed before. */
async function remove({ sdk, client }: S3Connection, at: Omit<PartPlace, "PartNumber">, { signal }: Call): Promise<void> {
  const removal = client.send(new sdk.AbortMultipartUploadCommand(at)).catch(() => undefined);
  await (signal?.aborted ? Promise.race([removal, sleep(PATIENCE_MS)]) : removal);
}

const PATIENCE_MS = 500;
const ROOM_FOR_OWN = 1_800;
