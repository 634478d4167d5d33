import { describe, expect, it } from "vitest";
import { dataFormats } from "../../../core/src/config/formats.ts";
import { pl } from "../../../core/src/data/polars.ts";
import { bucketIn } from "../../support/objects/bucket-in.ts";
import { FolderStore } from "../../support/objects/folder-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const rows = pl.DataFrame({ id: [1, 2, 3], name: ["a", "b", "ü"] });
const call = { operation: "test" };

describe("a scan of an object store", () => {
  it.each(dataFormats)("gives back what was written in %s", async (format) => {
    const bucket = bucketIn(temporaryFolder(), `data.${format}`, format);
    await bucket.write(rows, {});
    expect((await (await bucket.scan()).collect()).toRecords()).toEqual(rows.toRecords());
  });

  it.each(dataFormats)("reads all parts of a folder in %s, in order", async (format) => {
    const bucket = bucketIn(temporaryFolder(), "parts/", format);
    await bucket.write(rows, {});
    await bucket.write(rows, { mode: "append" });
    expect((await (await bucket.scan()).collect()).toRecords()).toEqual([...rows.toRecords(), ...rows.toRecords()]);
  });

  it("answers while this thread stands still", async () => {
    const bucket = bucketIn(temporaryFolder(), "a.parquet");
    await bucket.write(rows, {});
    expect((await bucket.scan()).collectSync().height).toBe(3);
  });

  it("refuses to go on with an object that was overwritten", async () => {
    const bucket = bucketIn(temporaryFolder(), "a.parquet");
    await bucket.write(rows, {});
    const scan = await bucket.scan();
    await bucket.write(pl.DataFrame({ id: [9] }), {});
    await expect(scan.collect()).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
  });

  it.each(["parquet", "ipc"] as const)("reads partitions of %s as columns", async (format) => {
    const folder = temporaryFolder();
    const store = new FolderStore(folder);
    for (const [day, id] of [
      ["2026-01-01", 1],
      ["2026-01-02", 2],
    ] as const) {
      const frame = pl.DataFrame({ id: [id] });
      const bytes = format === "ipc" ? frame.writeIPC({ compression: "uncompressed" }) : frame.writeParquet({ compression: "zstd" });
      await store.put(`t/day=${day}/n=${id}/x.${format}`, { bytes }, {}, call);
    }
    const frame = await (await bucketIn(folder, "t/", format).scan()).collect();
    expect(frame.columns).toEqual(["id", "day", "n"]);
    expect(frame.getColumn("n").toArray().map(Number)).toEqual([1, 2]);
    expect(String(frame.getColumn("day").dtype)).toBe(String(pl.Date));
  });
});

describe("a folder of an object store", () => {
  it("is replaced by its new part alone", async () => {
    const bucket = bucketIn(temporaryFolder(), "out/");
    await bucket.write(rows, {});
    await bucket.write(rows, {});
    await bucket.write(pl.DataFrame({ id: [7], name: ["new"] }), { mode: "overwrite" });
    expect((await (await bucket.scan()).collect()).toRecords()).toEqual([{ id: 7, name: "new" }]);
  });
});

it.each([{ ifNoneMatch: "an-etag" as "*" }, { ifMatch: "" }, { ifNoneMatch: "*", ifMatch: "an-etag" } as const])(
  "an upload on the condition %j is refused, since there is none like it",
  async (condition) => {
    const bucket = bucketIn(temporaryFolder(), "");
    await expect(bucket.upload("k", Buffer.from("x"), condition)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  },
);
