import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { ResourceBucket, ResourceProvider, StaticValue } from "@glacier/server/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Connections, connect, listFolder, readObject } from "../../../client/src/explorer/connections.ts";
import { Folder } from "../../../client/src/explorer/folder.ts";
import { Listings } from "../../../client/src/explorer/listings.ts";

const location = { uri: "file:///w/sales.ts", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
const literal = (value: string): StaticValue => ({ kind: "literal", value });

const raw: ResourceBucket = {
  id: "bucket:lake/raw_orders.csv",
  name: "raw_orders.csv",
  bucketName: literal("raw"),
  path: literal("orders.csv"),
  format: literal("csv"),
  location,
};

const never = (): never => expect.unreachable();

const provider = (clouds: string[], config: Record<string, StaticValue>): ResourceProvider => ({
  key: "provider:lake#1",
  id: "provider:lake",
  name: "lake",
  clouds,
  config,
  location,
  buckets: [raw],
});

describe("browsing a bucket of the source", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "glacier-explorer-"));
    fs.mkdirSync(path.join(folder, "lake", "raw", "archive"), { recursive: true });
    fs.writeFileSync(path.join(folder, "lake", "raw", "orders.csv"), "order,amount\n1,2\n");
    fs.writeFileSync(path.join(folder, "lake", "raw", "archive", "2025.csv"), "order,amount\n");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const open = async (from: ResourceProvider, bucket = raw, prefix?: string, env: Record<string, string> = {}): Promise<Folder> => {
    const opened = new Folder(() => listFolder(connect(from, bucket, { env, folder }), prefix));
    await opened.more();
    return opened;
  };

  it("lists a local bucket below the workspace's folder, folders apart from objects", async () => {
    const root = await open(provider(["local"], { basePath: literal("./lake") }));
    expect([root.prefixes, root.objects.map(({ key, size }) => [key, size]), root.hasMore]).toEqual([
      ["archive/"],
      [["orders.csv", 17]],
      false,
    ]);
    const archive = await open(provider(["local"], { basePath: literal("./lake") }), raw, "archive/");
    expect(archive.objects.map(({ key }) => key)).toEqual(["archive/2025.csv"]);
  });

  it("takes the base path from an environment variable", async () => {
    const root = await open(provider(["local"], { basePath: { kind: "env", variable: "LAKE" } }), raw, undefined, {
      LAKE: path.join(folder, "lake"),
    });
    expect(root.objects.map(({ key }) => key)).toEqual(["orders.csv"]);
  });

  it("reads a whole object", async () => {
    const connected = await connect(provider(["local"], { basePath: literal("lake") }), raw, { env: {}, folder });
    if (!connected.ok) throw new Error(connected.problem.message);
    expect(Buffer.from(await readObject(connected.bucket, "orders.csv")).toString()).toBe("order,amount\n1,2\n");
  });

  it("shows what is wrong with a provider's config, and never guesses a value", async () => {
    expect((await open(provider(["aws"], { region: literal("Frankfurt!") }))).problem?.code).toBe("CONFIG_INVALID");
    expect((await open(provider(["local"], { basePath: { kind: "unknown" } }))).problem?.message).toBe(
      "The provider's basePath is not known: only a run can tell.",
    );
    expect((await open({ ...provider(["aws"], {}), configFrom: "unknown" })).problem?.message).toBe(
      "The config of lake is not known here.",
    );
    expect((await open(provider(["local"], {}), { ...raw, bucketName: { kind: "env", variable: "NOT_SET" } })).problem?.message).toBe(
      "The bucket's name is not known: the environment variable NOT_SET is not set.",
    );
  });

  it("gives up an object that turns out to be larger than a document may be", async () => {
    const connected = await connect(provider(["local"], { basePath: literal("lake") }), raw, { env: {}, folder });
    if (!connected.ok) throw new Error(connected.problem.message);
    await expect(readObject(connected.bucket, "orders.csv", { maxBytes: 16 })).rejects.toThrow("orders.csv is over 16 B");
    expect(await readObject(connected.bucket, "orders.csv", { maxBytes: 17 })).toHaveLength(17);
  });

  it("stops reading an object when it is told to", async () => {
    const connected = await connect(provider(["local"], { basePath: literal("lake") }), raw, { env: {}, folder });
    if (!connected.ok) throw new Error(connected.problem.message);
    await expect(readObject(connected.bucket, "orders.csv", { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("connects a bucket once, until that is forgotten", async () => {
    const connections = new Connections();
    const lake = provider(["local"], { basePath: literal("lake") });
    const first = connections.get(lake, raw, { env: {}, folder });
    expect(connections.get(lake, raw, { env: {}, folder })).toBe(first);
    connections.forget();
    expect(connections.get(lake, raw, { env: {}, folder })).not.toBe(first);
    await first;
  });

  it("connects a bucket anew when the source says otherwise of it, and shows no place by another's name", async () => {
    fs.mkdirSync(path.join(folder, "pond", "raw"), { recursive: true });
    fs.writeFileSync(path.join(folder, "pond", "raw", "new.csv"), "order\n");
    const connections = new Connections();
    const listings = new Listings((node, signal) => {
      const { provider: owner, bucket } = node.kind === "bucket" ? node : node.bucket;
      return listFolder(connections.get(owner, bucket, { env: {}, folder }), undefined, { signal });
    }, never);
    const listed = async (basePath: string): Promise<string[]> => {
      const owner = provider(["local"], { basePath: literal(basePath) });
      const listing = listings.of({ kind: "bucket", id: "lake\nraw", provider: owner, bucket: raw });
      if (listing.isNew) await listing.more();
      return listing.objects.map(({ key }) => key);
    };
    expect(await listed("lake")).toEqual(["orders.csv"]);
    expect(await listed("pond")).toEqual(["new.csv"]);
  });

  it("keeps what has been read of a folder while the source says the same of it, until it is forgotten", () => {
    const listings = new Listings(never, never);
    const opened = (id: string): Folder => listings.of({ kind: "bucket", id, provider: provider(["local"], {}), bucket: raw });
    const [lake, pond] = [opened("lake"), opened("pond")];
    expect([opened("lake"), opened("pond")]).toEqual([lake, pond]);
    listings.forget("lake");
    expect(listings.find("lake")).toBeUndefined();
    expect(listings.find("pond")).toBe(pond);
  });

  it("does not choose between clouds", async () => {
    expect((await open(provider(["aws", "local"], {}))).problem).toEqual({
      message: "lake may be on aws or local.",
      hint: "Only a run can tell which.",
    });
  });
});

describe("the config of a provider of the source", () => {
  const folder = path.resolve("/pipelines");
  const configOf = async (from: ResourceProvider, env: Record<string, string> = {}): Promise<Record<string, unknown>> => {
    const connected = await connect(from, raw, { env, folder });
    if (!connected.ok) throw new Error(connected.problem.message);
    return { ...connected.bucket.provider.config };
  };
  const variable = (name: string): StaticValue => ({ kind: "secret", variable: name });

  it("arrives with everything that says where: endpoints, kinds of addresses, accounts, files", async () => {
    const aws = {
      region: literal("r1"),
      endpoint: literal("http://127.0.0.1:1"),
      forcePathStyle: { kind: "literal", value: true } as const,
    };
    expect(await configOf(provider(["aws"], aws))).toEqual({ region: "r1", endpoint: "http://127.0.0.1:1", forcePathStyle: true });
    const azure = { resourceGroup: literal("g"), storageAccount: literal("acc"), endpoint: { kind: "env", variable: "E" } as const };
    expect(await configOf(provider(["azure"], azure), { E: "http://127.0.0.1:2/acc" })).toEqual({
      resourceGroup: "g",
      storageAccount: "acc",
      endpoint: "http://127.0.0.1:2/acc",
    });
    const gcp = { project: literal("prj"), credentialsFile: literal("keys/one.json") };
    expect(await configOf(provider(["gcp"], gcp))).toEqual({ project: "prj", credentialsFile: path.join(folder, "keys", "one.json") });
  });

  it("takes secrets from the variables that the source names", async () => {
    const azure = { resourceGroup: literal("g"), connectionString: variable("CONNECTION") };
    expect(await configOf(provider(["azure"], azure), { CONNECTION: "AccountName=a;AccountKey=Zm9v" })).toEqual({
      resourceGroup: "g",
      connectionString: "AccountName=a;AccountKey=Zm9v",
    });
  });

  it("leaves all secrets to the SDK's own chain where one of them is not known", async () => {
    const aws = { region: literal("eu-west-1"), accessKeyId: variable("KEY"), secretAccessKey: { kind: "secret" } as const };
    expect(await configOf(provider(["aws"], aws), { KEY: "k" })).toEqual({ region: "eu-west-1" });
    const connected = await connect(provider(["aws"], { ...aws, sessionToken: variable("TOKEN") }), raw, { env: { KEY: "k" }, folder });
    expect(connected).toMatchObject({
      ok: true,
      withheld: [
        "secretAccessKey: a secret in the source is not read from there.",
        "sessionToken: the environment variable TOKEN is not set.",
      ],
    });
  });

  it("is read from the environment where the source does that", async () => {
    const fromEnv = (clouds: string[]): ResourceProvider => ({ ...provider(clouds, {}), configFrom: "environment" });
    expect(await configOf(fromEnv(["aws"]), { AWS_REGION: "eu-west-3", AWS_PROFILE: "p" })).toEqual({ region: "eu-west-3", profile: "p" });
    expect(await configOf(fromEnv([]), { GCP_PROJECT: "prj" })).toEqual({ project: "prj" });
    expect(await configOf(fromEnv([]), { GLACIER_BASE_PATH: "lake" })).toEqual({ basePath: path.join(folder, "lake") });
  });
});
