import { bucketOn } from "../../objects/bucket-on.ts";
import type { BucketAdapter } from "../../resources/adapter.ts";
import type { Bucket } from "../../resources/bucket.ts";
import { createObjectStore, objectStoreModule } from "./object-store.ts";

/** Buckets on Google Cloud Storage. */
export function createAdapter(bucket: Bucket): BucketAdapter {
  return bucketOn(bucket, createObjectStore, objectStoreModule);
}
