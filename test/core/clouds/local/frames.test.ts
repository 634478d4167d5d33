import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalConfig } from "@glacier/core/config";
import { type Bucket, Provider } from "@glacier/core/resources";
import { describe, expect, it } from "vitest";
import { translatePolarsError } from "../../../../core/src/data/errors.ts";
import { pl } from "../../../../core/src/data/polars.ts";
import { listing, localProvider, rowsOf } from "./local-provider.ts";

const formats = ["parquet", "csv", "ndjson", "ipc", "avro"] as const;
const typedFormats = ["parquet", "ipc", "avro"] as const;

describe.each(formats)("%s", (format) => {
  const path = `sales/2026.${format}`;

  it("comes back as it was written, nulls and unicode included", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path, format });
    const frame = pl.DataFrame({
      amount: [1.5, null, -3e300],
      grüße: ['😀\n"quoted", and more', null, "x"],
      flag: [true, null, false],
      count: pl.Series("count", [1, null, 3], pl.Int64),
    });
    const result = await bucket.write(frame);
    expect(result).toMatchObject({ key: path, uri: bucket.getUri() });
    const read = await (await bucket.scan()).collect();
    expect(read.toRecords()).toEqual(frame.toRecords());
    expect(read.schema).toEqual(frame.schema);
    expect(await bucket.stat(path)).toMatchObject({ size: result.size, etag: result.etag });
  });

  it("is written from a lazy frame as from an eager one", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path, format });
    await bucket.write(
      pl
        .DataFrame({ a: [3, 1, 2] })
        .lazy()
        .filter(pl.col("a").gt(1)),
    );
    expect(await rowsOf(bucket)).toEqual([{ a: 3 }, { a: 2 }]);
  });

  it("may have no rows", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path, format });
    const frame = pl.DataFrame({ a: [1], b: ["x"] }).filter(pl.col("a").gt(1));
    await bucket.write(frame);
    const read = await (await bucket.scan()).collect();
    expect(read.height).toBe(0);
    if (format !== "ndjson") expect(read.columns).toEqual(["a", "b"]);
  });

  it("is read from a folder and from a glob, in the order of the keys", async () => {
    const { provider } = localProvider();
    for (const [name, value] of [
      ["b/2", 2],
      ["a/1", 1],
      ["c", 3],
    ] as const) {
      await provider.bucket("lake", { path: `raw/${name}.${format}`, format }).write(pl.DataFrame({ v: [value] }));
    }
    await provider.bucket("lake").upload("raw/_SUCCESS", "");
    await provider.bucket("lake").upload("raw/.hidden", "x");
    await provider.bucket("lake").upload("raw/readme.txt", "x");
    await provider.bucket("lake").upload("raw/_temporary/half", "x");
    expect(await rowsOf(provider.bucket("lake", { path: "raw/", format }))).toEqual([{ v: 1 }, { v: 2 }, { v: 3 }]);
    expect(await rowsOf(provider.bucket("lake", { format }))).toHaveLength(3);
    expect(await rowsOf(provider.bucket("lake", { path: `raw/[ab]/*.${format}`, format }))).toEqual([{ v: 1 }, { v: 2 }]);
    expect(await rowsOf(provider.bucket("lake", { path: `**/{1,c}.${format}`, format }))).toEqual([{ v: 1 }, { v: 3 }]);
  });

  it("collects a scanned version although the object is overwritten and removed meanwhile", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path, format });
    await bucket.write(pl.DataFrame({ a: [1, 2, 3] }));
    const before = await bucket.scan();
    await bucket.write(pl.DataFrame({ b: ["x"] }));
    const after = await bucket.scan();
    await bucket.remove(path);
    expect((await before.collect()).toRecords()).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect((await after.collect()).toRecords()).toEqual([{ b: "x" }]);
  });

  it("may be written over what it is read from", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path, format });
    await bucket.write(pl.DataFrame({ a: [1, 2, 3] }));
    for (let round = 0; round < 3; round++) await bucket.write((await bucket.scan()).select(pl.col("a").add(1)));
    expect(await rowsOf(bucket)).toEqual([{ a: 4 }, { a: 5 }, { a: 6 }]);
  });

  it("survives hostile paths", async () => {
    const { basePath } = localProvider();
    const provider = new Provider({ config: new LocalConfig({ basePath: join(basePath, "a=1 [x]{y}*?") }) });
    for (const name of ["x=1/y", "ü 😀", "100%", "a,b", "$(x)"]) {
      const bucket = provider.bucket("my bucket", { path: `${name}.${format}`, format });
      await bucket.write(pl.DataFrame({ n: [name] }));
      expect(await rowsOf(bucket)).toEqual([{ n: name }]);
    }
  });

  it("leaves what was there when writing fails, and nothing else", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path, format });
    await bucket.write(pl.DataFrame({ a: [1] }));
    await expect(
      bucket.write(
        pl
          .DataFrame({ a: [1] })
          .lazy()
          .select(pl.col("nope")),
      ),
    ).rejects.toThrow(/nope/);
    expect(await rowsOf(bucket)).toEqual([{ a: 1 }]);
    expect(readdirSync(join(basePath, ".glacier/tmp"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toEqual(
      [],
    );
  });

  it("that is corrupt gives UNSUPPORTED_FORMAT with the URI, at the scan or at the collect", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path, format });
    await bucket.write(pl.DataFrame({ a: [1, 2, 3], b: ["x", "y", "z"] }));
    const file = join(basePath, "lake", path);
    const whole = readFileSync(file);
    const broken: Buffer[] =
      format === "csv"
        ? [Buffer.from([97, 10, 0xff, 0xfe, 10])]
        : [
            Buffer.from("<html>not found</html>\n"),
            whole.subarray(0, whole.length >> 1),
            Buffer.concat([whole.subarray(0, 8), Buffer.alloc(whole.length - 16, 7), whole.subarray(-8)]),
          ];
    for (const content of broken) {
      writeFileSync(file, content);
      const error = await bucket
        .scan()
        .then((frame) => frame.collect())
        .then(
          () => undefined,
          (reason: unknown) => translatePolarsError(reason, { uri: bucket.getUri() }) ?? reason,
        );
      expect(error).toMatchObject({ code: "UNSUPPORTED_FORMAT", message: expect.stringContaining(bucket.getUri()) });
      expect(String(error)).not.toContain(".glacier");
    }
  });

  it.each(["", "none/at/all"])(
    "that is missing gives NOT_FOUND with the URI and a hint, and makes no folder (base path + %j)",
    async (below) => {
      const { basePath } = localProvider();
      const provider = new Provider({ config: new LocalConfig({ basePath: join(basePath, below) }) });
      for (const missing of [path, "raw/", `raw/*.${format}`, ""]) {
        const bucket = provider.bucket("lake", { path: missing, format });
        await expect(bucket.scan()).rejects.toMatchObject({
          code: "NOT_FOUND",
          message: expect.stringContaining(bucket.getUri()),
          hint: expect.any(String),
        });
        expect(await bucket.exists()).toBe(false);
        expect(readdirSync(basePath)).toEqual([]);
      }
    },
  );
});

describe.each(formats)("a folder of %s", (format) => {
  const write = async (frames: pl.DataFrame[]): Promise<Bucket> => {
    const { provider } = localProvider();
    for (const [index, frame] of frames.entries()) await provider.bucket("lake", { path: `raw/${index}.${format}`, format }).write(frame);
    return provider.bucket("lake", { path: "raw/", format });
  };

  /** What scanning and collecting a bucket throws, as a run reports it. */
  const errorOf = async (bucket: Bucket): Promise<unknown> => {
    try {
      return await rowsOf(bucket);
    } catch (error) {
      return translatePolarsError(error) ?? error;
    }
  };

  it("never mixes columns up when their order differs", async () => {
    const bucket = await write([pl.DataFrame({ a: ["a1"], b: ["b1"] }), pl.DataFrame({ b: ["b2"], a: ["a2"] })]);
    const rows = await errorOf(bucket);
    if (format === "csv") expect(rows).toMatchObject({ code: "UNSUPPORTED_FORMAT", message: expect.stringContaining("columns differ") });
    else
      expect(rows).toEqual([
        { a: "a1", b: "b1" },
        { a: "a2", b: "b2" },
      ]);
  });

  it.each<[string, pl.DataFrame]>([
    ["lacks a column", pl.DataFrame({ a: ["a2"] })],
    ["has another type", pl.DataFrame({ a: [[1]], b: ["b2"] })],
  ])("says so when a file %s", async (_what, second) => {
    if (format === "csv" && second.width === 2) return;
    const bucket = await write([pl.DataFrame({ a: ["a1"], b: ["b1"] }), second]);
    const rows = await errorOf(bucket);
    // NDJSON has no columns of its own: what is not there is null.
    if (format === "ndjson" && second.width === 1) {
      expect(rows).toEqual([
        { a: "a1", b: "b1" },
        { a: "a2", b: null },
      ]);
    } else if (format === "ndjson") {
      expect(rows).toMatchObject({
        code: "UNSUPPORTED_FORMAT",
        message: expect.stringMatching(/'a' is String in \S*\.ndjson and List in \S*\.ndjson/),
      });
    } else expect(rows).toMatchObject({ code: "UNSUPPORTED_FORMAT", message: expect.stringContaining("has files whose columns differ") });
  });
});

describe.each(typedFormats)("%s", (format) => {
  it("keeps types that text cannot", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: `x.${format}`, format });
    const frame = pl.DataFrame({
      when: [new Date("2026-01-02T03:04:05.678Z"), null],
      small: pl.Series("small", [1, 2], pl.Int32),
      list: [[1, 2], []],
    });
    await bucket.write(frame);
    const read = await (await bucket.scan()).collect();
    expect(read.toRecords()).toEqual(frame.toRecords());
    expect(read.schema).toEqual(frame.schema);
  });
});

describe("nested data", () => {
  const nested = (): pl.DataFrame =>
    pl.DataFrame({
      list: [[1, 2], []],
      struct: pl.Series("struct", [
        { x: 1, y: "q" },
        { x: 2, y: null },
      ]),
    });

  it.each(["parquet", "ipc", "ndjson", "avro"])("comes back from %s", async (format) => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "x", format });
    await bucket.write(nested());
    expect(await rowsOf(bucket)).toEqual(nested().toRecords());
  });

  it("is refused by csv, clearly, and nothing is left", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.csv", format: "csv" });
    await expect(bucket.write(nested())).rejects.toMatchObject({
      code: "UNSUPPORTED_FORMAT",
      operation: "bucket.write",
      message: expect.stringContaining(bucket.getUri()),
    });
    expect(await bucket.exists()).toBe(false);
  });
});

describe("avro", () => {
  it("holds a frame that is made of several chunks", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.avro", format: "avro" });
    await bucket.write(pl.concat([pl.DataFrame({ a: [1] }), pl.DataFrame({ a: [2] })], { rechunk: false, how: "vertical" }));
    expect(await rowsOf(bucket)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it("refuses a frame without columns", async () => {
    const { provider } = localProvider();
    await expect(provider.bucket("lake", { path: "x", format: "avro" }).write(pl.DataFrame({}))).rejects.toMatchObject({
      code: "UNSUPPORTED_FORMAT",
    });
  });
});

describe("what avro has no type for", () => {
  it.each<[string, pl.DataFrame]>([
    ["unsigned integers", pl.DataFrame({ x: [2n ** 60n] })],
    ["small integers", pl.DataFrame({ x: pl.Series("x", [1, 2]).cast(pl.Int8) })],
    ["categories", pl.DataFrame({ x: pl.Series("x", ["a", "b"]).cast(pl.Categorical) })],
  ])("is refused, clearly, and nothing is left: %s", async (_what, frame) => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.avro", format: "avro" });
    await expect(bucket.write(frame)).rejects.toMatchObject({
      code: "UNSUPPORTED_FORMAT",
      message: expect.stringContaining(bucket.getUri()),
      hint: expect.stringContaining("cast"),
    });
    expect(await bucket.exists()).toBe(false);
    for (const format of ["parquet", "ipc"]) {
      const other = provider.bucket("lake", { path: `x.${format}`, format });
      await other.write(frame);
      expect((await (await other.scan()).collect()).schema).toEqual(frame.schema);
    }
  });
});

describe("a damaged footer", () => {
  it.each(["parquet", "ipc"])("of %s is found at the scan", async (format) => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path: "x", format });
    await bucket.write(pl.DataFrame({ n: [1, 2, 3], text: ["a", "b", "c"] }));
    const file = join(basePath, "lake/x");
    const whole = readFileSync(file);
    for (let damage = whole.length - 200; damage < whole.length - 20; damage += 40) {
      const bytes = Buffer.from(whole);
      bytes.fill(0xff, damage, damage + 40);
      writeFileSync(file, bytes);
      await expect(bucket.scan(), String(damage)).rejects.toMatchObject({
        code: "UNSUPPORTED_FORMAT",
        operation: "bucket.scan",
        message: expect.stringContaining(bucket.getUri()),
      });
    }
  });

  it("of ipc that claims more than the file holds does not end the process", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path: "x", format: "ipc" });
    await bucket.write(pl.DataFrame({ n: [1, 2, 3] }));
    const file = join(basePath, "lake/x");
    const whole = readFileSync(file);
    const start = whole.length - 10 - whole.readInt32LE(whole.length - 10);
    let refused = 0;
    for (let at = start; at + 8 <= whole.length - 10; at += 4) {
      const bytes = Buffer.from(whole);
      bytes.writeBigInt64LE(2n ** 46n, at);
      writeFileSync(file, bytes);
      // Whatever the damage is, it is an error or harmless; an abort would end this test's process.
      await bucket
        .scan()
        .then((frame) => frame.collect())
        .catch(() => refused++);
    }
    expect(refused).toBeGreaterThan(10);
  });
});

describe("a damaged footer of one file among hundreds", () => {
  it("of ipc is found at the scan, whichever file it is", async () => {
    const { provider, basePath } = localProvider();
    await provider.bucket("lake", { path: "many/000", format: "ipc" }).write(pl.DataFrame({ n: [1, 2, 3] }));
    const whole = readFileSync(join(basePath, "lake/many/000"));
    for (let index = 1; index < 300; index++) writeFileSync(join(basePath, "lake/many", String(index).padStart(3, "0")), whole);
    const footer = whole.length - 10 - whole.readInt32LE(whole.length - 10);
    const damaged = Buffer.from(whole).fill(0xff, footer, whole.length - 10);
    writeFileSync(join(basePath, "lake/many/299"), damaged);
    await expect(provider.bucket("lake", { path: "many/", format: "ipc" }).scan()).rejects.toMatchObject({
      code: "UNSUPPORTED_FORMAT",
      message: expect.stringContaining("was not written completely"),
    });
  });
});

describe("a frame without columns", () => {
  it.each(["parquet", "csv", "ndjson", "ipc"])("can be held by %s", async (format) => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "x", format });
    await bucket.write(pl.DataFrame({}));
    expect((await (await bucket.scan()).collect()).shape).toEqual({ height: 0, width: 0 });
  });
});

describe("scan", () => {
  it("sees a folder as it was, though a part is added before it is collected", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "out/" });
    await bucket.write(pl.DataFrame({ n: [1] }));
    const before = await bucket.scan();
    await bucket.write(pl.DataFrame({ n: [2] }));
    await bucket.write(before.select(pl.col("n").add(10)));
    expect((await before.collect()).toRecords()).toEqual([{ n: 1 }]);
    expect(await rowsOf(bucket)).toEqual([{ n: 1 }, { n: 2 }, { n: 11 }]);
  });

  it("reads only the columns that are asked for", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.parquet" });
    await bucket.write(pl.DataFrame({ good: [1, 2, 3], bad: ["a".repeat(50), "b".repeat(50), "c".repeat(50)] }));
    const file = join(basePath, "lake/x.parquet");
    const bytes = readFileSync(file);
    const footer = bytes.readUInt32LE(bytes.length - 8);
    // The second column's pages lie before the footer; without them only the first column can be read.
    bytes.fill(0xff, Math.floor((bytes.length - footer) / 2), bytes.length - footer - 8);
    writeFileSync(file, bytes);
    expect((await (await bucket.scan()).select("good").collect()).toRecords()).toEqual([{ good: 1 }, { good: 2 }, { good: 3 }]);
    // Polars aborts the process over a page like this, so reading all of it is tried in another one.
    const readAll = `require("nodejs-polars").scanParquet(${JSON.stringify(file)}).collect()`;
    expect(spawnSync(process.execPath, ["-e", readAll]).status).not.toBe(0);
  });

  it.each(["parquet", "csv", "ndjson", "ipc"])("pushes filters and selections down to %s", async (format) => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "x", format });
    await bucket.write(pl.DataFrame({ a: [1, 2], b: ["x", "y"], c: [3, 4] }));
    const plan = (await bucket.scan()).filter(pl.col("a").gt(1)).select("b").describeOptimizedPlan();
    expect(plan).toMatch(/PROJECT .*2\/3 COLUMNS/);
    expect(plan).toMatch(/SELECTION: .*a/);
    expect(plan.indexOf("SELECTION")).toBeGreaterThan(plan.indexOf("SCAN"));
  });

  it("gives the partition columns of folders named column=value", async () => {
    const { provider } = localProvider();
    for (const region of ["eu", "us"])
      await provider.bucket("lake", { path: `sales/region=${region}/x.parquet` }).write(pl.DataFrame({ n: [1] }));
    const bucket = provider.bucket("lake", { path: "sales/" });
    expect(await rowsOf(bucket)).toEqual([
      { n: 1, region: "eu" },
      { n: 1, region: "us" },
    ]);
    await provider.bucket("lake", { path: "sales/loose.parquet" }).write(pl.DataFrame({ n: [2] }));
    expect(await rowsOf(bucket)).toHaveLength(3);
  });

  it("prefers an object to the pattern that its key could be", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "[ab].parquet" });
    await bucket.upload("[ab].parquet", "");
    await provider.bucket("lake", { path: "a.parquet" }).write(pl.DataFrame({ n: [1] }));
    await expect(bucket.scan()).rejects.toMatchObject({ code: "UNSUPPORTED_FORMAT" });
    await bucket.remove("[ab].parquet");
    expect(await rowsOf(bucket)).toEqual([{ n: 1 }]);
  });

  it("says when the path is a folder", async () => {
    const { provider } = localProvider();
    await provider.bucket("lake", { path: "raw/x.parquet" }).write(pl.DataFrame({ n: [1] }));
    await expect(provider.bucket("lake", { path: "raw" }).scan()).rejects.toMatchObject({
      code: "NOT_FOUND",
      hint: expect.stringContaining('"raw/"'),
    });
  });

  it("takes a CSV whose first column has the name of a format's mark", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("genes", { path: "x.csv", format: "csv" });
    await bucket.upload("x.csv", "PAR1,ARROW1\n1,2\n");
    expect(await rowsOf(bucket)).toEqual([{ PAR1: 1, ARROW1: 2 }]);
  });

  it("tells a file of another format at once, whichever the two are", async () => {
    const { provider } = localProvider();
    for (const written of formats) {
      const path = `written-as-${written}`;
      await provider.bucket("lake", { path, format: written }).write(pl.DataFrame({ n: [1] }));
      for (const format of formats) {
        const isText = (name: string): boolean => name === "csv" || name === "ndjson";
        if (format === written || (isText(format) && isText(written))) continue;
        await expect(provider.bucket("lake", { path, format }).scan(), `${written} read as ${format}`).rejects.toMatchObject({
          code: "UNSUPPORTED_FORMAT",
          operation: "bucket.scan",
          message: expect.stringContaining(`lake/${path} is no ${format} file`),
        });
      }
    }
  });

  it("refuses a file whose name is not UTF-8 instead of leaving it out", async () => {
    if (process.platform !== "linux") return;
    const { provider, basePath } = localProvider();
    await provider.bucket("lake", { path: "x.csv", format: "csv" }).write(pl.DataFrame({ n: [1] }));
    writeFileSync(Buffer.concat([Buffer.from(join(basePath, "lake/y")), Buffer.from([0xff]), Buffer.from(".csv")]), "n\n2\n");
    await expect(provider.bucket("lake", { format: "csv" }).scan()).rejects.toMatchObject({ code: "CONFIG_INVALID", hint: "Rename it." });
  });

  it("says how folders are given by a pattern", async () => {
    const { provider } = localProvider();
    await provider.bucket("lake", { path: "raw/2026-01/x.parquet" }).write(pl.DataFrame({ n: [1] }));
    await expect(provider.bucket("lake", { path: "raw/2026-*/" }).scan()).rejects.toMatchObject({
      code: "NOT_FOUND",
      hint: expect.stringContaining('path: "raw/2026-*/**"'),
    });
    expect(await rowsOf(provider.bucket("lake", { path: "raw/2026-*/**" }))).toEqual([{ n: 1 }]);
  });

  it("does not follow a link out of the base path", async () => {
    const { provider, basePath } = localProvider();
    const { basePath: outside, provider: other } = localProvider();
    await other.bucket("lake", { path: "x.parquet" }).write(pl.DataFrame({ n: [1] }));
    mkdirSync(join(basePath, "lake"));
    symlinkSync(join(outside, "lake/x.parquet"), join(basePath, "lake/x.parquet"));
    await expect(provider.bucket("lake", { path: "x.parquet" }).scan()).rejects.toMatchObject({ code: "ACCESS_DENIED" });
    await expect(provider.bucket("lake").scan()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(provider.bucket("lake", { path: "../x.parquet" }).scan()).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    await expect(provider.bucket("lake", { path: ".glacier/" }).scan()).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });

  it("reads compressed and tab-separated text", async () => {
    const { provider } = localProvider();
    const { gzipSync } = await import("node:zlib");
    await provider.bucket("lake").upload("z/x.csv.gz", gzipSync("a,b\n1,x\n"));
    expect(await rowsOf(provider.bucket("lake", { path: "z/", format: "csv" }))).toEqual([{ a: 1, b: "x" }]);
    await provider.bucket("lake").upload("x.tsv", "a\tb\n1\tx\n");
    expect(await rowsOf(provider.bucket("lake", { path: "x.tsv", format: "csv" }))).toEqual([{ a: 1, b: "x" }]);
  });

  it("takes an empty text file for a frame without rows, and an empty Parquet file for a mistake", async () => {
    const { provider } = localProvider();
    for (const key of ["x.csv", "x.ndjson", "x.parquet"]) await provider.bucket("lake").upload(key, "");
    for (const format of ["csv", "ndjson"]) expect(await rowsOf(provider.bucket("lake", { path: `x.${format}`, format }))).toEqual([]);
    await expect(provider.bucket("lake", { path: "x.parquet" }).scan()).rejects.toMatchObject({ code: "UNSUPPORTED_FORMAT" });
  });

  it("holds a version once, however often it is scanned", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.parquet" });
    await bucket.write(pl.DataFrame({ n: [1] }));
    for (let round = 0; round < 5; round++) await bucket.scan();
    await Promise.all(Array.from({ length: 5 }, () => bucket.scan()));
    const [owner = ""] = readdirSync(join(basePath, ".glacier/pins"));
    expect(readdirSync(join(basePath, ".glacier/pins", owner))).toHaveLength(1);
    await bucket.write(pl.DataFrame({ n: [2] }));
    await Promise.all(Array.from({ length: 5 }, () => bucket.scan()));
    expect(readdirSync(join(basePath, ".glacier/pins", owner)).length).toBeLessThanOrEqual(3);
  });

  it("works again when somebody has cleared Glacier's own folder", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.parquet" });
    await bucket.write(pl.DataFrame({ n: [1] }));
    await bucket.scan();
    rmSync(join(basePath, ".glacier"), { recursive: true });
    expect(await rowsOf(bucket)).toEqual([{ n: 1 }]);
    await bucket.write(pl.DataFrame({ n: [2] }));
    expect(await rowsOf(bucket)).toEqual([{ n: 2 }]);
  });

  it("reads what a link inside the base path leads to, and keeps to that version", async () => {
    const { provider, basePath } = localProvider();
    await provider.bucket("lake", { path: "real.parquet" }).write(pl.DataFrame({ n: [1] }));
    symlinkSync(join(basePath, "lake/real.parquet"), join(basePath, "lake/link.parquet"));
    const linked = await provider.bucket("lake", { path: "link.parquet" }).scan();
    await provider.bucket("lake", { path: "real.parquet" }).write(pl.DataFrame({ n: [2] }));
    expect((await linked.collect()).toRecords()).toEqual([{ n: 1 }]);
    expect(await rowsOf(provider.bucket("lake", { path: "link.parquet" }))).toEqual([{ n: 2 }]);
  });

  it("reads a folder of many files, in the order of their keys", async () => {
    const { provider, basePath } = localProvider();
    const keys = Array.from({ length: 400 }, (_, n) => `many/${String(n).padStart(4, "0")}.csv`);
    mkdirSync(join(basePath, "lake/many"), { recursive: true });
    for (const [n, key] of keys.entries()) writeFileSync(join(basePath, "lake", key), `n\n${n}\n`);
    const rows = await rowsOf(provider.bucket("lake", { path: "many/", format: "csv" }));
    expect(rows).toEqual(keys.map((_, n) => ({ n })));
  });
});

describe("write", () => {
  it("adds a part to a folder each time, in order", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "out/" });
    const results = [];
    for (let n = 0; n < 5; n++) results.push(await bucket.write(pl.DataFrame({ n: [n] })));
    for (const { key } of results) expect(key).toMatch(/^out\/part-[a-z0-9-]+\.parquet$/);
    expect(await rowsOf(bucket)).toEqual([0, 1, 2, 3, 4].map((n) => ({ n })));
    expect(await bucket.exists()).toBe(true);
  });

  it("replaces a folder's data, and leaves other formats, notes and neighbours alone", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "out/" });
    await bucket.write(pl.DataFrame({ n: [1] }));
    await provider.bucket("lake", { path: "out/region=eu/seed.parquet" }).write(pl.DataFrame({ n: [2] }));
    await provider.bucket("lake", { path: "outer/x.parquet" }).write(pl.DataFrame({ n: [3] }));
    await bucket.upload("out/readme.txt", "x");
    await bucket.upload("out/_SUCCESS", "");
    const { key } = await bucket.write(pl.DataFrame({ n: [9] }), { mode: "overwrite" });
    expect(await rowsOf(bucket)).toEqual([{ n: 9 }]);
    expect(await listing(bucket)).toEqual([["out/_SUCCESS", key, "out/readme.txt", "outer/x.parquet"]]);
    await bucket.write((await bucket.scan()).select(pl.col("n").add(1)), { mode: "overwrite" });
    expect(await rowsOf(bucket)).toEqual([{ n: 10 }]);
  });

  it.each<[string, { path: string }, { mode?: "append" | "overwrite" }, string]>([
    ["a pattern", { path: "raw/*.parquet" }, {}, "UNSUPPORTED_OPERATION"],
    ["more to one object", { path: "x.parquet" }, { mode: "append" }, "UNSUPPORTED_OPERATION"],
    ["in a mode that does not exist", { path: "x/" }, { mode: "upsert" as never }, "CONFIG_INVALID"],
    ["outside", { path: "../x.parquet" }, {}, "CONFIG_INVALID"],
    ["outside, by a folder", { path: "a/../../b/" }, {}, "CONFIG_INVALID"],
    ["into Glacier's own folder", { path: ".glacier/x" }, {}, "CONFIG_INVALID"],
  ])("refuses to write %s", async (_what, options, writeOptions, code) => {
    const { provider, basePath } = localProvider();
    await expect(provider.bucket("lake", options).write(pl.DataFrame({ a: [1] }), writeOptions)).rejects.toMatchObject({ code });
    expect(existsSync(join(basePath, "lake"))).toBe(false);
  });

  it.each([undefined, null, 5, "x", [], {}, Promise.resolve(1)])("refuses what is no frame: %s", async (value) => {
    const { provider } = localProvider();
    await expect(provider.bucket("lake", { path: "x" }).write(value as never)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      operation: "bucket.write",
    });
  });

  it("refuses a key that is a folder, or lies below a file", async () => {
    const { provider } = localProvider();
    await provider.bucket("lake", { path: "a/b.parquet" }).write(pl.DataFrame({ n: [1] }));
    for (const path of ["a", "a/b.parquet/c", "a/b.parquet/"]) {
      for (const mode of path.endsWith("/") ? (["append", "overwrite"] as const) : (["overwrite"] as const)) {
        await expect(provider.bucket("lake", { path }).write(pl.DataFrame({ n: [2] }), { mode }), path).rejects.toMatchObject({
          code: "CONFLICT",
        });
      }
    }
    expect(await rowsOf(provider.bucket("lake", { path: "a/b.parquet" }))).toEqual([{ n: 1 }]);
  });

  it("can be cancelled, and then nothing has changed", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.parquet" });
    await bucket.write(pl.DataFrame({ n: [1] }));
    const controller = new AbortController();
    const big = pl
      .DataFrame({ n: Array.from({ length: 500_000 }, (_, index) => index) })
      .lazy()
      .sort("n", true);
    const writing = bucket.write(big, { signal: controller.signal });
    // Right after it was begun: later, it might be done already.
    controller.abort();
    await expect(writing).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(bucket.write(big, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
    expect(await rowsOf(bucket)).toEqual([{ n: 1 }]);
  });

  it("gives one of them whole when many write at once", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.parquet" });
    await Promise.all(Array.from({ length: 8 }, (_, n) => bucket.write(pl.DataFrame({ n: [n, n, n] }))));
    const rows = await rowsOf(bucket);
    expect(new Set(rows.map(({ n }) => n)).size).toBe(1);
    expect(rows).toHaveLength(3);
  });
});

describe("the fields of NDJSON", () => {
  it.each([
    ["the same fields", (index: number) => ({ n: index })],
    ["fields of their own", (index: number) => ({ n: index, [`own${index}`]: true })],
  ])("keep the order of the files, more than ten of them, with %s", async (_, row) => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "many/", format: "ndjson" });
    const numbers = Array.from({ length: 14 }, (_, index) => index);
    for (const index of numbers) await bucket.upload(`many/f${String(index).padStart(3, "0")}.ndjson`, `${JSON.stringify(row(index))}\n`);
    expect((await rowsOf(bucket)).map(({ n }) => n)).toEqual(numbers);
  });

  it("may be called as what every JavaScript object has", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "odd/", format: "ndjson" });
    await bucket.upload("odd/1.ndjson", '{"a":{"constructor":1}}\n');
    await bucket.upload("odd/2.ndjson", '{"a":{"y":2}}\n');
    expect(await rowsOf(bucket)).toHaveLength(2);
  });

  it("are missed with the file's place where it holds a line break only", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "blank/", format: "ndjson" });
    await bucket.upload("blank/1.ndjson", '{"a":1}\n');
    await bucket.upload("blank/2.ndjson", "\n");
    await expect(bucket.scan()).rejects.toMatchObject({
      code: "UNSUPPORTED_FORMAT",
      message: expect.stringMatching(/^blank\/2\.ndjson in file:/),
    });
  });

  it("are those of all files, whichever has them first, with the types that hold all values", async () => {
    // A path that Polars would take for a pattern.
    const provider = new Provider({ config: new LocalConfig({ basePath: join(localProvider().basePath, "a [b] {c}") }) });
    const bucket = provider.bucket("lake", { path: "events/", format: "ndjson" });
    await bucket.upload("events/1.ndjson", '{"a":1,"where":{"x":1}}\n');
    await bucket.upload("events/2.ndjson", "");
    await bucket.upload("events/3.ndjson", '{"b":"late","a":2.5,"where":{"y":2}}\n{"a":null}\n');
    await bucket.upload("events/day/4.ndjson", '{"c":[true]}\n');
    const frame = await bucket.scan();
    const rows = (await frame.collect()).toRecords();
    expect(JSON.parse(JSON.stringify(rows))).toMatchObject([
      { a: 1, where: { x: 1, y: null }, b: null, c: null },
      { a: 2.5, where: { x: null, y: 2 }, b: "late", c: null },
      { a: null, b: null, c: null },
      { a: null, b: null, c: [true] },
    ]);
    expect(await rowsOf(provider.bucket("lake", { path: "events/*.ndjson", format: "ndjson" }))).toHaveLength(3);
    expect(
      (
        await frame
          .filter(pl.col("b").eq(pl.lit("late")))
          .select("a", "c")
          .collect()
      ).toRecords(),
    ).toEqual([{ a: 2.5, c: null }]);
  });

  it.each([
    ["1", "2.5", [1, 2.5]],
    ["1", '"x"', ["1", "x"]],
    ["true", '"x"', ["true", "x"]],
    ["null", "[1]", [null, [1]]],
    ["[1]", '["x"]', [["1"], ["x"]]],
    ['{"x":[null]}', '{"x":[1.5]}', undefined],
    // What Polars would make 1, {"x":1} and "{1}" of.
    ["true", "1", "'a' is Bool in in/1.ndjson and Int64 in in/2.ndjson"],
    ["1", '{"x":1}', "'a' is Int64 in in/1.ndjson and Struct in in/2.ndjson"],
    ['"x"', '{"x":1}', "'a' is String in in/1.ndjson and Struct in in/2.ndjson"],
    ["[1]", "1", "'a' is List in in/1.ndjson and Int64 in in/2.ndjson"],
    ['{"x":[true]}', '{"x":[1]}', "'a.x[]' is Bool in in/1.ndjson and Int64 in in/2.ndjson"],
  ])("are of one type, or refused with their places: %s and %s", async (one, two, result) => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "in/", format: "ndjson" });
    await bucket.upload("in/1.ndjson", `{"a":${one}}\n`);
    await bucket.upload("in/2.ndjson", `{"a":${two}}\n`);
    const rows = rowsOf(bucket).then((all) => all.map(({ a }) => a));
    if (typeof result !== "string") expect(JSON.parse(JSON.stringify(await rows))).toEqual(result ?? [{ x: [null] }, { x: [1.5] }]);
    else
      await expect(rows).rejects.toMatchObject({
        code: "UNSUPPORTED_FORMAT",
        operation: "bucket.scan",
        message: `${bucket.getUri()} has files whose fields differ: ${result}.`,
      });
  });

  it("are those of all rows, however late one comes", async () => {
    const { provider } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.ndjson", format: "ndjson" });
    await bucket.upload("x.ndjson", `${'{"a":1}\n'.repeat(20_000)}{"a":2,"late":"here"}\n`);
    const { columns } = await (await bucket.scan()).collect();
    expect(columns).toEqual(["a", "late"]);
    expect((await (await bucket.scan()).filter(pl.col("late").isNotNull()).collect()).toRecords()).toEqual([{ a: 2, late: "here" }]);
  });
});

describe("bad data that shows while a lazy frame is written", () => {
  const good = "a,b\n1,2\n";
  const wrongValue = `a,b\n${"1,2\n".repeat(20_000)}x,2\n`;

  it.each([
    ["a wrong value", wrongValue, /has a value that does not fit its column/],
    ["an open quote", 'a,b\n1,"2\n3,4\n', /has a value that does not fit its column/],
  ])("is blamed on the object that was scanned, not on the one that is written: %s", async (_, text, says) => {
    const { provider } = localProvider();
    const from = provider.bucket("raw", { path: "bad.csv", format: "csv" });
    const other = provider.bucket("raw", { path: "other.csv", format: "csv" });
    const to = provider.bucket("out", { path: "x.parquet" });
    await from.upload("bad.csv", text);
    await other.upload("other.csv", good);
    // Scanned, but no part of what is written.
    await other.scan();
    const error: unknown = await to.write((await from.scan()).filter(pl.col("b").gtEq(0))).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "UNSUPPORTED_FORMAT", operation: "bucket.write", message: expect.stringMatching(says) });
    const { message } = error as Error;
    expect(message).toMatch(new RegExp(`^${from.getUri()} `));
    expect(message).toContain(`(found while ${to.getUri()} was written)`);
    expect(message).not.toContain("other.csv");
    expect(await to.exists()).toBe(false);
  });

  it("is blamed on all that may hold it, five of them by name", async () => {
    const { provider } = localProvider();
    const scanned: pl.LazyDataFrame[] = [];
    for (let index = 0; index < 7; index++) {
      const bucket = provider.bucket("raw", { path: `${index}.csv`, format: "csv" });
      await bucket.upload(`${index}.csv`, index === 6 ? wrongValue : good);
      scanned.push(await bucket.scan());
    }
    const writing = provider.bucket("out", { path: "x.parquet" }).write(pl.concat(scanned));
    await expect(writing).rejects.toMatchObject({ message: expect.stringMatching(/^One of (\S+\d\.csv, ){4}\S+\d\.csv and 2 more has /) });
  });

  it("is the destination's where it is the destination that cannot hold it, or where nothing was scanned", async () => {
    const { provider } = localProvider();
    const from = provider.bucket("raw", { path: "x.ndjson", format: "ndjson" });
    await from.upload("x.ndjson", '{"a":[1,2]}\n');
    const to = provider.bucket("out", { path: "x.csv", format: "csv" });
    for (const frame of [await from.scan(), pl.DataFrame({ a: [[1, 2]] }).lazy()]) {
      await expect(to.write(frame)).rejects.toMatchObject({
        code: "UNSUPPORTED_FORMAT",
        message: expect.stringMatching(new RegExp(`^${to.getUri()} cannot hold this data`)),
      });
    }
  });
});

describe("the data of another tool", () => {
  it("that was copied in part is refused, and its neighbour is not", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path: "x.parquet" });
    await bucket.write(pl.DataFrame({ n: [1, 2, 3] }));
    copyFileSync(join(basePath, "lake/x.parquet"), join(basePath, "lake/y.parquet"));
    truncateSync(join(basePath, "lake/y.parquet"), 40);
    await expect(provider.bucket("lake", { path: "y.parquet" }).scan()).rejects.toMatchObject({ code: "UNSUPPORTED_FORMAT" });
    expect(await rowsOf(bucket)).toHaveLength(3);
  });
});
