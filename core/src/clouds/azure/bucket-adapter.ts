import { bucketOn } from "../../objects/bucket-on.ts";
import type { BucketAdapter } from "../../resources/adapter.ts";
import type { Bucket } from "../../resources/bucket.ts";
import { createObjectStore, objectStoreModule } from "./object-store.ts";

/** Buckets on Azure Blob Storage, where they are called containers. */
export function createAdapter(bucket: Bucket): BucketAdapter {
  return bucketOn(bucket, createObjectStore, objectStoreModule);
}
