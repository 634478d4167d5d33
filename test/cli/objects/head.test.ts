import { readdirSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { pl } from "@glacier/core";
import { LocalConfig } from "@glacier/core/config";
import { Provider } from "@glacier/core/resources";
import { describe, expect, it } from "vitest";
import { tableOf } from "../../../cli/src/objects/table.ts";
import { widthOf } from "../../../cli/src/terminal.ts";
import { controlsIn, jsonOf, linesOf, objectFiles } from "./object-files.ts";

describe("glacier head", () => {
  it("shows rows as a table: types below names, numbers to the right, no value told from an empty text", async () => {
    const { run } = objectFiles({ "a.csv": 'n,text\n1,日本\n200,\n3,"a\nb"\n4,""\n' });
    const { code, stdout, stderr } = await run("head", "-n", "3", "a.csv");
    expect({ code, stderr, lines: linesOf(stdout) }).toEqual({
      code: 0,
      stderr: "",
      lines: ["    n  text", "Int64  String", "─────  ──────", "    1  日本", "  200  null", "    3  a\\nb"],
    });
  });

  it("reads Parquet and Arrow IPC, of which a look leaves nothing behind", async () => {
    const { folder, run } = objectFiles({ "data/x": "" });
    const provider = new Provider({ config: new LocalConfig({ basePath: folder }) });
    for (const format of ["parquet", "ipc"]) {
      await provider.bucket("data", { path: `t.${format}`, format }).write(pl.DataFrame({ a: [1.5, 2], b: ["x", "y"] }));
    }
    rmSync(`${folder}/.glacier`, { recursive: true, force: true });
    for (const format of ["parquet", "ipc"]) {
      expect(jsonOf((await run("head", "--json", `data/t.${format}`, "--columns", "b,a", "-n", "1")).stdout)).toEqual([{ b: "x", a: 1.5 }]);
    }
    expect(readdirSync(folder)).toEqual(["data"]);
  });

  it("lets nothing through that a terminal would obey", async () => {
    const { run } = objectFiles({ "a.csv": "n\u001b[31m,b\n\u001b]0;owned\u0007,\u009b2J\n" });
    for (const flags of [[], ["--json"]]) {
      const { code, stdout } = await run("head", "a.csv", ...flags);
      expect(code).toBe(0);
      expect(controlsIn(stdout)).toEqual([]);
    }
    expect((await run("head", "a.csv", "--columns", "\u001b[31m")).stderr).not.toContain("\u001b");
  });

  it("reads compressed text, and takes the format from a flag", async () => {
    const { run } = objectFiles({ "a.csv.gz": gzipSync("n\n1\n"), data: "n\n1\n" });
    expect(jsonOf((await run("head", "--json", "a.csv.gz")).stdout)).toEqual([{ n: 1 }]);
    expect(jsonOf((await run("head", "--json", "--format", "csv", "data")).stdout)).toEqual([{ n: 1 }]);
    expect(await run("head", "data")).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^UNSUPPORTED_FORMAT: [\s\S]*Name the format: parquet, csv/),
    });
  });

  it("finds what separates values, and says that a pipeline goes by the comma", async () => {
    const { run } = objectFiles({ "x.csv": "a;b\n1;2,5\n", "x.tsv": "a\tb\n1\t2\n" });
    expect(await run("head", "--json", "x.csv")).toEqual({
      code: 0,
      stdout: '{"a":1,"b":"2,5"}\n',
      stderr: 'Its values are separated by ";". A pipeline reads it by ",", as one column.\n',
    });
    expect(await run("head", "--json", "x.tsv")).toEqual({ code: 0, stdout: '{"a":1,"b":2}\n', stderr: "" });
  });

  it("says what is wrong, with its exit code", async () => {
    const { run } = objectFiles({ "d/a.csv": "amount\n1\n", "empty.csv": "", "x.parquet": "no" });
    expect(await run("head", "d/a.csv", "--columns", "amuont")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Did you mean amount?"),
    });
    expect(await run("head", "d")).toMatchObject({ code: 1, stderr: expect.stringContaining("is a folder") });
    expect(await run("head", "x.parquet")).toMatchObject({ code: 1, stderr: expect.stringMatching(/^UNSUPPORTED_FORMAT: .*x\.parquet/) });
    expect(await run("head", "empty.csv")).toEqual({ code: 0, stdout: "It has no columns and no rows.\n", stderr: "" });
    expect(await run("head", "d/a.csv", "--format", "xml")).toMatchObject({ code: 2 });
    expect(await run("head", "d/a.csv", "-n", "0")).toMatchObject({ code: 2 });
  });
});

describe("a table", () => {
  const column = (name: string, isNumeric = false) => ({ name, type: isNumeric ? "Int64" : "String", isNumeric });

  it("is no wider than the terminal: what has no room is counted, and a long cell is cut", () => {
    const columns = [column("日本語"), column("n", true), column("long"), column("last")];
    const rows = [["日本語", 1, "x".repeat(100), [1, { a: null }]]];
    for (const width of [1, 5, 20, 40, 60, 80, 200]) {
      for (const line of linesOf(tableOf({ columns, rows }, width))) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }
    expect(linesOf(tableOf({ columns, rows }, 20)).at(-1)).toBe("… 2 more columns: l…");
    expect(linesOf(tableOf({ columns, rows }, 200)).at(-1)).toBe(`日本語      1  ${"x".repeat(39)}…  [1,{"a":null}]`);
  });
});
