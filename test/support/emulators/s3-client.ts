import { randomUUID } from "node:crypto";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { onTestFinished } from "vitest";
import type { S3Access } from "./access.ts";

/** The vendor's own client, closed after the current test. */
export function s3Client({ endpoint, region, accessKeyId, secretAccessKey }: S3Access): S3Client {
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return client;
}

/** A client with a new bucket, which no other test sees. */
export async function bucketOn(access: S3Access): Promise<{ client: S3Client; bucket: string }> {
  const client = s3Client(access);
  const bucket = `test-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return { client, bucket };
}
