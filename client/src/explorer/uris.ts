import type { Bucket } from "@glacier/core/resources";
import { internal } from "../ids.ts";

/** The URI of an object as a document: the bucket's id is the first segment, so that the document can be read again after a restart. */
export function objectUri(bucketId: string, key: string): { scheme: string; path: string } {
  return { scheme: internal.objectScheme, path: `/${encodeURIComponent(bucketId)}/${key}` };
}

/** The way back; undefined for a path that is not one of ours. */
export function parseObjectPath(path: string): { bucketId: string; key: string } | undefined {
  const slash = path.indexOf("/", 1);
  if (slash === -1) return undefined;
  try {
    return { bucketId: decodeURIComponent(path.slice(1, slash)), key: path.slice(slash + 1) };
  } catch {
    // A `%` that encodes nothing: somebody else wrote this path.
    return undefined;
  }
}

/** The URI that code and other tools know an object, a prefix or (without a key) the whole of what the bucket addresses by. */
export function uriOf(bucket: Bucket, key: string | undefined): string {
  if (key === undefined) return bucket.getUri();
  return bucket.provider.bucket(bucket.bucketName, { path: key }).getUri();
}
