import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Call } from "../../objects/object-store.ts";
import type { ObjectStat } from "../../resources/adapter.ts";
import { attempt, contextOf } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { noSuchBucket } from "./errors.ts";
import { unquoted } from "./etag.ts";
import { statusOf } from "./native-error.ts";
import { wholeSecond } from "./whole-second.ts";

export async function headObject(connection: S3Connection, key: string, call: Call): Promise<ObjectStat> {
  return statOf(key, await requestHead(connection, key, call));
}

/** All that S3 says about an object. */
export async function requestHead(connection: S3Connection, key: string, call: Call): Promise<HeadObjectCommandOutput> {
  const { sdk, client, bucketName } = connection;
  return attempt(connection, key, call, (send) =>
    client.send(new sdk.HeadObjectCommand({ Bucket: bucketName, Key: key }), send).catch(async (error) => {
      // The answer to a HEAD has no text that would say whether it is the object or the bucket that does not exist.
      if (statusOf(error) === 404 && (await bucketIsMissing(connection, send))) throw noSuchBucket(error, contextOf(connection, key, call));
      throw error;
    }),
  );
}

export function statOf(key: string, head: HeadObjectCommandOutput): ObjectStat {
  return {
    key,
    size: head.ContentLength ?? 0,
    lastModified: wholeSecond(head.LastModified),
    etag: unquoted(head.ETag),
    storageClass: head.StorageClass ?? "STANDARD",
    ...(head.ContentType !== undefined && { contentType: head.ContentType }),
  };
}

async function bucketIsMissing({ sdk, client, bucketName }: S3Connection, send: { readonly abortSignal?: AbortSignal }): Promise<boolean> {
  return client.send(new sdk.HeadBucketCommand({ Bucket: bucketName }), send).then(
    () => false,
    (error) => statusOf(error) === 404,
  );
}
