import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { ListMultipartUploadsCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { createObjectStore } from "../../core/src/clouds/aws/object-store.ts";
import type { Tuning } from "../../core/src/clouds/aws/tuning.ts";
import type { Call, ListRequest, ObjectStore } from "../../core/src/objects/object-store.ts";
import type { ListPage } from "../../core/src/resources/adapter.ts";
import type { S3Access, S3Keys } from "../support/emulators/access.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";
import { bucketOn } from "../support/emulators/s3-client.ts";

const MiB = 1024 * 1024;
const call: Call = { operation: "bucket.test" };

onEmulator("s3Full", (s3) => {
  objects(s3, { control: true, ordered: true });

  describe("uploads in parts", () => {
    it.each([
      [3, {}],
      [8, { partSize: 5 * MiB }],
    ])("stores 40 MiB of unknown length in %d parts, in order", async (count, tuning) => {
      const { store, client, bucket } = await storeOn(s3, tuning);
      const content = pattern(40 * MiB);
      const info = await store.put("big", { stream: Readable.from(chunksOf(content, 777_777)) }, {}, call);
      expect(info).toMatchObject({ key: "big", size: content.length });
      expect(info.etag).toMatch(/^[0-9a-f]{32}-\d$/);
      expect(info.etag.endsWith(`-${count}`)).toBe(true);
      expect(await store.head("big", call)).toMatchObject(info);
      expect((await bytesOf(store, "big")).equals(content)).toBe(true);
      expect(await pending(client, bucket)).toEqual([]);
    });

    it("leaves nothing behind, and throws the source's own error, when the source fails", async () => {
      const { store, client, bucket } = await storeOn(s3);
      const failure = new Error("the source broke");
      async function* source() {
        yield pattern(36 * MiB);
        throw failure;
      }
      await expect(store.put("k", { stream: Readable.from(source()) }, {}, call)).rejects.toBe(failure);
      await expect(store.head("k", call)).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect(await pending(client, bucket)).toEqual([]);
    });

    it("ends at once and leaves nothing behind when it is cancelled while the source hangs", async () => {
      const { store, client, bucket } = await storeOn(s3);
      const cancel = new AbortController();
      const hung = Promise.withResolvers<void>();
      async function* source() {
        yield pattern(36 * MiB);
        hung.resolve();
        await new Promise(() => undefined);
      }
      const put = store.put("k", { stream: Readable.from(source()) }, {}, { ...call, signal: cancel.signal });
      await hung.promise;
      // By then, some parts are there and some are on their way.
      await sleep(200);
      cancel.abort();
      // It does not wait for its source, which never goes on.
      await expect(put).rejects.toMatchObject({ code: "CANCELLED" });
      await expect(store.head("k", call)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect.poll(() => pending(client, bucket)).toEqual([]);
    });

    it("copies in parts what is too large for one request, with its content type", async () => {
      const { store } = await storeOn(s3, { copyInPartsAbove: 10 * MiB, copyPartSize: 6 * MiB });
      const content = pattern(17 * MiB + 3);
      await store.put("a", { bytes: content }, { contentType: "text/csv" }, call);
      const copy = await store.copy("a", "b/ü +", call);
      expect(copy).toMatchObject({ key: "b/ü +", size: content.length });
      expect(copy.etag).toMatch(/-3$/);
      expect(await store.head("b/ü +", call)).toMatchObject({ ...copy, contentType: "text/csv" });
      expect((await bytesOf(store, "b/ü +")).equals(content)).toBe(true);
    });
  });

  describe("conditions", () => {
    it("stores only where there is nothing yet, and only over what was expected", async () => {
      const { store, client, bucket } = await storeOn(s3);
      const first = await store.put("k", text("one"), { ifNoneMatch: "*" }, call);
      await expect(store.put("k", text("two"), { ifNoneMatch: "*" }, call)).rejects.toMatchObject({ code: "CONFLICT" });
      await store.put("k", text("two"), { ifMatch: first.etag }, call);
      await expect(store.put("k", text("six"), { ifMatch: first.etag }, call)).rejects.toMatchObject({ code: "CONFLICT" });
      expect((await bytesOf(store, "k")).toString()).toBe("two");
      expect(await pending(client, bucket)).toEqual([]);
    });

    it("reads nothing of another version than the expected one", async () => {
      const { store } = await storeOn(s3);
      const { etag } = await store.put("k", text("one"), {}, call);
      expect((await bytesOf(store, "k", { offset: 1, ifMatch: etag })).toString()).toBe("ne");
      await store.put("k", text("two"), {}, call);
      await expect(store.get("k", { offset: 1, ifMatch: etag }, call)).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
    });
  });

  describe("what goes wrong", () => {
    it("says that a wrong secret, an unknown key and a stranger are denied, and shows no secret", async () => {
      const { store, bucket } = await storeOn(s3);
      await store.put("k", text("mine"), {}, call);
      const wrong = { ...s3, secretAccessKey: "the-wrong-secret" };
      const unknown = { ...s3, accessKeyId: "nobody-at-all" };
      for (const access of [wrong, unknown, { ...s3, ...s3.stranger }]) {
        const other = openStore(access, bucket);
        const requests = [
          () => other.head("k", call),
          () => other.get("k", { offset: 0 }, call),
          () => pages(other, { prefix: "" }),
          () => other.put("k", text("x"), {}, call),
        ];
        for (const request of requests) {
          const error: unknown = await request().then(
            () => undefined,
            (reason) => reason,
          );
          expect(error).toMatchObject({ code: "ACCESS_DENIED", operation: "bucket.test", retryable: false });
          for (const secret of [access.accessKeyId, access.secretAccessKey, "Authorization"]) {
            expect(inspect(error, { depth: 9 })).not.toContain(secret);
          }
        }
      }
    });
  });
});

onEmulator("s3Light", (s3) => {
  // It has no way to list control characters, and sorts as people do.
  objects(s3, { control: false, ordered: false });
});

/** What every server does. */
function objects(s3: S3Access, allow: { control: boolean; ordered: boolean }): void {
  it.each([0, 1, 5 * MiB + 1])("stores %d bytes, whole or as a stream, and gives ranges of them", async (size) => {
    const { store } = await storeOn(s3);
    const content = pattern(size);
    for (const [key, source] of [
      ["bytes", { bytes: content }],
      ["stream", { stream: Readable.from(chunksOf(content, 65_536)) }],
      ["sized", { stream: Readable.from(chunksOf(content, 65_536)), size }],
    ] as const) {
      const info = await store.put(key, source, { contentType: "text/csv" }, call);
      const stat = await store.head(key, call);
      expect(stat).toEqual({ ...info, contentType: "text/csv" });
      expect(stat.size).toBe(size);
      expect((await pages(store, { prefix: key }))[0]?.objects[0]).toEqual(info);
      expect((await bytesOf(store, key)).equals(content)).toBe(true);
      expect((await bytesOf(store, key, { offset: size })).length).toBe(0);
      expect((await bytesOf(store, key, { offset: size + 10, length: 5 })).length).toBe(0);
      expect(await bytesOf(store, key, { offset: 0, length: 3 })).toEqual(content.subarray(0, 3));
      expect((await bytesOf(store, key, { offset: Math.max(0, size - 7) })).equals(content.subarray(Math.max(0, size - 7)))).toBe(true);
    }
  });

  it("stores nothing when a small source fails, and throws its own error", async () => {
    const { store } = await storeOn(s3);
    const failure = new Error("the source broke");
    async function* source() {
      yield Buffer.from("half");
      throw failure;
    }
    await expect(store.put("k", { stream: Readable.from(source()) }, {}, call)).rejects.toBe(failure);
    await expect(store.head("k", call)).rejects.toMatchObject({ code: "NOT_FOUND", message: expect.stringContaining("/k was not found") });
  });

  it("lists 2,500 keys page by page, rolls folders up, and gives one empty page for nothing", async () => {
    const { store, client, bucket } = await storeOn(s3);
    const keys = Array.from({ length: 2_500 }, (_, index) => `f${index % 7}/${String(index).padStart(5, "0")}`);
    const rest = keys.values();
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (const Key of rest) await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x" }));
      }),
    );
    const all = await pages(store, { prefix: "" });
    expect(all.flatMap(({ objects }) => objects.map(({ key }) => key))).toEqual(keys.toSorted());
    expect(all.map(({ objects }) => objects.length)).toEqual([1_000, 1_000, 500]);
    const folders = await pages(store, { prefix: "", delimiter: "/", pageSize: 3 });
    expect(folders.flatMap(({ prefixes }) => prefixes)).toEqual(["f0/", "f1/", "f2/", "f3/", "f4/", "f5/", "f6/"]);
    expect(await pages(store, { prefix: "nothing/" })).toEqual([{ objects: [], prefixes: [] }]);
    await store.removeMany([...keys.slice(1), "missing"], call);
    expect((await pages(store, { prefix: "" })).flatMap(({ objects }) => objects.map(({ key }) => key))).toEqual(keys.slice(0, 1));
  });

  it("keeps keys of any text", async () => {
    const { store } = await storeOn(s3);
    const keys = AWKWARD.filter((key) => allow.control || !/\n/.test(key)).toSorted(byBytes);
    for (const key of keys) await store.put(key, text(key), {}, call);
    for (const key of keys) expect([key, (await bytesOf(store, key)).toString()]).toEqual([key, key]);
    const listed = (await pages(store, { prefix: "" })).flatMap(({ objects }) => objects.map(({ key }) => key));
    expect(allow.ordered ? listed : listed.toSorted(byBytes)).toEqual(keys);
    for (const key of keys) await store.copy(key, `copy/${key.slice(5)}`, call);
    await store.removeMany(keys, call);
    const left = (await pages(store, { prefix: "" })).flatMap(({ objects }) => objects.map(({ key }) => key));
    expect(left.every((key) => key.startsWith("copy/"))).toBe(true);
    expect(left.length).toBe(keys.length);
  });

  it("opens an object to whoever has its signed URL", async () => {
    const { store } = await storeOn(s3);
    await store.put("a b/ü", text("mine"), {}, call);
    const url = await store.signedUrl("a b/ü", 90, call);
    expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe("90");
    expect(await (await fetch(url)).text()).toBe("mine");
    await expect(store.signedUrl("k", 604_801, call)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    await expect(store.signedUrl("a/../k", 60, call)).rejects.toMatchObject({ code: "UNSUPPORTED_OPERATION" });
  });

  it("says that a bucket does not exist", async () => {
    const store = openStore(s3, "no-such-bucket");
    for (const request of [
      () => store.head("k", call),
      () => store.get("k", { offset: 0 }, call),
      () => store.put("k", text("x"), {}, call),
      () => pages(store, { prefix: "" }),
      () => store.removeMany(["a", "b"], call),
    ]) {
      await expect(request()).rejects.toMatchObject({ code: "NOT_FOUND", message: "bucket no-such-bucket does not exist (NoSuchBucket)." });
    }
  });

  it("copies, onto itself too, and says when there is nothing to copy", async () => {
    const { store } = await storeOn(s3);
    await store.put("a", text("mine"), { contentType: "text/csv" }, call);
    const copy = await store.copy("a", "b+ %", call);
    expect(await store.head("b+ %", call)).toEqual({ ...copy, contentType: "text/csv" });
    expect(await store.copy("a", "a", call)).toMatchObject({ key: "a", size: 4 });
    await expect(store.copy("missing", "c", call)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining("/missing was not found"),
    });
  });

  it("lets Polars scan with keys that last", async () => {
    const { store } = await storeOn(s3);
    await store.put("folder/ü x.parquet", { bytes: pl.DataFrame({ id: [1, 2, 3] }).writeParquet() }, {}, call);
    const access = await store.polarsAccess(call, () => Promise.reject(new Error("asked for credentials that expire")));
    const frame = await pl.scanParquet(`${access?.root}folder/ü x.parquet`, { cloudOptions: access?.cloudOptions }).collect();
    expect(frame.getColumn("id").toArray()).toEqual([1, 2, 3]);
  });
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

const AWKWARD = [
  "key: a//b",
  "key: /lead",
  "key: ../up",
  "key: a/./b/../c",
  "key: trailing ",
  "key: + % # ? & \\ '\"<>",
  "key: %2F%20",
  "key: line\nbreak\r\u0001",
  "key: é e\u0301 日本語 😀 \uffee",
  `key: ${"x".repeat(1_019)}`,
];

async function storeOn(s3: S3Access, tuning: Partial<Tuning> = {}): Promise<{ store: ObjectStore; client: S3Client; bucket: string }> {
  const { client, bucket } = await bucketOn(s3);
  return { store: openStore(s3, bucket, tuning), client, bucket };
}

function openStore(
  { endpoint, region, accessKeyId, secretAccessKey }: S3Access & S3Keys,
  bucketName: string,
  tuning: Partial<Tuning> = {},
): ObjectStore {
  return createObjectStore({ provider: { endpoint, region, accessKeyId, secretAccessKey }, bucket: undefined, bucketName }, tuning);
}

async function bytesOf(store: ObjectStore, key: string, range: Partial<Parameters<ObjectStore["get"]>[1]> = {}): Promise<Buffer> {
  return Buffer.concat(await (await store.get(key, { offset: 0, ...range }, call)).toArray());
}

async function pages(store: ObjectStore, request: Partial<ListRequest> & { prefix: string }): Promise<ListPage[]> {
  const all: ListPage[] = [];
  for await (const page of store.list({ pageSize: 1_000, ...request }, call)) all.push(page);
  return all;
}

async function pending(client: S3Client, Bucket: string): Promise<unknown[]> {
  return (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [];
}

const text = (content: string) => ({ bytes: Buffer.from(content) });

/** Bytes that tell where they are. */
function pattern(size: number): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4));
  for (let index = 0; index < words.length; index++) words[index] = index * 2_654_435_761;
  return Buffer.from(words.buffer, 0, size);
}

function* chunksOf(content: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < content.length; start += size) yield content.subarray(start, start + size);
}
