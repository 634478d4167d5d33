import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { DataFormat } from "../../../core/src/config/formats.ts";
import { LocalConfig } from "../../../core/src/config/index.ts";
import { pl } from "../../../core/src/data/polars.ts";
import { GlacierError } from "../../../core/src/errors.ts";
import { Provider } from "../../../core/src/index.ts";
import { bucketIn } from "../../support/objects/bucket-in.ts";
import { FolderStore } from "../../support/objects/folder-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

type Files = Readonly<Record<string, Uint8Array>>;
const text = (content: string): Uint8Array => Buffer.from(content);
const ipc = (id: number): Uint8Array => pl.DataFrame({ id: [id] }).writeIPC({ compression: "uncompressed" });
const parquet = (id: number): Uint8Array => pl.DataFrame({ id: [id] }).writeParquet({ compression: "zstd" });

interface Seen {
  readonly columns: string[];
  readonly rows: unknown[];
}

async function seen(frame: () => Promise<pl.LazyDataFrame>): Promise<Seen | string> {
  try {
    const data = await (await frame()).collect();
    return { columns: data.columns.map((name, index) => `${name}: ${String(data.dtypes[index])}`), rows: data.rows() };
  } catch (error) {
    if (error instanceof GlacierError) return error.code;
    throw error;
  }
}

/** What a scan gives on this laptop and in a cloud, for the same files. */
async function both(files: Files, path: string, format: DataFormat): Promise<{ local: Seen | string; cloud: Seen | string }> {
  const basePath = temporaryFolder();
  const folder = temporaryFolder();
  for (const [key, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(basePath, "bucket", key)), { recursive: true });
    writeFileSync(join(basePath, "bucket", key), bytes);
    await new FolderStore(folder).put(key, { bytes }, {}, { operation: "test" });
  }
  const local = new Provider({ config: new LocalConfig({ basePath }) }).bucket("bucket", { path, format });
  return { local: await seen(() => local.scan()), cloud: await seen(() => bucketIn(folder, path, format).scan()) };
}

const partitioned = (values: readonly string[], format: "ipc" | "parquet"): Files =>
  Object.fromEntries(values.map((value, index) => [`t/p=${value}/x.${format}`, format === "ipc" ? ipc(index) : parquet(index)]));

describe("a cloud gives what a laptop gives for", () => {
  it.each([
    ["1", "2"],
    ["1.5", "2"],
    ["true", "false"],
    ["2026-01-01", "2026-01-02"],
    ["2026-01-01 10:00:00", "2026-01-02 11:00:00"],
    ["007", "8"],
    ["a", "1"],
    ["__HIVE_DEFAULT_PARTITION__", "1"],
    ["a%20b", "a+b"],
    ["ü", "😀"],
    ["[x]", "{y}", "*"],
    ["true", "1"],
    ["2026-01-01T10:00:00", "2026-01-02T11:00:00.5"],
    ["2026-01-01", "2026-01-02 11:00:00"],
    ["1,5", "2"],
    ["a b", "c&d", "e#f"],
    ["-1", "+2"],
    ["1e3", "2"],
  ])("partitions named %s, %s", async (...values) => {
    const given = values.filter((value) => value !== undefined);
    const { local: expected, cloud } = await both(partitioned(given, "parquet"), "t/", "parquet");
    expect(cloud).toEqual(expected);
    expect(cloud).toMatchObject({ columns: ["id: DataType(Float64)", expect.stringContaining("p: ")] });
    expect(await both(partitioned(given, "ipc"), "t/", "ipc")).toEqual({ local: expected, cloud: expected });
  });

  it.each<[string, Files, string, DataFormat]>([
    ["compressed CSV", { "a.csv.gz": gzipSync("id,x\n1,2\n") }, "a.csv.gz", "csv"],
    [
      "a folder of CSV, compressed and not",
      { "t/a.csv.gz": gzipSync("id,x\n1,2\n"), "t/b.csv.zst": zstdCompressSync("id,x\n3,4\n"), "t/c.csv": text("id,x\n5,6\n") },
      "t/",
      "csv",
    ],
    ["tabs", { "t/a.tsv": text("id\tx\n1\t2,3\n") }, "t/", "csv"],
    ["tabs beside an empty file with commas", { "t/a.csv": text(""), "t/b.tsv": text("id\tx\n1\t2\n") }, "t/", "csv"],
    ["an empty text file", { "a.csv": text("") }, "a.csv", "csv"],
    ["an empty file beside a full one", { "t/a.csv": text(""), "t/b.csv": text("id\n1\n") }, "t/", "csv"],
    ["empty NDJSON beside full", { "t/a.ndjson": text(""), "t/b.ndjson": text('{"id":1}\n') }, "t/", "ndjson"],
    ["only empty files", { "t/a.csv": text(""), "t/b.csv": text("") }, "t/", "csv"],
    ["types that only a later file tells", { "t/a.csv": text("id\n1\n"), "t/b.csv": text("id\n1.5\n") }, "t/", "csv"],
    ["columns that differ", { "t/a.csv": text("id\n1\n"), "t/b.csv": text("other\n2\n") }, "t/", "csv"],
    ["fields that differ", { "t/a.ndjson": text('{"id":1}\n'), "t/b.ndjson": text('{"x":true}\n') }, "t/", "ndjson"],
    ["two files of a partition", { "t/p=1/a.ipc": ipc(1), "t/p=1/b.ipc": ipc(2), "t/p=2/a.ipc": ipc(3) }, "t/", "ipc"],
    ["a folder of one file", { "t/a.parquet": parquet(1) }, "t/", "parquet"],
    [
      "junk beside data",
      { "t/a.parquet": parquet(1), "t/readme.md": text("x"), "t/_SUCCESS": text(""), "t/_temporary/b.parquet": parquet(2) },
      "t/",
      "parquet",
    ],
    ["only junk", { "t/readme.md": text("x"), "t/_SUCCESS": text("") }, "t/", "parquet"],
    ["a pattern that nothing matches", { "t/a.parquet": parquet(1) }, "t/b*.parquet", "parquet"],
    [
      "names in another order than their numbers",
      { "t/10.parquet": parquet(10), "t/9.parquet": parquet(9), "t/a/1.parquet": parquet(1) },
      "t/",
      "parquet",
    ],
    ["a damaged file", { "a.parquet": Buffer.concat([text("PAR1"), Buffer.alloc(100), text("PAR1")]) }, "a.parquet", "parquet"],
  ])("%s", async (_, files, path, format) => {
    const { local, cloud } = await both(files, path, format);
    expect(cloud).toEqual(local);
  });

  it.each([
    "a b",
    "50%",
    "%41",
    "a+b",
    "a#b",
    "a?b",
    "[ab]",
    "{a,b}",
    "a*b",
    "ü",
    "😀",
    "a'b\"c",
    "a&b<c>",
    ".a",
    "a.",
    "a=b",
    "x=1/y=2/z",
    "a~b",
    "-",
  ])("a key %s", async (name) => {
    for (const format of ["parquet", "csv", "ndjson", "ipc", "avro"] as const) {
      const frame = pl.DataFrame({ id: [1] });
      const bytes =
        format === "parquet"
          ? parquet(1)
          : format === "ipc"
            ? ipc(1)
            : format === "avro"
              ? frame.writeAvro()
              : text(format === "csv" ? "id\n1.0\n" : '{"id":1.0}\n');
      const key = `${name}.${format}`;
      const { local, cloud } = await both({ [key]: bytes }, key, format);
      expect(cloud, format).toEqual(local);
      expect(cloud, format).toMatchObject({ rows: [[1]] });
    }
  });
});
