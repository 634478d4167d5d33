import type { OpenBucket } from "@glacier/core/testing";
import type { ResourceBucket, ResourceProvider, StaticValue } from "@glacier/server/protocol";
import { expect, it } from "vitest";
import { connect, listFolder, readObject } from "../../client/src/explorer/connections.ts";
import { Folder } from "../../client/src/explorer/folder.ts";
import { newAzureContainer } from "../support/clouds/azure-buckets.ts";
import { newGcsBucket } from "../support/clouds/gcs-buckets.ts";
import { newS3Bucket } from "../support/clouds/s3-buckets.ts";
import type { S3Access } from "../support/emulators/access.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";

const location = { uri: "file:///w/sales.ts", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
const literal = (value: string): StaticValue => ({ kind: "literal", value });

/** What the source says of a bucket: places as they are, secrets by the variables that hold them. */
interface Source {
  cloud: string;
  config: Record<string, string>;
  secrets: Record<string, string>;
}

const title = "the explorer lists a bucket of the source page by page, and reads an object";

async function isBrowsed({ cloud, config, secrets }: Source, made: { name: string; bucket: OpenBucket }): Promise<void> {
  const store = made.bucket("");
  const keys = ["2025/a.csv", "a b.csv", "c.csv", "d.csv", "e.csv"];
  for (const key of keys) await store.upload(key, `the text of ${key}`);
  const connected = connect(providerOf({ cloud, config, secrets }), bucketOf(made.name), { env: secrets, folder: "/" });
  const folder = new Folder((signal) => listFolder(connected, undefined, { signal, pageSize: 2 }));
  let pages = 0;
  for (; folder.hasMore; pages++) await folder.more();
  expect(folder.problem).toBeUndefined();
  expect([folder.prefixes, folder.objects.map(({ key, size }) => [key, size])]).toEqual([
    ["2025/"],
    keys.slice(1).map((key) => [key, `the text of ${key}`.length]),
  ]);
  // Some servers count folders among what fills a page, and some do not.
  expect(pages).toBeGreaterThan(1);
  const connection = await connected;
  if (!connection.ok) throw new Error(connection.problem.message);
  expect(Buffer.from(await readObject(connection.bucket, "a b.csv")).toString()).toBe("the text of a b.csv");
}

async function problemOf(source: Source, name: string): Promise<string | undefined> {
  const folder = new Folder((signal) =>
    listFolder(connect(providerOf(source), bucketOf(name), { env: source.secrets, folder: "/" }), undefined, { signal }),
  );
  await folder.more();
  return folder.problem?.code;
}

function providerOf({ cloud, config, secrets }: Source): ResourceProvider {
  const places = Object.entries(config).map(([field, value]) => [field, literal(value)]);
  const withheld = Object.keys(secrets).map((field): [string, StaticValue] => [field, { kind: "secret", variable: field }]);
  return {
    key: "provider:far#1",
    id: "provider:far",
    name: "far",
    clouds: [cloud],
    config: Object.fromEntries([...places, ...withheld]),
    location,
    buckets: [],
  };
}

const bucketOf = (name: string): ResourceBucket => ({
  id: `bucket:far/${name}`,
  name,
  bucketName: literal(name),
  path: literal(""),
  format: literal("csv"),
  location,
});

const onS3 = (
  { endpoint, region }: S3Access,
  { accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string },
): Source => ({
  cloud: "aws",
  config: { endpoint, region },
  secrets: { accessKeyId, secretAccessKey },
});

onEmulator("s3Light", (s3) => void it(title, async () => isBrowsed(onS3(s3, s3), await newS3Bucket(s3))));
onEmulator("s3Full", (s3) => {
  it(title, async () => isBrowsed(onS3(s3, s3), await newS3Bucket(s3)));
  it("the explorer is told of rights that are missing, and of a bucket that does not exist", async () => {
    const { name } = await newS3Bucket(s3);
    expect(await problemOf(onS3(s3, s3.stranger), name)).toBe("ACCESS_DENIED");
    expect(await problemOf(onS3(s3, s3), "nowhere-at-all")).toBe("NOT_FOUND");
  });
});
onEmulator("azure", (azure) => {
  const source = ({ account, accountKey }: { account: string; accountKey: string }): Source => ({
    cloud: "azure",
    config: { resourceGroup: "test", storageAccount: account, endpoint: azure.endpoint },
    secrets: { accountKey },
  });
  it(title, async () => isBrowsed(source(azure), await newAzureContainer(azure)));
  it("the explorer is told of a wrong key, and of a container that does not exist", async () => {
    const { name } = await newAzureContainer(azure);
    expect(await problemOf(source({ account: azure.account, accountKey: azure.stranger.accountKey }), name)).toBe("ACCESS_DENIED");
    expect(await problemOf(source(azure), "nowhere-at-all")).toBe("NOT_FOUND");
  });
});
onEmulator("gcs", (gcs) => {
  const source: Source = { cloud: "gcp", config: { project: gcs.project, endpoint: gcs.endpoint }, secrets: {} };
  it(title, async () => isBrowsed(source, await newGcsBucket(gcs)));
  it("the explorer is told of a bucket that does not exist", async () => {
    expect(await problemOf(source, "nowhere-at-all")).toBe("NOT_FOUND");
  });
});
