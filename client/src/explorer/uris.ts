import type { Bucket } from "@glacier/core/resources";
import type { ResourceBucket, ResourceProvider } from "@glacier/server/protocol";
import { internal } from "../ids.ts";

/**
 * The URI of an object as a document: a path that reads well in tabs and breadcrumbs, and in the query the provider and the bucket,
 * so that the document can be read again after a restart.
 */
export function objectUri(
  provider: Pick<ResourceProvider, "key">,
  bucket: Pick<ResourceBucket, "id" | "name">,
  key: string,
): { scheme: string; path: string; query: string } {
  const query = new URLSearchParams({ provider: provider.key, bucket: bucket.id }).toString();
  return { scheme: internal.objectScheme, path: `/${bucket.name.replaceAll("/", "_")}/${key}`, query };
}

export interface ObjectPlace {
  providerKey: string;
  bucketId: string;
  key: string;
}

/** The way back; undefined for a URI that is not one of ours. */
export function parseObjectUri({ path, query }: { path: string; query: string }): ObjectPlace | undefined {
  const slash = path.indexOf("/", 1);
  const parts = new URLSearchParams(query);
  const [providerKey, bucketId] = [parts.get("provider"), parts.get("bucket")];
  return slash === -1 || providerKey === null || bucketId === null ? undefined : { providerKey, bucketId, key: path.slice(slash + 1) };
}

/** The URI that code and other tools know an object, a prefix or (without a key) the whole of what the bucket addresses by. */
export function uriOf(bucket: Bucket, key: string | undefined): string {
  if (key === undefined) return bucket.getUri();
  return bucket.provider.bucket(bucket.bucketName, { path: key }).getUri();
}
