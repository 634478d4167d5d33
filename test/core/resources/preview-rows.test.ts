import { gzipSync, zstdCompressSync } from "node:zlib";
import { pl } from "@glacier/core";
import { type Bucket, previewRows } from "@glacier/core/resources";
import { describe, expect, it, vi } from "vitest";
import { wholeAvroBlocks } from "../../../core/src/data/whole-avro-blocks.ts";
import { wholeRecords } from "../../../core/src/data/whole-records.ts";
import { fc } from "../../support/properties.ts";
import { localProvider } from "../clouds/local/local-provider.ts";

const MIB = 1024 * 1024;

async function bucketWith(key: string, content: string | Buffer): Promise<Bucket> {
  const bucket = localProvider().provider.bucket("lake");
  await bucket.upload(key, content);
  return bucket;
}

async function preview(key: string, content: string | Buffer, options: Parameters<typeof previewRows>[2] = {}) {
  const { columns, rows, ...rest } = await previewRows(await bucketWith(key, content), key, options);
  return { columns: columns.map(({ name, type }) => `${name} ${type}`), rows, ...rest };
}

describe("a preview", () => {
  const frame = pl.DataFrame({
    n: pl.Series("n", [1, 2, 3], pl.Int64),
    text: ["a", null, "ü\u001b[31m"],
    share: [0.5, Number.NaN, null],
    day: [new Date(0), new Date(86_400_000), null],
    list: [[1], [], [2, 3]],
  });

  it.each(["parquet", "ipc"] as const)("shows the first rows of %s, and reads only the columns that are asked for", async (format) => {
    const bucket = localProvider().provider.bucket("lake", { path: `x.${format}`, format });
    await bucket.write(frame);
    const all = await previewRows(bucket, `x.${format}`, { rows: 2 });
    expect(all).toMatchObject({
      format,
      isCut: false,
      rows: [
        [1, "a", 0.5, "1970-01-01 00:00:00.000", [1]],
        [2, null, "NaN", "1970-01-02 00:00:00.000", []],
      ],
    });
    expect(all.columns.map(({ name, type, isNumeric }) => [name, type, isNumeric])).toEqual([
      ["n", "Int64", true],
      ["text", "String", false],
      ["share", "Float64", true],
      ["day", "Datetime(ms)", false],
      ["list", "List(Float64)", false],
    ]);
    expect((await previewRows(bucket, `x.${format}`, { columns: ["text", "n"] })).rows).toEqual([
      ["a", 1],
      [null, 2],
      ["ü\u001b[31m", 3],
    ]);
  });

  it("shows Avro, and finds the format of an object whose name does not tell it", async () => {
    const avro = frame.select("n", "text").writeAvro({ compression: "uncompressed" });
    expect(await preview("x.avro", avro, { rows: 1 })).toMatchObject({ format: "avro", rows: [[1, "a"]] });
    expect(await preview("x", avro, { rows: 1 })).toMatchObject({ format: "avro", rows: [[1, "a"]] });
  });

  it("of a large Avro object reads the blocks that hold the rows, and refuses one whose first block is longer than it reads", async () => {
    // A block of Polars' is a whole frame; an object of many blocks is the first one with their bytes repeated.
    const one = frame.select("n", "text").writeAvro({ compression: "uncompressed" });
    const header = wholeAvroBlocks(one, 0)?.end ?? 0;
    const many = Buffer.concat([one, ...Array.from({ length: 20_000 }, () => one.subarray(header))]);
    const bucket = await bucketWith("x.avro", many);
    const reads = vi.spyOn(bucket, "read");
    const { rows, isCut } = await previewRows(bucket, "x.avro", { rows: 7 });
    expect({ rows: rows.map(([n]) => n), isCut }).toEqual({ rows: [1, 2, 3, 1, 2, 3, 1], isCut: false });
    expect(reads.mock.calls.map(([, options]) => options?.length)).toEqual([65_536]);
    const wide = pl.DataFrame({ text: ["x".repeat(17 * MIB)] }).writeAvro({ compression: "uncompressed" });
    await expect(preview("x.avro", wide)).rejects.toMatchObject({
      code: "UNSUPPORTED_FORMAT",
      message: expect.stringContaining("no whole row"),
    });
    await expect(preview("x.avro", Buffer.from("Obj\x01\x02garbage"))).rejects.toMatchObject({ code: "UNSUPPORTED_FORMAT" });
  });

  it("keeps whole numbers exact", async () => {
    const { rows } = await preview("x.csv", "n\n9007199254740993\n-1\n");
    expect(rows).toEqual([["9007199254740993"], [-1]]);
  });

  it.each([
    [
      "x.csv",
      "a,b\n1,x\n2,\n",
      {
        columns: ["a Int64", "b String"],
        rows: [
          [1, "x"],
          [2, null],
        ],
      },
    ],
    [
      "x.csv",
      "\ufeffa,b\r\n1,x\r\n2,y",
      {
        columns: ["a Int64", "b String"],
        rows: [
          [1, "x"],
          [2, "y"],
        ],
      },
    ],
    ["x.csv", 'a,b\n1,"x\n,y"\n', { rows: [[1, "x\n,y"]] }],
    ["x.tsv", "a\tb\n1\t2\n", { rows: [[1, 2]], separator: "\t" }],
    ["x.csv", 'a;"b,\n";c\n1;2,5;x\n', { rows: [[1, "2,5", "x"]], separator: ";" }],
    ["x.csv", "a\tb\n1\t2,5\n", { rows: [[1, "2,5"]], separator: "\t" }],
    ["x.csv", "a|b\r\n1|2\r\n", { rows: [[1, 2]], separator: "|" }],
    ["x.csv", "a;b,c\n1;2,3\n", { rows: [["1;2", 3]], separator: "," }],
    ["x.csv", "a;b\n1\n", { rows: [[1]], separator: "," }],
    ["part-0", '{"a":1}\n', { format: "ndjson", rows: [[1]] }],
    ["x.csv", "a,b\n", { columns: ["a String", "b String"], rows: [] }],
    ["x.csv", "", { columns: [], rows: [] }],
    ["x.csv", "\n\n", { columns: [], rows: [] }],
    ["PAR1.csv", "PAR1,b\n1,2\n", { rows: [[1, 2]] }],
    [
      "x.ndjson",
      '{"a":1}\n\n{"b":[true]}\n',
      {
        columns: ["a Int64", "b List(Bool)"],
        rows: [
          [1, null],
          [null, [true]],
        ],
      },
    ],
    ["x.jsonl", '{"a":{"b":null}}', { rows: [[{ b: null }]] }],
    ["x.ndjson", "", { columns: [], rows: [] }],
  ])("of %s with %j", async (key, content, expected) => {
    expect(await preview(key, content)).toMatchObject({ ...expected, isCut: false });
  });

  it("shows compressed text, of which it decompresses no more than it needs", async () => {
    const text = `n,text\n${Array.from({ length: 400_000 }, (_, n) => `${n},${"x".repeat(50)}`).join("\n")}\n`;
    for (const [key, content] of [
      ["x.csv.gz", gzipSync(text)],
      ["x.csv.zst", zstdCompressSync(text)],
    ] as const) {
      expect((await preview(key, content, { rows: 2, columns: ["n"] })).rows).toEqual([[0], [1]]);
    }
    expect((await preview("x.csv.gz", gzipSync("a\n1\n"))).rows).toEqual([[1]]);
    await expect(preview("x.csv.gz", gzipSync("a\n1\n2\n").subarray(0, -9))).rejects.toMatchObject({ code: "UNSUPPORTED_FORMAT" });
  });

  it("of a large text reads a first range only, and more of it only where rows are long", async () => {
    const short = await bucketWith("x.csv", `n\n${"1\n".repeat(5 * MIB)}`);
    const reads = vi.spyOn(short, "read");
    expect((await previewRows(short, "x.csv", { rows: 3 })).rows).toEqual([[1], [1], [1]]);
    expect(reads.mock.calls.map(([, options]) => options?.length)).toEqual([65_536]);
    const long = await bucketWith("x.ndjson", `{"text":"${"x".repeat(200_000)}"}\n`.repeat(100));
    const more = vi.spyOn(long, "read");
    expect((await previewRows(long, "x.ndjson", { rows: 2 })).rows).toHaveLength(2);
    expect(more.mock.calls.map(([, options]) => options?.length)).toEqual([65_536, 262_144, 1_048_576]);
  });

  it("shows fewer rows and says so where the most that is read holds no more, and refuses a row that is longer", async () => {
    const line = `{"text":"${"x".repeat(5 * MIB)}"}\n`;
    const cut = await preview("x.ndjson", line.repeat(4));
    expect([cut.rows.length, cut.isCut]).toEqual([3, true]);
    await expect(preview("x.csv", `a,b\n1,"${"x\n".repeat(9 * MIB)}`)).rejects.toMatchObject({
      code: "UNSUPPORTED_FORMAT",
      message: expect.stringContaining("no whole row in its first 16 MiB"),
    });
  });

  it.each([
    ["x.parquet", "", "UNSUPPORTED_FORMAT", /is empty/],
    ["x.parquet", "no parquet file", "UNSUPPORTED_FORMAT", /no parquet file/],
    ["x.csv", Buffer.from("PAR1\0\0\0"), "UNSUPPORTED_FORMAT", /begins as parquet does/],
    ["x.json", '[{"a":1},\n{"a":2}]', "UNSUPPORTED_FORMAT", /JSON array/],
    ["x.ndjson", "{oops\n", "UNSUPPORTED_FORMAT", /x\.ndjson cannot be read/],
    ["x.csv", Buffer.from([0x61, 0x0a, 0xff, 0x0a]), "UNSUPPORTED_FORMAT", /x\.csv/],
    ["x.csv", Buffer.from("\ufeffa,b\n1,2\n", "utf16le"), "UNSUPPORTED_FORMAT", /is no csv object: it is UTF-16/],
    ["x.parquet", "PARE....PARE", "UNSUPPORTED_FORMAT", /is an encrypted Parquet file/],
    ["part-0", "PARE....PARE", "UNSUPPORTED_FORMAT", /is an encrypted Parquet file/],
    ["x.bin", "whatever", "UNSUPPORTED_FORMAT", /does not say its format/],
  ])("of %s with %j is refused", async (key, content, code, message) => {
    await expect(preview(key, content)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("names a column that is not there, and an object", async () => {
    await expect(preview("x.csv", "amount\n1\n", { columns: ["amonut"] })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      hint: "Did you mean amount?",
    });
    await expect(previewRows(await bucketWith("x.csv", ""), "y.csv")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(preview("x.csv", "a\n1\n", { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
  });
});

describe("the whole blocks of an Avro beginning", () => {
  it("are found in any bytes without an error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const found = wholeAvroBlocks(Buffer.concat([Buffer.from("Obj\x01"), bytes]), 5);
        expect(found === undefined || (found.end <= bytes.length + 4 && found.count >= 0)).toBe(true);
      }),
    );
  });
});

describe("the whole records of a beginning", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", "\n", '"', "\r", "é") });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

  it("are those before the cut, wherever it is", () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 }), fc.nat(), (table, anywhere) => {
        const lines = table.map((row) => Buffer.from(`${row.map(quoted).join(",")}\n`));
        const all = Buffer.concat(lines);
        const cut = anywhere % (all.length + 1);
        let [end, count] = [0, 0];
        for (const line of lines) {
          if (end + line.length > cut) break;
          end += line.length;
          count++;
        }
        expect(wholeRecords(all.subarray(0, cut), 0x2c)).toEqual({ end, count });
      }),
    );
  });
});
