import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ObjectStoreBucket } from "../../../core/src/objects/object-store-bucket.ts";
import type { BucketAdapter } from "../../../core/src/resources/adapter.ts";
import type { Bucket } from "../../../core/src/resources/bucket.ts";
import type { DataFormat } from "../../../core/src/resources/format.ts";
import { FolderStore } from "./folder-store.ts";

/** A bucket of an object store that lies in a folder. */
export function bucketIn(folder: string, path: string, format: DataFormat = "parquet", store = new FolderStore(folder)): BucketAdapter {
  const place = { provider: { folder }, bucket: undefined, bucketName: "bucket" };
  const module = pathToFileURL(join(import.meta.dirname, "folder-store.ts")).href;
  // Of a bucket the adapter asks only these.
  const bucket = { path, format, getUri: () => `test://bucket/${path}` } as Bucket;
  return new ObjectStoreBucket(bucket, store, { module, place });
}
