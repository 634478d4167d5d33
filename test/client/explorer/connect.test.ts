import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { ResourceBucket, ResourceProvider, StaticValue } from "@glacier/server/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connect, listFolder, readObject } from "../../../client/src/explorer/connections.ts";
import { Folder } from "../../../client/src/explorer/folder.ts";

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

  it("says in core's own words that a cloud cannot be browsed yet", async () => {
    const { problem } = await open(provider(["aws"], { region: literal("eu-central-1") }));
    expect(problem).toMatchObject({ code: "NO_ADAPTER" });
    expect(problem?.hint).toBeTruthy();
  });

  it("shows what is wrong with a provider's config, and never guesses a value", async () => {
    expect((await open(provider(["aws"], { region: literal("Frankfurt!") }))).problem?.code).toBe("CONFIG_INVALID");
    expect((await open(provider(["local"], { basePath: { kind: "unknown" } }))).problem?.message).toBe(
      "The provider's basePath is not known: only a run can tell.",
    );
    expect((await open(provider(["local"], {}), { ...raw, bucketName: { kind: "env", variable: "NOT_SET" } })).problem?.message).toBe(
      "The bucket's name is not known: the environment variable NOT_SET is not set.",
    );
  });

  it("does not choose between clouds", async () => {
    expect((await open(provider(["aws", "local"], {}))).problem).toEqual({
      message: "lake may be on aws or local.",
      hint: "Only a run can tell which.",
    });
  });
});
