import { randomUUID } from "node:crypto";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { Storage } from "@google-cloud/storage";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AwsConfig, AzureConfig, GcpConfig } from "../../core/src/config/index.ts";
import { type Bucket, Provider, pl } from "../../core/src/index.ts";
import type { S3Access } from "../support/emulators/access.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";
import { s3Client } from "../support/emulators/s3-client.ts";

const BUCKET = "glacier-scan-pinned";
const one = pl.DataFrame({ id: [1, 2] });
const other = pl.DataFrame({ id: [3, 4] });
const conflict = { code: "CONFLICT", retryable: true };
const ids = async (frame: pl.LazyDataFrame): Promise<unknown[]> => (await frame.collect()).getColumn("id").toArray();

function behaves(open: () => Promise<Provider>): void {
  describe.each([
    ["Polars by itself", "0"],
    ["Glacier", "Infinity"],
  ])("read by %s", (_who, bytes) => {
    beforeEach(() => void vi.stubEnv("GLACIER_DIRECT_READ_BYTES", bytes));
    afterEach(() => void vi.unstubAllEnvs());
    tests(open);
  });
}

function tests(open: () => Promise<Provider>): void {
  // Of its own, since the bucket is there for all.
  const home = randomUUID();
  const bucketAt = async (path: string): Promise<Bucket> => (await open()).bucket(BUCKET, { path: `${home}/${path}` });

  it("a frame is the version that was scanned, or a conflict, whatever is scanned later", async () => {
    const bucket = await bucketAt("pinned/a.parquet");
    await bucket.write(one);
    const early = await bucket.scan();
    expect(await ids(early)).toEqual([1, 2]);
    expect(early.collectSync().height).toBe(2);
    await bucket.write(other);
    const late = await bucket.scan();
    await expect(early.collect()).rejects.toMatchObject(conflict);
    expect(() => early.collectSync()).toThrow(expect.objectContaining(conflict));
    expect(await ids(late)).toEqual([3, 4]);
    expect(late.filter(pl.col("id").gt(3)).collectSync().height).toBe(1);
  });

  it("a folder has no part that was added after the scan", async () => {
    const bucket = await bucketAt("parts/");
    await bucket.write(one);
    await bucket.write(one);
    const scan = await bucket.scan();
    await bucket.write(other);
    expect(await ids(scan)).toEqual([1, 2, 1, 2]);
    await bucket.write(other, { mode: "overwrite" });
    await expect(scan.collect()).rejects.toMatchObject(conflict);
    expect(await ids(await bucket.scan())).toEqual([3, 4]);
  });

  it("keys and folders may have special characters", async () => {
    const bytes = (frame: pl.DataFrame): Buffer => frame.writeParquet({ compression: "zstd" });
    for (const name of ["a b", "50%", "%41", "a+b", "a#b", "[ab", "{a}", "a*b", "ü😀", "a'b&c"]) {
      const folder = `special/${name}/`;
      // A path with special characters is a pattern only where no object has it as its key.
      const object = await bucketAt(`${folder}x ${name}.parquet`);
      await object.upload(object.path, bytes(one));
      expect(await ids(await object.scan()), name).toEqual([1, 2]);
      await object.upload(`${home}/${folder}y.parquet`, bytes(other));
      expect(await ids(await (await bucketAt(folder)).scan()), name).toEqual([1, 2, 3, 4]);
    }
  });
}

function onS3(s3: S3Access): void {
  behaves(async () => {
    await s3Client(s3)
      .send(new CreateBucketCommand({ Bucket: BUCKET }))
      .catch(unlessThere);
    const { region, endpoint, accessKeyId, secretAccessKey } = s3;
    return new Provider({ config: new AwsConfig({ region, endpoint, accessKeyId, secretAccessKey, forcePathStyle: true }) });
  });
}

/** It is there since an earlier test. */
function unlessThere(error: unknown): void {
  if (!/exist|owned|conflict/i.test(String(error))) throw error;
}

onEmulator("s3Full", onS3);
onEmulator("azure", ({ endpoint, account, accountKey }) => {
  behaves(async () => {
    const service = new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, accountKey));
    await service.getContainerClient(BUCKET).createIfNotExists();
    return new Provider({ config: new AzureConfig({ resourceGroup: "test", storageAccount: account, accountKey, endpoint }) });
  });
});
onEmulator("gcs", ({ endpoint, project }) => {
  behaves(async () => {
    await new Storage({ apiEndpoint: endpoint, projectId: project }).createBucket(BUCKET).catch(unlessThere);
    return new Provider({ config: new GcpConfig({ project, endpoint }) });
  });
});
