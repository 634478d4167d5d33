import type { Readable } from "node:stream";
import type { Call, ObjectContent, PutOptions } from "../../objects/object-store.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import { attempt } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { unquoted } from "./etag.ts";
import { headObject } from "./head-object.ts";
import { type StorePart, storeInParts } from "./multipart.ts";
import { partSizes, readParts } from "./parts.ts";
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
  const command = new sdk.PutObjectCommand({
    Bucket: bucketName,
    Key: key,
    Body: bytes,
    ContentType: options.contentType,
    ...conditions(options),
    ...writeOptions,
  });
  const { ETag } = await attempt(connection, key, call, (send) => client.send(command, send));
  return written(connection, key, bytes.length, ETag, call);
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
  async function* parts(begin: Uint8Array): AsyncGenerator<StorePart> {
    for (let bytes: Uint8Array | undefined = begin; bytes !== undefined; bytes = (await chunks.next()).value?.bytes) {
      const body = bytes;
      total += body.length;
      yield async (part, send) => {
        const { ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME, ChecksumSHA1, ChecksumSHA256 } = await client.send(
          new sdk.UploadPartCommand({ ...part, Body: body }),
          send,
        );
        return { ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME, ChecksumSHA1, ChecksumSHA256 };
      };
    }
  }
  const etag = await storeInParts(
    connection,
    {
      key,
      create: { ContentType: options.contentType, ...writeOptions },
      complete: conditions(options),
      parts: parts(first.value.bytes),
      atOnce: (index) => Math.max(1, Math.floor((AT_ONCE * tuning.partSize) / sizes(index))),
    },
    call,
  );
  return written(connection, key, total, etag, call);
}

/** S3 takes the etag with its quotes and without, some servers only without. */
const conditions = ({ ifNoneMatch, ifMatch }: PutOptions) => ({ IfNoneMatch: ifNoneMatch, IfMatch: ifMatch });

/** S3 does not say when it stored an object, so it is asked. */
async function written(
  connection: S3Connection,
  key: string,
  size: number,
  quotedEtag: string | undefined,
  call: Call,
): Promise<ObjectInfo> {
  const etag = unquoted(quotedEtag);
  const { storageClass, lastModified } = await headObject(connection, key, call).then(
    (now) => (now.etag === etag ? now : justNow()),
    (error) => {
      // Who may write need not be allowed to read, and the object may be gone or replaced by now: it is stored all the same.
      if (call.signal?.aborted) throw error;
      return justNow();
    },
  );
  return { key, size, etag, lastModified, ...(storageClass !== undefined && { storageClass }) };
}

const justNow = (): Pick<ObjectInfo, "lastModified" | "storageClass"> => ({ lastModified: wholeSecond(new Date()) });

const AT_ONCE = 4;
