import { Readable } from "node:stream";
import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Call } from "../../objects/object-store.ts";
import type { ObjectStat } from "../../resources/adapter.ts";
import { attempt, contextOf } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { noSuchBucket, unexpectedAnswer } from "./errors.ts";
import { unquoted } from "./etag.ts";
import { regionOf, statusOf } from "./native-error.ts";
import { wholeSecond } from "./whole-second.ts";

export async function headObject(connection: S3Connection, key: string, call: Call): Promise<ObjectStat> {
  return statOf(key, await requestHead(connection, key, call));
}

/** All that S3 says about an object. */
export async function requestHead(connection: S3Connection, key: string, call: Call): Promise<HeadObjectCommandOutput> {
  const { sdk, client, bucketName } = connection;
  const context = contextOf(connection, key, call);
  const head = await attempt(connection, key, call, (send) => {
    const ask = () => client.send(new sdk.HeadObjectCommand({ Bucket: bucketName, Key: key }), send);
    return ask().catch(async (error) => {
      // The answer to a HEAD has no text that would say whether it is the object or the bucket that does not exist.
      if (statusOf(error) === 404 && (await bucketIsMissing(connection, send))) throw noSuchBucket(error, context);
      if (!isUnexplained(error, connection)) throw error;
      await throwExplained(connection, key, send, error);
      return ask();
    });
  });
  if (head.ETag === undefined && head.LastModified === undefined) throw unexpectedAnswer(context);
  return head;
}

/** Nor does it say that a session has ended, or that a clock is wrong; a region it does say. */
function isUnexplained(error: unknown, { region }: S3Connection): boolean {
  const status = statusOf(error);
  if (status !== 400 && status !== 403) return false;
  return !(error instanceof Error) || (regionOf(error) ?? region) === region;
}

/** Asks for a byte, which S3 refuses in words. When it does not, the SDK has learnt from them what the time is, and a HEAD is worth another try. */
async function throwExplained(
  { sdk, client, bucketName }: S3Connection,
  key: string,
  send: { readonly abortSignal?: AbortSignal },
  error: unknown,
): Promise<void> {
  const command = new sdk.GetObjectCommand({ Bucket: bucketName, Key: key, Range: "bytes=0-0" });
  const { Body } = await client.send(command, send).catch((explained) => {
    throw statusOf(explained) === statusOf(error) ? explained : error;
  });
  if (Body instanceof Readable) Body.destroy();
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
