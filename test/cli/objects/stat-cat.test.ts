import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { bin } from "../command.ts";
import { controlsIn, jsonOf, objectFiles } from "./object-files.ts";

describe("glacier stat", () => {
  it("shows what is known of each object, and exits with 1 when one is not there", async () => {
    const { run } = objectFiles({ "raw/a.csv": "x".repeat(1536), "raw/b": "" });
    const { code, stdout, stderr } = await run("stat", "raw/a.csv", "raw/none", "raw", "raw/b");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^file:\S+\/raw\/a\.csv\n {2}size +1536 bytes \(1\.5 KiB\)\n {2}modified +\S+Z\n {2}etag +\S+\n {2}content type +text\/csv\n\nfile:\S+\/raw\/b\n {2}size +0 bytes\n[\s\S]*$/,
    );
    expect(stderr).toMatch(/NOT_FOUND: \S+\/raw\/none was not found\.\n {2}See what there is: glacier ls \S+\/raw\n/);
    expect(stderr).toMatch(/\/raw is a folder, and this needs an object\.\n {2}See what is in it: glacier ls/);
  });

  it("prints JSON lines", async () => {
    const { run } = objectFiles({ "a.csv": "1" });
    expect(jsonOf((await run("stat", "--json", "a.csv")).stdout)).toEqual([
      {
        uri: expect.stringMatching(/\/a\.csv$/),
        key: "a.csv",
        size: 1,
        lastModified: expect.any(String),
        etag: expect.any(String),
        contentType: "text/csv",
      },
    ]);
  });

  it("writes out what a terminal would obey", async () => {
    const { run } = objectFiles({ "d\u001b[31m/a\u001b]0;x\u0007": "1" });
    const { code, stdout } = await run("stat", "d\u001b[31m/a\u001b]0;x\u0007");
    expect([code, controlsIn(stdout)]).toEqual([0, []]);
  });
});

describe("glacier cat", () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, n) => n));

  /** Its output as bytes. */
  async function cat(folder: string, ...args: string[]): Promise<Buffer> {
    const child = spawn(process.execPath, [bin, "cat", ...args], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(child, "close");
    return Buffer.concat(chunks);
  }

  it("writes bytes as they are, of several objects one after the other", async () => {
    const { folder } = objectFiles({ bytes, empty: "" });
    expect(await cat(folder, "bytes", "empty", "bytes")).toEqual(Buffer.concat([bytes, bytes]));
  });

  it("writes a range", async () => {
    const { folder } = objectFiles({ bytes });
    expect(await cat(folder, "--range", "10-12", "bytes")).toEqual(bytes.subarray(10, 13));
    expect(await cat(folder, "--range", "250-", "bytes")).toEqual(bytes.subarray(250));
    expect(await cat(folder, "--offset", "5", "--length", "2", "bytes")).toEqual(bytes.subarray(5, 7));
    expect(await cat(folder, "--length", "0", "bytes")).toEqual(Buffer.alloc(0));
  });

  it.each([
    ["--range", "5-4"],
    ["--range", "a"],
    ["--offset", "-1"],
    ["--range", "0-1", "--offset", "1"],
  ])("refuses %j %j as wrong usage", async (...flags) => {
    expect(await objectFiles({ bytes }).run("cat", ...flags, "bytes")).toMatchObject({ code: 2, stdout: "" });
  });

  it("writes what is there, and exits with 1 when one is not", async () => {
    const { run } = objectFiles({ a: "1", b: "2" });
    expect(await run("cat", "a", "none", "b")).toEqual({ code: 1, stdout: "12", stderr: expect.stringMatching(/^NOT_FOUND: /) });
  });

  it("says in one line that its output cannot be written, as where a disk is full", async () => {
    const { folder } = objectFiles({ bytes });
    for (const command of ["cat bytes", "ls ."]) {
      const child = spawn("sh", ["-c", `"${process.execPath}" "${bin}" ${command} > /dev/full`], { cwd: folder });
      let stderr = "";
      child.stderr.on("data", (chunk) => (stderr += chunk));
      const [code] = await once(child, "close");
      expect({ code, stderr }).toEqual({ code: 1, stderr: "The output cannot be written (ENOSPC).\n" });
    }
  });

  it("ends quietly when nobody reads any more, as in cat | head", async () => {
    const { folder } = objectFiles({ big: Buffer.alloc(20 * 1024 * 1024, "x") });
    const child = spawn("sh", ["-c", `"${process.execPath}" "${bin}" cat big | head -c 10`], { cwd: folder });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    await once(child, "close");
    expect({ stdout, stderr }).toEqual({ stdout: "x".repeat(10), stderr: "" });
  });
});
