import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DataFormat } from "../../../core/src/config/formats.ts";
import type { StoreOrigin } from "../../../core/src/objects/companion.ts";
import { ObjectStoreBucket } from "../../../core/src/objects/object-store-bucket.ts";
import type { BucketAdapter } from "../../../core/src/resources/adapter.ts";
import type { Bucket } from "../../../core/src/resources/bucket.ts";
import { FolderStore } from "./folder-store.ts";

/** A bucket of an object store that lies in a folder. */
export function bucketIn(folder: string, path: string, format: DataFormat = "parquet", store = new FolderStore(folder)): BucketAdapter {
  // Of a bucket the adapter asks only these.
  const bucket = { path, format, getUri: () => `test://bucket/${path}` } as Bucket;
  return new ObjectStoreBucket(bucket, store, originOf(folder));
}

/** Where the thread that serves objects finds the store of a folder. */
export function originOf(folder: string): StoreOrigin {
  const place = { provider: { folder }, bucket: undefined, bucketName: "bucket" };
  return { module: pathToFileURL(join(import.meta.dirname, "folder-store.ts")).href, place };
}
