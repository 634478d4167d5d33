import { generateKeyPairSync, randomUUID } from "node:crypto";
import { Storage } from "@google-cloud/storage";
import { expect, it } from "vitest";
import type { GcsAccess } from "../../support/emulators/access.ts";
import { onEmulator } from "../../support/emulators/on-emulator.ts";

const KiB = 1024;

onEmulator("gcs", (gcs) => {
  it("keeps an object that was uploaded in chunks, and gives ranges of it", async () => {
    const file = (await bucketOn(gcs)).file("a b/ü.txt");
    await file.save(Buffer.alloc(600 * KiB, "0123456789"), { resumable: true, chunkSize: 256 * KiB });
    expect(await Promise.all([size(file), file.download({ start: 2, end: 4 }).then(String)])).toEqual([600 * KiB, "234"]);
  });

  it("lists by folder and by page", async () => {
    const bucket = await bucketOn(gcs);
    for (const name of ["a b/1", "a b/2", "c", "d"]) await bucket.file(name).save("1", { resumable: false });
    const [files, next, page] = await bucket.getFiles({ delimiter: "/", autoPaginate: false, maxResults: 1 });
    expect([files.map(({ name }) => name), prefixes(page)]).toEqual([["c"], ["a b/"]]);
    const [rest, end] = await bucket.getFiles({ ...next, autoPaginate: false });
    expect([rest.map(({ name }) => name), end]).toEqual([["d"], null]);
  });

  it.each([{ resumable: false }, { resumable: true }])("refuses to overwrite when told so, with $resumable for resumable", async (how) => {
    const file = (await bucketOn(gcs)).file("k");
    await file.save("one", { ...how, preconditionOpts: { ifGenerationMatch: 0 } });
    await expect(file.save("two", { ...how, preconditionOpts: { ifGenerationMatch: 0 } })).rejects.toMatchObject({ code: 412 });
    const [{ generation }] = await file.getMetadata();
    const ifGenerationMatch = Number(generation);
    await file.save("two", { ...how, preconditionOpts: { ifGenerationMatch } });
    await expect(file.save("six", { ...how, preconditionOpts: { ifGenerationMatch } })).rejects.toMatchObject({ code: 412 });
  });

  it("gives the generation that was asked for: an old one only where versions are kept", async () => {
    for (const enabled of [true, false]) {
      const bucket = await bucketOn(gcs, { versioning: { enabled } });
      await bucket.file("k").save("old", { resumable: false });
      const [{ generation }] = await bucket.file("k").getMetadata();
      await bucket.file("k").save("new", { resumable: false });
      const old = bucket.file("k", { ...(generation && { generation }) }).download();
      if (enabled) expect(String(await old)).toBe("old");
      else await expect(old).rejects.toMatchObject({ code: 404 });
    }
  });

  it("copies, and heeds no precondition of a copy, so that one proves nothing here", async () => {
    const bucket = await bucketOn(gcs);
    await bucket.file("from").save("new", { resumable: false });
    await bucket.file("to").save("old", { resumable: false });
    await bucket.file("from").copy(bucket.file("to"), { preconditionOpts: { ifGenerationMatch: 0 } });
    expect(String(await bucket.file("to").download())).toBe("new");
  });

  it("says that an object or a bucket is not there", async () => {
    const bucket = await bucketOn(gcs);
    await expect(bucket.file("none").download()).rejects.toMatchObject({ code: 404 });
    await expect(bucket.file("none").delete()).rejects.toMatchObject({ code: 404 });
    await expect(storage(gcs).bucket("none-such").getFiles()).rejects.toMatchObject({ code: 404 });
  });

  it("answers at a signed address, without a look at the signature", async () => {
    const bucket = await bucketOn(gcs);
    await bucket.file("a b").save("mine", { resumable: false });
    const [address] = await signer(gcs)
      .bucket(bucket.name)
      .file("a b")
      .getSignedUrl({ version: "v4", action: "read", expires: Date.now() + 60_000 });
    expect(await (await fetch(address)).text()).toBe("mine");
    expect((await fetch(address.slice(0, address.indexOf("?")))).status).toBe(200);
  });
});

function storage({ endpoint, project }: GcsAccess): Storage {
  return new Storage({ apiEndpoint: endpoint, projectId: project, retryOptions: { autoRetry: false } });
}

/** A service account with a key of its own, which no server knows. */
function signer({ endpoint, project }: GcsAccess): Storage {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const credentials = { client_email: "test@glacier-test.example", private_key: privateKey };
  return new Storage({ apiEndpoint: endpoint, projectId: project, credentials });
}

async function bucketOn(access: GcsAccess, options = {}) {
  const [bucket] = await storage(access).createBucket(`test-${randomUUID()}`, options);
  return bucket;
}

async function size(file: { getMetadata(): Promise<[{ size?: string | number }, ...unknown[]]> }): Promise<number> {
  const [metadata] = await file.getMetadata();
  return Number(metadata.size);
}

function prefixes(page: unknown): unknown {
  return typeof page === "object" && page !== null && "prefixes" in page ? page.prefixes : undefined;
}
