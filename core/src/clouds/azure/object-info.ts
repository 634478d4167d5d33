import type { BlobGetPropertiesResponse, BlobItem } from "@azure/storage-blob";
import type { ObjectInfo, ObjectStat } from "../../resources/adapter.ts";
import type { WriteSettings } from "./write-options.ts";

/** An object of a list. */
export function listedObject({ name, properties }: BlobItem): ObjectInfo {
  const { contentLength = 0, lastModified, etag, accessTier } = properties;
  return { key: name, size: contentLength, lastModified, etag: plainEtag(etag), ...classOf(accessTier) };
}

export function objectStat(key: string, properties: BlobGetPropertiesResponse): ObjectStat {
  const { contentLength = 0, contentType, accessTier } = properties;
  return {
    ...writtenObject(key, contentLength, properties),
    ...classOf(accessTier),
    ...(contentType === undefined ? {} : { contentType }),
  };
}

/** What the answer to a write says of the object. */
export function writtenObject(key: string, size: number, { etag, lastModified }: Written, settings?: WriteSettings): ObjectInfo {
  // Every answer of the service names both; the SDK's types leave room for one that does not.
  return { key, size, lastModified: lastModified ?? new Date(), etag: plainEtag(etag ?? ""), ...classOf(settings?.tier) };
}

export interface Written {
  readonly etag?: string | undefined;
  readonly lastModified?: Date | undefined;
}

const classOf = (tier: string | undefined): { storageClass?: string } => (tier === undefined ? {} : { storageClass: tier });

/** Headers have it in quotes, lists have not. */
const plainEtag = (etag: string): string => etag.replaceAll('"', "");
