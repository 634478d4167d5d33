import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Call } from "../../objects/object-store.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import { attempt } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { copySource } from "./copy-source.ts";
import { unquoted } from "./etag.ts";
import { headObject, requestHead, statOf } from "./head-object.ts";
import { type StorePart, storeInParts } from "./multipart.ts";
import { wholeSecond } from "./whole-second.ts";

/** Copies within the bucket, on S3's side: in one request where S3 can, else in parts. One whole version of the object is copied. */
export async function copyObject(connection: S3Connection, from: string, to: string, call: Call): Promise<ObjectInfo> {
  const source = await requestHead(connection, from, call);
  // S3 refuses this, and there is nothing to do.
  if (from === to) return statOf(to, source);
  if ((source.ContentLength ?? 0) > connection.tuning.copyInPartsAbove) return copyInParts(connection, from, to, source, call);
  const { sdk, client, bucketName, writeOptions } = connection;
  const command = new sdk.CopyObjectCommand({
    Bucket: bucketName,
    Key: to,
    CopySource: copySource(bucketName, from),
    CopySourceIfMatch: source.ETag,
    // S3 copies the content type and the metadata by itself, and takes its own storage class when none is named.
    StorageClass: source.StorageClass,
    ...writeOptions,
  });
  const { CopyObjectResult: result } = await attempt(connection, from, call, (send) => client.send(command, send));
  return {
    key: to,
    size: source.ContentLength ?? 0,
    etag: unquoted(result?.ETag),
    lastModified: wholeSecond(result?.LastModified ?? new Date()),
    storageClass: command.input.StorageClass ?? "STANDARD",
  };
}

async function copyInParts(
  connection: S3Connection,
  from: string,
  to: string,
  source: HeadObjectCommandOutput,
  call: Call,
): Promise<ObjectInfo> {
  const { sdk, client, bucketName, writeOptions, tuning } = connection;
  const size = source.ContentLength ?? 0;
  function* parts(): Generator<StorePart> {
    for (let start = 0; start < size; start += tuning.copyPartSize) {
      const end = Math.min(start + tuning.copyPartSize, size) - 1;
      yield async (part, send) => {
        const command = new sdk.UploadPartCopyCommand({
          ...part,
          CopySource: copySource(bucketName, from),
          CopySourceIfMatch: source.ETag,
          CopySourceRange: `bytes=${start}-${end}`,
        });
        const { CopyPartResult: result } = await client.send(command, send);
        return { ETag: result?.ETag };
      };
    }
  }
  const create = {
    ContentType: source.ContentType,
    ContentEncoding: source.ContentEncoding,
    ContentLanguage: source.ContentLanguage,
    ContentDisposition: source.ContentDisposition,
    CacheControl: source.CacheControl,
    Metadata: source.Metadata,
    StorageClass: source.StorageClass,
    ...writeOptions,
  };
  await storeInParts(connection, { key: to, create, complete: {}, parts: parts(), atOnce: () => AT_ONCE }, call);
  return headObject(connection, to, call);
}

const AT_ONCE = 8;
