import { randomBytes, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { inspect } from "node:util";
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  BlobServiceClient,
  type ContainerClient,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import pl from "nodejs-polars";
import { beforeAll, describe, expect, it } from "vitest";
import { createObjectStore } from "../../core/src/clouds/azure/object-store.ts";
import type { Tuning } from "../../core/src/clouds/azure/tuning.ts";
import type { Call, ObjectStore } from "../../core/src/objects/object-store.ts";
import { allOf } from "../support/all-of.ts";
import type { AzureAccess } from "../support/emulators/access.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";

const MEBIBYTE = 1024 * 1024;
const call: Call = { operation: "bucket.test" };

onEmulator("azure", (azure) => {
  let container: ContainerClient;
  let store: ObjectStore;
  beforeAll(async () => {
    container = await newContainer(azure);
    store = storeOf(azure, container.containerName);
  });

  describe("put", () => {
    it.each([0, 1, 5 * MEBIBYTE + 1])("stores %i bytes whole", async (size) => {
      const bytes = randomBytes(size);
      const info = await store.put("whole.bin", { bytes }, { contentType: "text/csv" }, call);
      expect(info).toMatchObject({ key: "whole.bin", size });
      expect(await store.head("whole.bin", call)).toMatchObject({ ...info, contentType: "text/csv" });
      expect((await read(store, "whole.bin")).equals(bytes)).toBe(true);
    });

    it.each([0, 1, 40 * MEBIBYTE + 1])("stores a stream of %i bytes whose length nobody knows", async (size) => {
      const bytes = randomBytes(size);
      const info = await store.put("stream.bin", { stream: Readable.from(chunks(bytes)) }, { contentType: "a/b" }, call);
      expect(info.size).toBe(size);
      expect(await store.head("stream.bin", call)).toMatchObject({ ...info, contentType: "a/b" });
      expect((await read(store, "stream.bin")).equals(bytes)).toBe(true);
    });

    it("leaves what was there when the source of a stream fails, and throws the source's own error", async () => {
      const small = storeOf(azure, container.containerName, { partSize: 1000 });
      await store.put("kept", { bytes: Buffer.from("old") }, {}, call);
      const failure = new Error("the source broke");
      const source = Readable.from(
        (async function* () {
          for (let index = 0; index < 10; index++) yield Buffer.alloc(1500);
          throw failure;
        })(),
      );
      await expect(small.put("kept", { stream: source }, {}, call)).rejects.toBe(failure);
      expect(String(await read(store, "kept"))).toBe("old");
      const other = Readable.from(
        (async function* () {
          yield Buffer.alloc(5000);
          throw failure;
        })(),
      );
      await expect(small.put("never", { stream: other }, {}, call)).rejects.toBe(failure);
      await expect(store.head("never", call)).rejects.toMatchObject({ code: "NOT_FOUND" });
    });

    it("ends at once when it is cancelled while the source is silent, and leaves nothing", async () => {
      const controller = new AbortController();
      const small = storeOf(azure, container.containerName, { partSize: 1000 });
      const source = new Readable({ read: () => undefined });
      source.push(Buffer.alloc(5000));
      const upload = small.put("cancelled", { stream: source }, {}, { ...call, signal: controller.signal });
      setTimeout(() => controller.abort(), 50);
      await expect(upload).rejects.toMatchObject({ code: "CANCELLED" });
      expect(source.destroyed).toBe(true);
      await expect(store.head("cancelled", call)).rejects.toMatchObject({ code: "NOT_FOUND" });
    });

    it("heeds conditions, in one request and in blocks", async () => {
      const small = storeOf(azure, container.containerName, { partSize: 10 });
      for (const [key, content] of [
        ["cond-1", () => ({ bytes: Buffer.from("x".repeat(30)) })],
        ["cond-2", () => ({ stream: Readable.from([Buffer.from("x".repeat(30))]) })],
      ] as const) {
        const { etag } = await small.put(key, content(), { ifNoneMatch: "*" }, call);
        await expect(small.put(key, content(), { ifNoneMatch: "*" }, call)).rejects.toMatchObject({ code: "CONFLICT" });
        await small.put(key, content(), { ifMatch: etag }, call);
        await expect(small.put(key, content(), { ifMatch: etag }, call)).rejects.toMatchObject({ code: "CONFLICT" });
      }
    });

    it("gives each blob the tier of the bucket's config, in one request and in blocks", async () => {
      const cool = createObjectStore({ ...placeOf(azure, container.containerName), bucket: { tier: "Cool" } }, { partSize: 10 });
      await cool.put("cool-1", { bytes: Buffer.from("x") }, {}, call);
      await cool.put("cool-2", { stream: Readable.from([Buffer.alloc(30)]) }, {}, call);
      expect((await store.head("cool-1", call)).storageClass).toBe("Cool");
      expect((await store.head("cool-2", call)).storageClass).toBe("Cool");
    });
  });

  describe("get", () => {
    it("gives ranges, and nothing at or behind the end", async () => {
      await store.put("ranges", { bytes: Buffer.from("0123456789") }, {}, call);
      expect(String(await read(store, "ranges", { offset: 3, length: 4 }))).toBe("3456");
      expect(String(await read(store, "ranges", { offset: 7 }))).toBe("789");
      expect(String(await read(store, "ranges", { offset: 8, length: 100 }))).toBe("89");
      expect(String(await read(store, "ranges", { offset: 10 }))).toBe("");
      expect(String(await read(store, "ranges", { offset: 11, length: 1 }))).toBe("");
      await store.put("empty", { bytes: Buffer.alloc(0) }, {}, call);
      expect(String(await read(store, "empty", { offset: 0, length: 1 }))).toBe("");
    });

    it("refuses another version than the one that is asked for, retryably", async () => {
      const { etag } = await store.put("version", { bytes: Buffer.from("one") }, {}, call);
      expect(String(await read(store, "version", { offset: 0, ifMatch: etag }))).toBe("one");
      await store.put("version", { bytes: Buffer.from("two") }, {}, call);
      const late = store.get("version", { offset: 1, ifMatch: etag }, call);
      await expect(late).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
    });

    it("ends a body with CANCELLED when the signal says so", async () => {
      await store.put("long", { bytes: randomBytes(8 * MEBIBYTE) }, {}, call);
      const controller = new AbortController();
      const body = await store.get("long", { offset: 0 }, { ...call, signal: controller.signal });
      body.once("data", () => controller.abort());
      await expect(buffer(body)).rejects.toMatchObject({ code: "CANCELLED" });
    });
  });

  describe("list", () => {
    it("gives pages in the order of UTF-8 bytes, of any key that Azure keeps", async () => {
      const listed = await newContainer(azure);
      const listing = storeOf(azure, listed.containerName);
      const keys = [...Array.from({ length: 2_500 }, (_, index) => `many/${index}`), ...AWKWARD];
      await inGroups(keys, (key) => listing.put(key, { bytes: Buffer.from(key) }, {}, call));
      const sorted = [...keys].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
      expect(await keysOf(listing, { prefix: "", pageSize: 1000 })).toEqual(sorted);
      expect(await keysOf(listing, { prefix: "", pageSize: 100_000 })).toEqual(sorted);
      expect(await keysOf(listing, { prefix: "emoji/", pageSize: 1 })).toEqual(sorted.filter((key) => key.startsWith("emoji/")));
      for (const key of AWKWARD) expect(String(await read(listing, key))).toBe(key);
      const folders = await pagesOf(listing, { prefix: "", delimiter: "/", pageSize: 1000 });
      expect(folders.flatMap(({ prefixes }) => prefixes)).toEqual(["%2e%2e/", "/", "a/", "emoji/", "many/", "trail/"]);
      expect(folders.flatMap(({ objects }) => objects.map(({ key }) => key))).toEqual(sorted.filter((key) => !key.includes("/")));
      const [first] = (await pagesOf(listing, { prefix: "many/7", pageSize: 1 })).flatMap(({ objects }) => objects);
      const { contentType: _, ...stat } = await listing.head("many/7", call);
      expect(first).toEqual(stat);
      await listing.removeMany([...keys, "missing"], call);
      expect(await pagesOf(listing, { prefix: "", pageSize: 10 })).toEqual([{ objects: [], prefixes: [] }]);
    });

    it("stops between pages when the signal says so", async () => {
      await inGroups(["stop/1", "stop/2", "stop/3"], (key) => store.put(key, { bytes: Buffer.from(key) }, {}, call));
      const controller = new AbortController();
      const pages = store.list({ prefix: "stop/", pageSize: 1 }, { ...call, signal: controller.signal });
      await expect(
        (async () => {
          for await (const _ of pages) controller.abort();
        })(),
      ).rejects.toMatchObject({ code: "CANCELLED" });
    });
  });

  it.each(["a/../b", "..", "a/.", "dot.", "a./b", "back\\slash", "line\nfeed", "half \ud800", "", "long/".repeat(205)])(
    "refuses the key %j, which Azure would make another one of",
    async (key) => {
      const refused = expect.objectContaining({ code: "CONFIG_INVALID", operation: call.operation });
      await expect(store.put(key, { bytes: Buffer.from("x") }, {}, call)).rejects.toEqual(refused);
      await expect(store.head(key, call)).rejects.toEqual(refused);
      await expect(store.removeMany([key], call)).rejects.toEqual(refused);
    },
  );

  it("copies with the content type, over what is there, and says which of the two is missing", async () => {
    const source = await store.put("copy/ü +%.txt", { bytes: Buffer.from("content") }, { contentType: "text/x-mine" }, call);
    await store.put("copy/to", { bytes: Buffer.from("old") }, {}, call);
    const copied = await store.copy(source.key, "copy/to", call);
    expect(await store.head("copy/to", call)).toMatchObject({ ...copied, size: 7, contentType: "text/x-mine" });
    expect(String(await read(store, "copy/to"))).toBe("content");
    await expect(store.copy("copy/none", "copy/to", call)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining("copy/none"),
    });
  });

  it("signs a URL that opens one object for a while", async () => {
    await store.put("signed ü?#.txt", { bytes: Buffer.from("mine") }, {}, call);
    const before = Date.now();
    const url = await store.signedUrl("signed ü?#.txt", 60, call);
    const after = Date.now();
    expect(await (await fetch(url)).text()).toBe("mine");
    const expiry = Date.parse(new URL(url).searchParams.get("se") ?? "");
    // It is written in whole seconds.
    expect(expiry).toBeGreaterThan(before + 59_000);
    expect(expiry).toBeLessThan(after + 61_000);
    expect((await fetch(await store.signedUrl("signed ü?#.txt", -60, call))).status).toBe(403);
  });

  describe("with a shared access signature", () => {
    it("does all but sign", async () => {
      const { accountKey: _, ...account } = placeOf(azure, "").provider;
      const signature = accountSignature(azure);
      const signed = createObjectStore({
        provider: {
          resourceGroup: account.resourceGroup,
          connectionString: `BlobEndpoint=${azure.endpoint};SharedAccessSignature=${signature}`,
        },
        bucket: undefined,
        bucketName: container.containerName,
      });
      expect(signed.capabilities.signedUrls).toBe(false);
      await signed.put("sas/a", { bytes: Buffer.from("a") }, {}, call);
      await signed.copy("sas/a", "sas/b", call);
      expect(await keysOf(signed, { prefix: "sas/", pageSize: 10 })).toEqual(["sas/a", "sas/b"]);
      const refused = signed.signedUrl("sas/a", 60, call);
      await expect(refused).rejects.toMatchObject({ code: "UNSUPPORTED_OPERATION", hint: expect.stringContaining("accountKey") });
      await signed.removeMany(["sas/a", "sas/b"], call);
      expect(await keysOf(signed, { prefix: "sas/", pageSize: 10 })).toEqual([]);
    });
  });

  describe("errors", () => {
    const place = () => placeOf(azure, container.containerName);
    const at = (provider: object) => createObjectStore({ ...place(), provider: { ...place().provider, ...provider } }, { firstPauseMs: 1 });

    it("tell a missing bucket from a missing object, whatever is asked", async () => {
      await expect(store.head("none", call)).rejects.toMatchObject({
        code: "NOT_FOUND",
        message: expect.stringContaining("/none was not"),
      });
      const nowhere = storeOf(azure, "no-such-bucket");
      for (const ask of [
        () => nowhere.head("k", call),
        () => nowhere.get("k", { offset: 0 }, call),
        () => nowhere.put("k", { bytes: Buffer.from("x") }, {}, call),
        () => keysOf(nowhere, { prefix: "", pageSize: 1 }),
        () => nowhere.copy("k", "l", call),
        () => nowhere.removeMany(["k"], call),
        () => nowhere.removeMany(["k", "l"], call),
      ]) {
        const message = expect.stringContaining('bucket "no-such-bucket" does not exist');
        await expect(ask()).rejects.toMatchObject({ code: "NOT_FOUND", message, operation: "bucket.test", retryable: false });
      }
    });

    it("name what to do, and no secret, also in what they were caused by", async () => {
      const wrong = at({ accountKey: azure.stranger.accountKey });
      const unsigned = createObjectStore({
        ...place(),
        provider: { connectionString: `BlobEndpoint=${azure.endpoint};SharedAccessSignature=sv=2022-11-02&sig=c2VjcmV0` },
      });
      for (const ask of [
        () => wrong.head("k", call),
        () => wrong.put("k", { bytes: Buffer.from("x") }, {}, call),
        () => keysOf(wrong, { prefix: "", pageSize: 1 }),
        () => wrong.removeMany(["k", "l"], call),
        () => unsigned.head("k", call),
        () => keysOf(unsigned, { prefix: "", pageSize: 1 }),
      ]) {
        const error: unknown = await ask().catch((caught: unknown) => caught);
        expect(error).toMatchObject({ code: "ACCESS_DENIED", operation: "bucket.test", hint: expect.stringContaining("key") });
        const text = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
        for (const secret of [azure.stranger.accountKey, "c2VjcmV0", "SharedKey "]) expect(text).not.toContain(secret);
      }
    });

    it("say NETWORK where no server is, after the attempts that are allowed", async () => {
      const closed = at({ endpoint: "http://127.0.0.1:1/devstoreaccount1" });
      await expect(closed.head("k", call)).rejects.toMatchObject({ code: "NETWORK", retryable: true });
    });

    it("say CONFIG_INVALID where no account is named", async () => {
      const nobody = createObjectStore({ ...place(), provider: { resourceGroup: "rg" } });
      const hint = expect.stringContaining("storageAccount");
      await expect(nobody.head("k", call)).rejects.toMatchObject({ code: "CONFIG_INVALID", hint });
    });
  });

  describe("polarsAccess", () => {
    const noUrl = () => Promise.reject(new Error("not asked for"));

    it.each(["key", "signature"])("lets Polars scan by itself with a %s", async (kind) => {
      const bytes = pl.DataFrame({ a: [1, 2, 3] }).writeParquet();
      await store.put("frames/a.parquet", { bytes }, {}, call);
      const connectionString = `BlobEndpoint=${azure.endpoint};SharedAccessSignature=${accountSignature(azure)}`;
      const scanned =
        kind === "key" ? store : createObjectStore({ ...placeOf(azure, container.containerName), provider: { connectionString } });
      const access = await scanned.polarsAccess(call, noUrl);
      const frame = await pl.scanParquet(`${access?.root}frames/a.parquet`, { cloudOptions: access?.cloudOptions ?? {} }).collect();
      expect(frame.toRecords()).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    });
  });
});

/** Keys that other clouds' tools have trouble with, and Azure keeps as they are. */
const AWKWARD = [
  "a",
  "a/b",
  "a//b",
  "/lead",
  "trail/",
  "space at the end ",
  "a+b%20#?&=;:@,.txt",
  "%2e%2e/x",
  "é",
  "e\u0301",
  "quote'\"<>|*",
  "ü".repeat(500),
  "x".repeat(1024),
  "emoji/😀",
  "emoji/😀a",
  "emoji/\uff5a",
  "emoji/\uff5a😀",
  "emoji/\uff5a\uff5a",
  "emoji/z",
  "😀",
  "\uff5a",
];

function placeOf({ account, accountKey, endpoint }: AzureAccess, bucketName: string) {
  return { provider: { resourceGroup: "rg", storageAccount: account, accountKey, endpoint }, bucket: undefined, bucketName };
}

function storeOf(azure: AzureAccess, bucketName: string, tuning: Partial<Tuning> = {}): ObjectStore {
  return createObjectStore(placeOf(azure, bucketName), tuning);
}

async function newContainer({ endpoint, account, accountKey }: AzureAccess): Promise<ContainerClient> {
  const client = new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, accountKey)).getContainerClient(
    `test-${randomUUID()}`,
  );
  await client.create();
  return client;
}

/** Of the whole account: a query without its question mark. */
function accountSignature({ account, accountKey }: AzureAccess): string {
  const values = {
    expiresOn: new Date(Date.now() + 600_000),
    permissions: AccountSASPermissions.parse("rwdlacx"),
    resourceTypes: AccountSASResourceTypes.parse("sco").toString(),
    services: AccountSASServices.parse("b").toString(),
  };
  return generateAccountSASQueryParameters(values, new StorageSharedKeyCredential(account, accountKey)).toString();
}

async function read(store: ObjectStore, key: string, range = { offset: 0 } as Parameters<ObjectStore["get"]>[1]): Promise<Buffer> {
  return buffer(await store.get(key, range, call));
}

async function pagesOf(store: ObjectStore, request: Parameters<ObjectStore["list"]>[0]) {
  return allOf(store.list(request, call));
}

async function keysOf(store: ObjectStore, request: Parameters<ObjectStore["list"]>[0]): Promise<string[]> {
  const pages = await pagesOf(store, request);
  for (const { objects } of pages) expect(objects.length).toBeLessThanOrEqual(request.pageSize);
  return pages.flatMap(({ objects }) => objects.map(({ key }) => key));
}

async function inGroups<Item>(items: readonly Item[], action: (item: Item) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += 50) await Promise.all(items.slice(from, from + 50).map(action));
}

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += 300_007) yield bytes.subarray(from, from + 300_007);
}
