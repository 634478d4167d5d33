// What lies in the buckets, put there by the vendors' own clients.
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import type { AzureAccess, S3Access } from "../../support/emulators/access.ts";

const ORDERS = "order,region,amount\n1,north,120\n2,south,80\n";
/** More than two pages of the view. */
const PARTS = 450;

export async function fillS3({ endpoint, region, accessKeyId, secretAccessKey }: S3Access): Promise<void> {
  const client = new S3Client({ endpoint, region, credentials: { accessKeyId, secretAccessKey }, forcePathStyle: true });
  const put = (Bucket: string, Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket, Key, Body }));
  try {
    for (const Bucket of ["orders", "wide"]) await client.send(new CreateBucketCommand({ Bucket }));
    await put("orders", "2026/north.csv", ORDERS);
    await put("orders", "2026/south.csv", ORDERS.repeat(60));
    await put("orders", "2025/all of it.csv", ORDERS);
    await put("orders", "README.md", "# Orders\n\nOne file a region and year.\n");
    for (let part = 0; part < PARTS; part++) await put("wide", `parts/part-${String(part).padStart(4, "0")}.csv`, ORDERS);
  } finally {
    client.destroy();
  }
}

export async function fillAzure({ endpoint, account, accountKey }: AzureAccess): Promise<void> {
  const service = new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, accountKey));
  const container = service.getContainerClient("reports");
  await container.create();
  for (const key of ["by-region.csv", "2026/q1.csv", "2026/q2.csv"])
    await container.getBlockBlobClient(key).upload(ORDERS, Buffer.byteLength(ORDERS));
}
