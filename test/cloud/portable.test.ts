import { execFile } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { Storage } from "@google-cloud/storage";
import { afterEach, expect, it, vi } from "vitest";
import { Provider } from "../../core/src/index.ts";
import type { S3Access } from "../support/emulators/access.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";
import { s3Client } from "../support/emulators/s3-client.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = join(import.meta.dirname, "../..");
const glacier = join(root, "cli/bin/glacier.mjs");
const weather = join(root, "node_modules/vega-datasets/data/seattle-weather.csv");
const exec = promisify(execFile);
const BUCKET = "glacier-weather";

type Environment = Record<string, string>;

/** The example's pipeline, run by the command as a user would, in an environment that chooses the cloud. */
async function runExample(env: Environment): Promise<Record<string, unknown>[]> {
  // Keys are found by the cloud's own chain, in this process as in the command's.
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const provider = Provider.fromEnv(env);
  await exec(process.execPath, [glacier, "run", "examples/portable/pipeline.ts"], {
    cwd: root,
    env: { ...guarded(), PATH: process.env.PATH ?? "", HOME: temporaryFolder(), ...env },
  });
  const result = provider.bucket(BUCKET, { path: "months/seattle.parquet" });
  return (await (await result.scan()).collect()).toRecords();
}

/** What keeps a child on this machine. */
const guarded = (): Environment =>
  Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** What the example gives on this laptop. */
async function onThisLaptop(): Promise<Record<string, unknown>[]> {
  const basePath = temporaryFolder();
  await mkdir(join(basePath, BUCKET, "days"), { recursive: true });
  await copyFile(weather, join(basePath, BUCKET, "days/seattle-weather.csv"));
  return runExample({ GLACIER_BASE_PATH: basePath });
}

async function inTheCloud(env: Environment): Promise<void> {
  const expected = await onThisLaptop();
  vi.unstubAllEnvs();
  await exec(process.execPath, [glacier, "cp", weather, uriOf(env)], { cwd: root, env: { ...guarded(), ...env } });
  const months = await runExample(env);
  expect(months).toHaveLength(48);
  expect(months).toEqual(expected);
}

const uriOf = (env: Environment): string => Provider.fromEnv(env).bucket(BUCKET, { path: "days/" }).getUri();

async function onS3(s3: S3Access): Promise<void> {
  await s3Client(s3).send(new CreateBucketCommand({ Bucket: BUCKET }));
  await inTheCloud({
    AWS_REGION: s3.region,
    AWS_ENDPOINT_URL: s3.endpoint,
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
  });
}

afterEach(() => void vi.unstubAllEnvs());

const title = "the portable example gives what it gives on a laptop";

onEmulator("s3Full", (s3) => void it(title, () => onS3(s3), 60_000));
onEmulator("s3Light", (s3) => void it(title, () => onS3(s3), 60_000));
onEmulator("azure", ({ endpoint, account, accountKey }) => {
  it(title, async () => {
    const service = new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, accountKey));
    await service.getContainerClient(BUCKET).create();
    const connection = { DefaultEndpointsProtocol: "http", AccountName: account, AccountKey: accountKey, BlobEndpoint: endpoint };
    await inTheCloud({
      AZURE_RESOURCE_GROUP: "weather",
      AZURE_STORAGE_CONNECTION_STRING: Object.entries(connection)
        .map(([name, value]) => `${name}=${value};`)
        .join(""),
    });
  }, 60_000);
});
onEmulator("gcs", ({ endpoint, project }) => {
  it(title, async () => {
    await new Storage({ apiEndpoint: endpoint, projectId: project }).createBucket(BUCKET);
    await inTheCloud({ GCP_PROJECT: project, STORAGE_EMULATOR_HOST: endpoint });
  }, 60_000);
});
