import type { BucketAdapter } from "../resources/adapter.ts";
import type { Bucket } from "../resources/bucket.ts";
import type { ObjectStore } from "./object-store.ts";
import { ObjectStoreBucket } from "./object-store-bucket.ts";
import type { ObjectStorePlace } from "./place.ts";

/**
 * The adapter of a bucket in a cloud.
 *
 * @param createObjectStore the cloud's own
 * @param module URL of the module that exports it, for the thread that serves objects to Polars
 */
export function bucketOn(bucket: Bucket, createObjectStore: (place: ObjectStorePlace) => ObjectStore, module: string): BucketAdapter {
  const place: ObjectStorePlace = {
    provider: { ...bucket.provider.config },
    bucket: bucket.config && { ...bucket.config },
    bucketName: bucket.bucketName,
  };
  return new ObjectStoreBucket(bucket, createObjectStore(place), { module, place });
}
