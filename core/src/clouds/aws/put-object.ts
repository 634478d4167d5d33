import type { Readable } from "node:stream";
import type { Call, ObjectContent, PutOptions } from "../../objects/object-store.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import { attempt, contextOf } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { unexpectedAnswer } from "./errors.ts";
import { unquoted } from "./etag.ts";
import { statOf } from "./head-object.ts";
import { etagIfDone, newMark } from "./lost-answer.ts";
import { type StorePart, storeInParts } from "./multipart.ts";
import { type Part, partSizes, readParts } from "./parts.ts";
import { wholeSecond } from "./whole-second.ts";

/** Stores an object: in one request when it is small, else in parts. */
export async function putObject(
  connection: S3Connection,
  key: string,
  content: ObjectContent,
  options: PutOptions,
  call: Call,
): Promise<ObjectInfo> {
  if ("bytes" in content) return putBytes(connection, key, content.bytes, options, call);
  const { stream, size } = content;
  try {
    return await putStream(connection, key, stream, size, options, call);
  } finally {
    // What was not read of it is of no use any more.
    stream.destroy();
  }
}

async function putBytes(connection: S3Connection, key: string, bytes: Uint8Array, options: PutOptions, call: Call): Promise<ObjectInfo> {
  const { sdk, client, bucketName, writeOptions } = connection;
  // Without a condition a second try is never refused because of the first.
  const mark = options.ifMatch === undefined && options.ifNoneMatch === undefined ? undefined : newMark();
  const command = new sdk.PutObjectCommand({
    Bucket: bucketName,
    Key: key,
    Body: bytes,
    ContentType: options.contentType,
    ...(mark && { Metadata: mark }),
    ...conditions(options),
    ...writeOptions,
  });
  const { ETag } = await attempt(connection, key, call, (send) =>
    client.send(command, send).catch(async (error) => {
      const etag = mark && (await etagIfDone(connection, key, mark, error, call));
      if (etag === undefined) throw error;
      return { ETag: etag };
    }),
  );
  if (ETag === undefined) throw unexpectedAnswer(contextOf(connection, key, call));
  return written(connection, key, bytes.length, unquoted(ETag), call);
}

async function putStream(
  connection: S3Connection,
  key: string,
  stream: Readable,
  size: number | undefined,
  options: PutOptions,
  call: Call,
): Promise<ObjectInfo> {
  const { sdk, client, writeOptions, tuning } = connection;
  const sizes = partSizes(tuning.partSize, size);
  const chunks = readParts(stream, sizes, call);
  const first = await chunks.next();
  if (first.done || first.value.isLast) return putBytes(connection, key, first.value?.bytes ?? new Uint8Array(), options, call);

  let total = 0;
  async function* parts(begin: Part): AsyncGenerator<StorePart> {
    for (let next: Part | undefined = begin; next !== undefined; next = (await chunks.next()).value) {
      const { bytes, release } = next;
      total += bytes.length;
      yield async (part, send) => {
        const { ETag, ChecksumCRC32 } = await client.send(new sdk.UploadPartCommand({ ...part, Body: bytes }), send);
        // Not after a failure: its connection may still be sending them.
        release();
        return { ETag, ChecksumCRC32 };
      };
    }
  }
  // The parts' checksums, where the SDK sends some, have to be announced.
  const checksums = (await client.config.requestChecksumCalculation()) === "WHEN_SUPPORTED";
  const etag = await storeInParts(
    connection,
    {
      key,
      create: { ContentType: options.contentType, ...(checksums && { ChecksumAlgorithm: "CRC32" }), ...writeOptions },
      complete: conditions(options),
      parts: parts(first.value),
      atOnce: (index) => Math.max(1, Math.floor((AT_ONCE * tuning.partSize) / sizes(index))),
    },
    call,
  );
  return written(connection, key, total, etag, call);
}

/** S3 takes the etag with its quotes and without, some servers only without. */
const conditions = ({ ifNoneMatch, ifMatch }: PutOptions) => ({
  ...(ifNoneMatch !== undefined && { IfNoneMatch: ifNoneMatch }),
  ...(ifMatch !== undefined && { IfMatch: unquoted(ifMatch) }),
});

/** S3 does not say when it stored an object, so it is asked. */
async function written(connection: S3Connection, key: string, size: number, etag: string, call: Call): Promise<ObjectInfo> {
  const { sdk, client, bucketName } = connection;
  const command = new sdk.HeadObjectCommand({ Bucket: bucketName, Key: key });
  const { storageClass, lastModified } = await attempt(connection, key, call, (send) => client.send(command, send)).then(
    (now) => (unquoted(now.ETag) === etag ? statOf(key, now) : justNow()),
    // Who may write need not be allowed to read, and the object may be gone or replaced by now: it is stored all the same.
    justNow,
  );
  return { key, size, etag, lastModified, ...(storageClass !== undefined && { storageClass }) };
}

const justNow = (): Pick<ObjectInfo, "lastModified" | "storageClass"> => ({ lastModified: wholeSecond(new Date()) });

const AT_ONCE = 4;
