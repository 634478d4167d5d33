import type { ServerSideEncryption, StorageClass } from "@aws-sdk/client-s3";
import type { S3Config } from "../../config/s3-config.ts";

/** What every object that is written is given. */
export interface WriteOptions {
  readonly StorageClass?: StorageClass;
  readonly ServerSideEncryption?: ServerSideEncryption;
  readonly SSEKMSKeyId?: string;
}

/**
 * What a bucket's config says about each write; what it says about the bucket itself is for its infrastructure.
 *
 * `AES256` is not sent: it is what S3 does with every object anyway, servers without encryption refuse to be asked for it, and a bucket whose
 * default is a KMS key keeps that default.
 */
export function writeOptionsOf(bucket: S3Config | undefined): WriteOptions {
  if (bucket === undefined) return {};
  const { storageClass, encryption, kmsKeyId } = bucket;
  return {
    ...(storageClass && { StorageClass: storageClass }),
    ...(encryption !== "AES256" && { ServerSideEncryption: encryption, ...(kmsKeyId && { SSEKMSKeyId: kmsKeyId }) }),
  };
}
