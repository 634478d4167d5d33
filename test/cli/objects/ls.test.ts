import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { glacier } from "../command.ts";
import { controlsIn, jsonOf, linesOf, objectFiles } from "./object-files.ts";

const files = { "raw/a.csv": "1234", "raw/b/c.csv": "", "raw/b/d/e.csv": "x".repeat(2048), "raw/日本.csv": "1", "top.txt": "" };

describe("glacier ls", () => {
  it("lists one folder with its folders, and with -r all below it", async () => {
    const { run } = objectFiles(files);
    expect(await run("ls", "raw")).toEqual({ code: 0, stdout: "a.csv\nb/\n日本.csv\n", stderr: "" });
    expect(await run("ls", "raw/")).toMatchObject({ stdout: "a.csv\nb/\n日本.csv\n" });
    expect(await run("ls", ".")).toMatchObject({ stdout: "raw/\ntop.txt\n" });
    expect(await run("ls", "-r", "raw")).toMatchObject({ stdout: "a.csv\nb/c.csv\nb/d/e.csv\n日本.csv\n" });
  });

  it("lists an object, a file URI, and several places under their names", async () => {
    const { folder, run } = objectFiles(files);
    const uri = pathToFileURL(folder).href;
    expect(await run("ls", "raw/a.csv")).toMatchObject({ code: 0, stdout: "a.csv\n" });
    expect(await run("ls", `${uri}/raw/b`, "top.txt")).toEqual({
      code: 0,
      stdout: `${uri}/raw/b/:\nc.csv\nd/\n\n${uri}/top.txt:\ntop.txt\n`.replace("raw/b/:", "raw/b:"),
      stderr: "",
    });
  });

  it("aligns sizes and times, and writes sizes for people", async () => {
    const { run } = objectFiles(files);
    const { stdout } = await run("ls", "-l", "-r", "raw");
    expect(linesOf(stdout).map((line) => line.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, "TIME"))).toEqual([
      "   4  TIME  a.csv",
      "   0  TIME  b/c.csv",
      "2048  TIME  b/d/e.csv",
      "   1  TIME  日本.csv",
    ]);
    expect((await run("ls", "--human", "-r", "raw/b")).stdout).toMatch(/^ {4}0 B {2}\S+ {2}c\.csv\n2\.0 KiB {2}\S+ {2}d\/e\.csv\n$/);
    expect((await run("ls", "-l", "raw/b")).stdout).toMatch(/^0 {2}\S+ {2}c\.csv\n- {2} {20} {2}d\/\n$/);
  });

  it("prints JSON lines, whose fields stay", async () => {
    const { folder, run } = objectFiles(files);
    const uri = pathToFileURL(folder).href;
    expect(jsonOf((await run("ls", "--json", "raw/b")).stdout)).toEqual([
      {
        type: "object",
        uri: `${uri}/raw/b/c.csv`,
        key: "c.csv",
        size: 0,
        lastModified: expect.stringMatching(/Z$/),
        etag: expect.any(String),
      },
      { type: "folder", uri: `${uri}/raw/b/d/`, key: "d/" },
    ]);
  });

  it("lists five thousand objects over pages, and no more than the limit", async () => {
    const names = Array.from({ length: 5000 }, (_, n) => `${String(n).padStart(5, "0")}.txt`);
    const { run } = objectFiles(Object.fromEntries(names.map((name) => [`many/${name}`, ""])));
    expect(linesOf((await run("ls", "many")).stdout)).toEqual(names);
    expect(linesOf((await run("ls", "-r", "--limit", "1001", ".")).stdout)).toEqual(names.slice(0, 1001).map((name) => `many/${name}`));
  });

  it("says what is there instead when nothing is, goes on with the others, and exits with 1", async () => {
    const { run } = objectFiles(files);
    const { code, stdout, stderr } = await run("ls", "raw/a", "raw/none", "raw/a.csv");
    expect({ code, lines: linesOf(stdout).filter((line) => !line.startsWith("file:")) }).toEqual({ code: 1, lines: ["", "", "a.csv"] });
    expect(stderr).toMatch(
      /^NOT_FOUND: file:\S+\/raw\/a was not found\.\n {2}There is: a\.csv\nNOT_FOUND: [^\n]*\n {2}See what there is: glacier ls file:\S+\/raw\n$/,
    );
  });

  it("writes out what a terminal would obey, in names and in JSON", async () => {
    const { run } = objectFiles({ "d/a\u001b[2J\n\u009b31m\u202e.csv": "" });
    expect((await run("ls", "d")).stdout).toBe("a\\x1b[2J\\n\\x9b31m\\u202e.csv\n");
    const { stdout } = await run("ls", "--json", "d");
    expect(controlsIn(stdout)).toEqual([]);
    expect(jsonOf(stdout)).toMatchObject([{ key: "a\u001b[2J\n\u009b31m\u202e.csv" }]);
    expect(await run("ls", "d/a\u001b")).toMatchObject({
      stderr: expect.stringMatching(/^NOT_FOUND: [^\n]*\n {2}There is: a\\x1b\[2J\\n\\x9b31m\\u202e\.csv\n$/),
    });
  });

  it("leaves nothing behind, and prints nothing of an empty folder", async () => {
    const { folder, run } = objectFiles({ "raw/a": "" });
    await run("ls", "-r", "raw");
    expect(readdirSync(folder)).toEqual(["raw"]);
    await run("rm", "raw/a");
    expect(await run("ls", ".")).toMatchObject({ code: 0 });
  });

  it.each([
    [["ls"], /missing required argument 'uri'/],
    [["ls", "ftp://x/y"], /ftp:\/\/x\/y cannot be used: no cloud[\s\S]*Addresses are s3:\/\/bucket\/key/],
    [["ls", "s3://"], /names no bucket/],
    [["ls", "raw", "--limit", "0"], /whole number from 1/],
    [["ls", "raw", "--recursiv"], /Did you mean --recursive\?/],
  ])("%j is wrong usage, exits with 2, and prints only on standard error", async (args, message) => {
    expect(await objectFiles(files).run(...args)).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });

  it("says so for a cloud that has no adapter, or shows that nobody is there", async () => {
    const { folder, env } = objectFiles();
    // Nothing answers at this port, and the region is not asked for.
    const { code, stdout, stderr } = await glacier(["ls", "s3://bucket"], {
      cwd: folder,
      env: {
        ...env,
        AWS_ENDPOINT_URL: "http://127.0.0.1:9",
        AWS_ACCESS_KEY_ID: "a",
        AWS_SECRET_ACCESS_KEY: "b",
        AWS_MAX_ATTEMPTS: "1",
        AWS_EC2_METADATA_DISABLED: "true",
      },
    });
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(/^(NO_ADAPTER|NETWORK): /) });
  });
});
