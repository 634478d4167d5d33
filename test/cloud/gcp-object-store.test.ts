import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { inspect } from "node:util";
import pl from "nodejs-polars";
import { afterEach, expect, it, vi } from "vitest";
import { createObjectStore } from "../../core/src/clouds/gcp/object-store.ts";
import type { Tuning } from "../../core/src/clouds/gcp/tuning.ts";
import type { ListRequest, ObjectStore } from "../../core/src/objects/object-store.ts";
import { allOf } from "../support/all-of.ts";
import type { GcsAccess } from "../support/emulators/access.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const MiB = 1024 * 1024;
const call = { operation: "test" };

afterEach(() => vi.unstubAllEnvs());

onEmulator("gcs", (gcs) => {
  it.each([0, 1, 5 * MiB + 1])("stores %i bytes whole, and tells what it stored", async (size) => {
    const { store } = await bucketOn(gcs);
    const bytes = randomBytes(size);
    const info = await store.put("a b/ü.bin", { bytes }, { contentType: "text/csv" }, call);
    expect(info).toMatchObject({ key: "a b/ü.bin", size, etag: expect.stringMatching(/^\d+$/) });
    expect(await store.head("a b/ü.bin", call)).toMatchObject({ ...info, contentType: "text/csv" });
    expect(await read(store, "a b/ü.bin")).toEqual(bytes);
  });

  it.each([
    ["nothing", 0],
    ["a part to the byte", MiB],
    ["forty parts and a byte", 40 * MiB + 1],
  ])("stores a stream of unknown length: %s", async (_, size) => {
    const { store } = await bucketOn(gcs, { partSize: MiB });
    const bytes = randomBytes(size);
    const info = await store.put("big", { stream: Readable.from(slices(bytes, 300_001)) }, {}, call);
    expect(info).toMatchObject({ key: "big", size });
    expect((await read(store, "big")).equals(bytes)).toBe(true);
    expect(await store.head("big", call)).toMatchObject({ etag: info.etag, contentType: "application/octet-stream" });
  });

  it("leaves nothing of a stream whose source fails, and throws the source's own error", async () => {
    const { store } = await bucketOn(gcs, { partSize: MiB });
    const broken = new Error("the source broke");
    const source = Readable.from(
      (async function* () {
        yield randomBytes(3 * MiB);
        throw broken;
      })(),
    );
    await expect(store.put("k", { stream: source }, {}, call)).rejects.toBe(broken);
    await expect(store.head("k", call)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("ends an upload when it is cancelled, though its source gives nothing more", async () => {
    const { store } = await bucketOn(gcs, { partSize: MiB });
    const controller = new AbortController();
    const source = new Readable({ read: () => undefined });
    source.push(randomBytes(3 * MiB));
    const put = store.put("k", { stream: source }, {}, { ...call, signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(put).rejects.toMatchObject({ code: "CANCELLED" });
    expect(source.destroyed).toBe(true);
    await expect(store.head("k", call)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuses a source that gives another number of bytes than was said", async () => {
    const { store } = await bucketOn(gcs, { partSize: MiB });
    for (const length of [10, 2 * MiB]) {
      const stream = Readable.from([randomBytes(length)]);
      await expect(store.put("k", { stream, size: 11 }, {}, call)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    }
    await expect(store.head("k", call)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("reads ranges; one that begins at or behind the end is empty", async () => {
    const { store } = await bucketOn(gcs);
    await store.put("k", { bytes: Buffer.from("0123456789") }, {}, call);
    await store.put("empty", { bytes: Buffer.of() }, {}, call);
    const texts = [[2, 3], [7], [8, 100], [10], [12, 1]].map(async ([offset = 0, length]) =>
      String(await read(store, "k", { offset, length })),
    );
    expect(await Promise.all(texts)).toEqual(["234", "789", "89", "", ""]);
    expect((await read(store, "empty", { offset: 0, length: 5 })).length).toBe(0);
  });

  it("reads no other version than the one that is asked for", async () => {
    const { store } = await bucketOn(gcs);
    const { etag } = await store.put("k", { bytes: Buffer.from("one") }, {}, call);
    expect(String(await read(store, "k", { offset: 0, ifMatch: etag }))).toBe("one");
    await store.put("k", { bytes: Buffer.from("two") }, {}, call);
    for (const ifMatch of [etag, "nonsense"])
      await expect(store.get("k", { offset: 0, ifMatch }, call)).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
  });

  it.each(["bytes", "stream"] as const)("writes only under the condition that is given, from %s", async (kind) => {
    const { store } = await bucketOn(gcs, { partSize: MiB });
    const content = () => (kind === "bytes" ? { bytes: Buffer.from("1") } : { stream: Readable.from([randomBytes(2 * MiB)]) });
    const { etag } = await store.put("k", content(), { ifNoneMatch: "*" }, call);
    const conflict = { code: "CONFLICT" };
    await expect(store.put("k", content(), { ifNoneMatch: "*" }, call)).rejects.toMatchObject(conflict);
    await expect(store.put("k", content(), { ifMatch: "nonsense" }, call)).rejects.toMatchObject(conflict);
    const second = await store.put("k", content(), { ifMatch: etag }, call);
    await expect(store.put("k", content(), { ifMatch: etag }, call)).rejects.toMatchObject(conflict);
    await expect(store.put("other", content(), { ifMatch: etag }, call)).rejects.toMatchObject(conflict);
    expect((await store.head("k", call)).etag).toBe(second.etag);
  });

  it("keeps every key as it is, and refuses what Cloud Storage does not take", async () => {
    const { store } = await bucketOn(gcs);
    const keys = [
      "a//b",
      "/a",
      "a/../b",
      "a/./b",
      "trailing ",
      "dot.",
      "+ % # ? & \\ %2F",
      "'\"<>!*()",
      "日本/🧊",
      "é",
      "x".repeat(1024),
      "a/",
      "a",
    ];
    for (const key of keys) expect((await store.put(key, { bytes: Buffer.from(key) }, {}, call)).key).toBe(key);
    for (const key of keys) expect([key, String(await read(store, key))]).toEqual([key, key]);
    expect((await pages(store, { prefix: "", pageSize: 1000 })).flatMap(({ objects }) => objects.map(({ key }) => key))).toEqual(
      keys.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))),
    );
    for (const key of ["", ".", "..", "a\nb", "x".repeat(1025), "\ud800"])
      await expect(store.head(key, call)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });

  it("lists 2,500 keys in pages, by folder and by prefix; an empty answer is one empty page", async () => {
    const { store } = await bucketOn(gcs);
    const keys = Array.from({ length: 2500 }, (_, index) => `f${index % 3}/ü${String(index).padStart(4, "0")}`).sort();
    await Promise.all(
      slices(keys, 100).map(async (some) => Promise.all(some.map((key) => store.put(key, { bytes: Buffer.from("1") }, {}, call)))),
    );
    const all = await pages(store, { prefix: "", pageSize: 5000 });
    expect(all.map(({ objects }) => objects.length)).toEqual([1000, 1000, 500]);
    expect(all.flatMap(({ objects }) => objects.map(({ key }) => key))).toEqual(keys);
    expect(await pages(store, { prefix: "", delimiter: "/", pageSize: 10 })).toEqual([{ objects: [], prefixes: ["f0/", "f1/", "f2/"] }]);
    expect((await pages(store, { prefix: "f1/", pageSize: 500 })).map(({ objects }) => objects.length)).toEqual([500, 333]);
    expect(await pages(store, { prefix: "none", pageSize: 10 })).toEqual([{ objects: [], prefixes: [] }]);
  });

  it("stops a list when it is cancelled", async () => {
    const { store } = await bucketOn(gcs);
    for (const key of ["a", "b"]) await store.put(key, { bytes: Buffer.from("1") }, {}, call);
    const controller = new AbortController();
    const listing = async () => {
      for await (const _ of store.list({ prefix: "", pageSize: 1 }, { ...call, signal: controller.signal })) controller.abort();
    };
    await expect(listing()).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("copies within the bucket, with what the object says of itself", async () => {
    const { store } = await bucketOn(gcs);
    const bytes = randomBytes(3 * MiB);
    const { etag } = await store.put("a/from", { bytes }, { contentType: "text/csv" }, call);
    const copy = await store.copy("a/from", "b/to", call);
    expect(copy).toMatchObject({ key: "b/to", size: bytes.length });
    expect(copy.etag).not.toBe(etag);
    expect(await store.head("b/to", call)).toMatchObject({ contentType: "text/csv", etag: copy.etag });
    expect((await read(store, "b/to")).equals(bytes)).toBe(true);
    await expect(store.copy("missing", "b/to", call)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("gives what it writes the storage class of the config", async () => {
    const { classed } = await bucketOn(gcs);
    const nearline = classed("NEARLINE");
    await nearline.put("bytes", { bytes: Buffer.from("1") }, {}, call);
    await nearline.put("stream", { stream: Readable.from([randomBytes(2 * MiB)]) }, { contentType: "text/csv" }, call);
    expect(await Promise.all(["bytes", "stream"].map((key) => nearline.head(key, call)))).toMatchObject([
      { storageClass: "NEARLINE" },
      { storageClass: "NEARLINE", contentType: "text/csv" },
    ]);
  });

  it("signs addresses with a service account's key, which expire when they should", async () => {
    const { store, bucketName } = await bucketOn(gcs);
    await store.put("a b/ü.txt", { bytes: Buffer.from("mine") }, {}, call);
    const signer = createObjectStore(place({ endpoint: gcs.endpoint, credentialsFile: serviceAccount() }, bucketName));
    expect(signer.capabilities.signedUrls).toBe(true);
    const url = await signer.signedUrl("a b/ü.txt", 90, call);
    expect(new URL(url).searchParams.get("X-Goog-Expires")).toBe("90");
    expect(await (await fetch(url)).text()).toBe("mine");
    await expect(signer.signedUrl("k", 700_000, call)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    await expect(signer.signedUrl("a/../k", 60, call)).rejects.toMatchObject({ code: "UNSUPPORTED_OPERATION" });
  });

  it("removes many keys, missing ones too", async () => {
    const { store } = await bucketOn(gcs);
    const keys = Array.from({ length: 50 }, (_, index) => `k${index}`);
    for (const key of keys) await store.put(key, { bytes: Buffer.from("1") }, {}, call);
    await store.removeMany([...keys.slice(0, 49), "missing"], call);
    expect((await pages(store, { prefix: "", pageSize: 10 }))[0]?.objects.map(({ key }) => key)).toEqual(["k49"]);
  });

  it("names a bucket that is not there", async () => {
    const missing = storeOn(gcs, `none-${randomUUID()}`);
    await expect(pages(missing, { prefix: "", pageSize: 10 })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringMatching(/^bucket none-/),
    });
    await expect(missing.put("k", { bytes: Buffer.from("1") }, {}, call)).rejects.toMatchObject({
      message: expect.stringMatching(/^bucket none-/),
    });
    const stream = Readable.from([randomBytes(2 * MiB)]);
    await expect(missing.put("k", { stream }, {}, call)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("signs nothing where there are no credentials", async () => {
    const { store } = await bucketOn(gcs);
    expect(store.capabilities.signedUrls).toBe(false);
    await expect(store.signedUrl("k", 60, call)).rejects.toMatchObject({ code: "UNSUPPORTED_OPERATION" });
  });

  it("lets Polars read the bucket by itself, whatever sign-in this machine holds", async () => {
    const { store, bucketName } = await bucketOn(gcs);
    const frame = pl.DataFrame({ id: [1, 2, 3], name: ["a", "b", "c"] });
    await store.put("data/ü 1.parquet", { bytes: frame.writeParquet() }, {}, call);
    // It signs nothing here, and would still read this, and fail.
    const folder = join(temporaryFolder(), ".config", "gcloud");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "application_default_credentials.json"), JSON.stringify({ type: "external_account" }));
    vi.stubEnv("HOME", join(folder, "../.."));
    // A file of a service account that fetches no token, since nothing here leaves the machine.
    const credentialsFile = join(folder, "account.json");
    const account = { type: "service_account", client_email: "", private_key: "", private_key_id: "", disable_oauth: true };
    writeFileSync(credentialsFile, JSON.stringify(account));
    for (const credentials of [{}, { credentialsFile }]) {
      const reader = createObjectStore(place({ endpoint: gcs.endpoint, ...credentials }, bucketName));
      const access = await reader.polarsAccess(call, () => Promise.reject(new Error("not needed")));
      const scanned = pl.scanParquet(`${access?.root}data/ü 1.parquet`, { cloudOptions: access?.cloudOptions });
      expect((await scanned.collect()).toRecords()).toEqual(frame.toRecords());
    }
  });
});

it("says that nothing can be reached where no server listens", async () => {
  const store = createObjectStore(place({ endpoint: "http://127.0.0.1:1" }, "bucket"), { maxAttempts: 1 });
  const error: unknown = await store.head("k", call).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "NETWORK", retryable: true, message: "gs://bucket/k cannot be reached (ECONNREFUSED)." });
  expect(inspect(error)).not.toContain("headers");
});

function place(provider: object, bucketName: string, bucket?: Record<string, unknown>) {
  return { provider: { project: "glacier-test", ...provider }, bucket, bucketName };
}

function storeOn(
  { endpoint }: GcsAccess,
  bucketName: string,
  tuning: Partial<Tuning> = { partSize: MiB },
  bucket?: Record<string, unknown>,
): ObjectStore {
  return createObjectStore(place({ endpoint }, bucketName, bucket), tuning);
}

/** The path of a service account's file, with a key of its own, which no server knows. */
function serviceAccount(): string {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const file = join(temporaryFolder(), "account.json");
  const content = {
    type: "service_account",
    client_email: "test@glacier-test.example",
    private_key: privateKey,
    project_id: "glacier-test",
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** A new bucket, which no other test sees. */
async function bucketOn(gcs: GcsAccess, tuning?: Partial<Tuning>) {
  const bucketName = `test-${randomUUID()}`;
  const created = await fetch(`${gcs.endpoint}/storage/v1/b?project=${gcs.project}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: bucketName }),
  });
  expect(created.status).toBe(200);
  const classed = (storageClass: string) => storeOn(gcs, bucketName, { partSize: MiB }, { storageClass });
  return { store: storeOn(gcs, bucketName, tuning), bucketName, classed };
}

const read = async (store: ObjectStore, key: string, range = { offset: 0 } as Parameters<ObjectStore["get"]>[1]) =>
  buffer(await store.get(key, range, call));

const pages = async (store: ObjectStore, request: ListRequest) => allOf(store.list(request, call));

function slices<Content extends { length: number; slice(from: number, to: number): Content }>(content: Content, size: number): Content[] {
  return Array.from({ length: Math.ceil(content.length / size) }, (_, index) => content.slice(index * size, (index + 1) * size));
}
