import { cloudById } from "../clouds/descriptors.ts";
import type { Bucket } from "./bucket.ts";

/** The URI of a key, a folder or a glob in a bucket, whatever the bucket's own path is. */
export function objectUri({ provider, bucketName }: Pick<Bucket, "provider" | "bucketName">, path: string): string {
  const config = { ...provider.config, basePath: provider.basePath };
  return cloudById(provider.cloud)?.bucketUri({ config, bucketName, path }) ?? `${provider.cloud}://${bucketName}/${path}`;
}
