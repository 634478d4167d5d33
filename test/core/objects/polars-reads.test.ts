import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dataFormats } from "../../../core/src/config/formats.ts";
import { watchSource } from "../../../core/src/data/collect-watch.ts";
import { marksIn } from "../../../core/src/data/mark.ts";
import { pl } from "../../../core/src/data/polars.ts";
import { isChangedSync } from "../../../core/src/objects/companion.ts";
import { bucketIn, originOf } from "../../support/objects/bucket-in.ts";
import { FolderStore } from "../../support/objects/folder-store.ts";
import { PolarsStore } from "../../support/objects/polars-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

// The objects are small, and would be read through Glacier.
beforeEach(() => void vi.stubEnv("GLACIER_DIRECT_READ_BYTES", "0"));
afterEach(() => void vi.unstubAllEnvs());

const call = { operation: "test" };
const one = pl.DataFrame({ id: [1, 2] });
const other = pl.DataFrame({ id: [3, 4] });
const parquet = (frame: pl.DataFrame): { bytes: Buffer } => ({ bytes: frame.writeParquet({ compression: "zstd" }) });
const opened = (): { folder: string; store: PolarsStore } => {
  const folder = temporaryFolder();
  return { folder, store: new PolarsStore(folder) };
};
const ids = async (frame: pl.LazyDataFrame): Promise<unknown[]> => (await frame.collect()).getColumn("id").toArray();

describe("an object that Polars reads by itself", () => {
  it.each(["parquet", "csv", "ndjson"] as const)("is read as it was scanned, or not at all, in %s", async (format) => {
    const { folder, store } = opened();
    const bucket = bucketIn(folder, `a.${format}`, format, store);
    await bucket.write(one, {});
    const scan = await bucket.scan();
    expect(await ids(scan.filter(pl.col("id").gt(1)))).toEqual([2]);
    expect(store.asked.some((asked) => asked.startsWith("GET"))).toBe(true);
    await bucket.write(other, {});
    await expect(scan.collect()).rejects.toMatchObject({
      code: "CONFLICT",
      retryable: true,
      message: expect.stringContaining("test://bucket/a."),
    });
  });

  it("is not taken for its new version because that was scanned later", async () => {
    const { folder, store } = opened();
    const bucket = bucketIn(folder, "a.parquet", "parquet", store);
    await bucket.write(one, {});
    const early = await bucket.scan();
    await bucket.write(other, {});
    const late = await bucket.scan();
    await expect(early.collect()).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await ids(late)).toEqual([3, 4]);
    await expect(pl.concat([late, early]).collect()).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is not blamed for what happened to a folder that it lies in", async () => {
    const { folder, store } = opened();
    await store.put("raw/a.parquet", parquet(one), {}, call);
    await store.put("raw/b.parquet", parquet(one), {}, call);
    await bucketIn(folder, "raw/", "parquet", store).scan();
    await store.put("raw/b.parquet", parquet(other), {}, call);
    expect(await ids(await bucketIn(folder, "raw/a.parquet", "parquet", store).scan())).toEqual([1, 2]);
  });

  it("is not found when it was removed", async () => {
    const { folder, store } = opened();
    const bucket = bucketIn(folder, "a.csv", "csv", store);
    await bucket.write(one, {});
    const scan = await bucket.scan();
    await store.removeMany(["a.csv"]);
    await expect(scan.collect()).rejects.toMatchObject({ code: "NOT_FOUND", message: expect.stringContaining("test://bucket/a.csv") });
  });

  it("is verified by every copy of this library that is loaded", async () => {
    const copy = (await import(
      `${"../../../core/src/data/collect-watch.ts"}?copy`
    )) as typeof import("../../../core/src/data/collect-watch.ts");
    const { folder, store } = opened();
    const bucket = bucketIn(folder, "a.parquet", "parquet", store);
    await bucket.write(one, {});
    await (await bucket.scan()).collect();
    const access = await store.polarsAccess();
    const mark = `glacier-${"ab".repeat(24)}`;
    await copy.watchSource(mark, { isPinned: false, verify: () => Promise.reject(new Error("asked")), verifySync: () => undefined });
    const frame = pl.scanParquet(`s3://:${mark}@bucket/a.parquet`, { cloudOptions: { ...access.cloudOptions } });
    await expect(frame.collect()).rejects.toThrow("asked");
  });

  it("is not believed when its scan was forgotten", async () => {
    const { folder, store } = opened();
    const bucket = bucketIn(folder, "a.parquet", "parquet", store);
    await bucket.write(one, {});
    await bucket.scan();
    const { cloudOptions } = await store.polarsAccess();
    const frame = pl.scanParquet(`s3://:glacier-${"cd".repeat(24)}@bucket/a.parquet`, { cloudOptions: { ...cloudOptions } });
    await expect(frame.collect()).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
  });

  it("is forgotten, the oldest first, when all that is remembered are very many objects, but for the latest few scans", async () => {
    const { folder, store } = opened();
    const bucket = bucketIn(folder, "a.parquet", "parquet", store);
    await bucket.write(one, {});
    const early = await bucket.scan();
    const large = { isPinned: true, objects: 2_000_000, verify: () => Promise.resolve(), verifySync: () => undefined };
    const watchLarge = (digit: number): Promise<void> => watchSource(`glacier-${`${digit}`.repeat(48)}`, large);
    for (let digit = 1; digit < 10; digit++) await watchLarge(digit);
    expect(await ids(early)).toEqual([1, 2]);
    await watchLarge(0);
    await expect(early.collect()).rejects.toMatchObject({ code: "CONFLICT", hint: "Scan it again." });
    expect(await ids(await bucket.scan())).toEqual([1, 2]);
  });
});

describe("what is read while this thread stands still", () => {
  it("is verified, too", async () => {
    const bucket = bucketIn(temporaryFolder(), "a.parquet");
    await bucket.write(one, {});
    const scan = await bucket.scan();
    expect(scan.collectSync().height).toBe(2);
    const [mark = ""] = marksIn(String(scan.describePlan()));
    const refuse = (): void => {
      throw new Error("asked");
    };
    await watchSource(mark, { isPinned: false, verify: () => Promise.resolve(), verifySync: refuse });
    expect(() => scan.filter(pl.col("id").gt(1)).collectSync()).toThrow("asked");
  });

  it("is compared with what was scanned by the thread that serves objects", async () => {
    const folder = temporaryFolder();
    const store = new FolderStore(folder);
    const origin = originOf(folder);
    const versions = [
      await store.put("a", { bytes: Buffer.from("1") }, {}, call),
      await store.put("b", { bytes: Buffer.from("2") }, {}, call),
    ];
    expect(isChangedSync(origin, versions)).toBe(false);
    await store.put("b", { bytes: Buffer.from("3") }, {}, call);
    expect(isChangedSync(origin, versions)).toBe(true);
    await store.removeMany(["b"]);
    expect(isChangedSync(origin, versions)).toBe(true);
  });
});

describe("a folder that Polars reads by itself", () => {
  it("is what was found, whatever is there when Polars lists it", async () => {
    const { folder, store } = opened();
    await store.put("raw/a.parquet", parquet(one), {}, call);
    await store.put("raw/b.parquet", parquet(one), {}, call);
    store.before = (asked) => (asked === "LIST raw/" ? store.put("raw/_temporary/c.parquet", parquet(other), {}, call) : undefined);
    const scan = await bucketIn(folder, "raw/", "parquet", store).scan();
    expect(store.asked).toContain("LIST raw/");
    await store.removeMany(["raw/_temporary/c.parquet"]);
    expect(await ids(scan)).toEqual([1, 2, 1, 2]);
  });

  it.each(dataFormats)("has in %s no part that was added after the scan", async (format) => {
    const { folder, store } = opened();
    const bucket = bucketIn(folder, "raw/", format, store);
    await bucket.write(one, {});
    await bucket.write(one, {});
    const scan = await bucket.scan();
    await bucket.write(other, {});
    expect(await ids(scan)).toEqual([1, 2, 1, 2]);
    expect(await ids(scan.filter(pl.col("id").gt(1)))).toEqual([2, 2]);
  });

  it("is read by Polars itself where it holds nothing else", async () => {
    const { folder, store } = opened();
    for (const index of [1, 2, 3, 4, 5, 6]) await store.put(`raw/part ${index}, [x].parquet`, parquet(one), {}, call);
    const scan = await bucketIn(folder, "raw/", "parquet", store).scan();
    store.asked.length = 0;
    expect((await ids(scan)).length).toBe(12);
    expect(store.asked.filter((asked) => asked.startsWith("GET")).length).toBeGreaterThan(5);
    expect(store.asked.filter((asked) => asked.startsWith("LIST"))).toEqual([]);
  });

  it("is in conflict when one of its files was removed", async () => {
    const { folder, store } = opened();
    await store.put("raw/a.parquet", parquet(one), {}, call);
    await store.put("raw/b.parquet", parquet(one), {}, call);
    const scan = await bucketIn(folder, "raw/", "parquet", store).scan();
    await store.removeMany(["raw/b.parquet"]);
    await expect(scan.collect()).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
  });
});
