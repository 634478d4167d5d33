import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CheckProgress } from "../../../cli/src/check/progress.ts";
import type { CommandContext } from "../../../cli/src/context.ts";
import { bin, glacier } from "../command.ts";
import { azure, check, partial, project, wrong } from "./project.ts";

/** What the built command, a process of its own, does with a project that has one error, and something odd. */
async function oneError(cwd: string, args: string[] = []): Promise<string> {
  const { code, stdout, stderr } = await glacier(["check", ...args], { cwd });
  expect([code, stdout.match(/ error | warning /g)]).toEqual([1, [" error "]]);
  return stderr;
}

describe("glacier check comes clean out of", () => {
  test("a missing, a malformed and a circular tsconfig, a malformed manifest, and packages that are not installed", async () => {
    for (const [name, text] of [
      ["tsconfig.json", "{"],
      ["tsconfig.json", '{ "extends": "./tsconfig.json" }'],
      ["package.json", "{"],
      ["x.txt", ""],
    ] as const)
      expect(await oneError(project({ [name]: text, "azure.ts": azure, "main.ts": `import "absent";\n${wrong}` }))).toBe("");
  });

  test("loops of links, links that lead out of the folder, links to nothing, and folders and pipes named like files", async () => {
    const outside = project({ "azure.ts": azure, "elsewhere.ts": wrong });
    const cwd = project({ "azure.ts": azure, "main.ts": wrong, "folder.ts/a.ts": azure });
    symlinkSync(cwd, join(cwd, "self"));
    symlinkSync("loop.ts", join(cwd, "loop.ts"));
    symlinkSync("nothing", join(cwd, "nothing.ts"));
    symlinkSync(outside, join(cwd, "outside"));
    for (const name of ["pipe.ts", ".gitignore", "tsconfig.json", "package.json", "glacier.config.json"])
      execFileSync("mkfifo", [join(cwd, name)]);
    expect(await oneError(cwd)).toBe("");
  });

  test("10 MB of text and a binary file with names of source, which are not counted", async () => {
    const cwd = project({
      "azure.ts": azure,
      "main.ts": wrong,
      "large.ts": `import "@glacier/core";\n${"x;\n".repeat(3_400_000)}`,
      "video.ts": Uint8Array.from([0x47, 0, 0xff, 0xd8]),
    });
    const { code, out, err } = await check(cwd, []);
    expect([code, err]).toEqual([1, "large.ts is not checked: it is larger than 4 MB.\n"]);
    expect(out).toMatch(/\n1 error: 2 files checked\.\n$/);
  });

  test("text that is nested deeper than can be read, which is said", async () => {
    const cwd = project({
      "azure.ts": azure,
      "main.ts": wrong,
      "deep.ts": `${azure}export const deep = ${"[".repeat(20_000)}${"]".repeat(20_000)};`,
    });
    const { code, out, err } = await check(cwd, []);
    expect([code, err]).toEqual([1, "deep.ts is not checked: it is nested too deeply to be read.\n"]);
    expect(out).toMatch(/\n1 error: 2 files checked\.\n$/);
  });

  test("UTF-16 with its byte order mark, in source and in settings, and a byte order mark before `#!`", async () => {
    const utf16 = (text: string, order: "le" | "be"): Buffer => {
      const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
      return order === "le" ? bytes : bytes.swap16();
    };
    for (const main of [utf16(wrong, "le"), utf16(wrong, "be"), Buffer.from(`\ufeff#!/usr/bin/env node\n${wrong}`)])
      expect(await oneError(project({ "glacier.config.json": utf16("{}", "le"), "azure.ts": azure, "main.ts": main }))).toBe("");
  });

  test("settings that are nested thousands of levels deep, or larger than anybody wrote by hand, which is said", async () => {
    const deep = await check(project({ "glacier.config.json": `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "azure.ts": azure }), []);
    expect(deep).toEqual({ code: 2, out: "", err: "glacier.config.json:1:1 This is nested too deeply to be read.\n" });
    const large = await check(project({ "glacier.config.json": `{"exclude":[${'"a",'.repeat(300_000)}]}`, "azure.ts": azure }), []);
    expect(large).toEqual({ code: 2, out: "", err: "glacier.config.json:1:1 Settings of more than 1 MB are not read.\n" });
  });

  test("what cannot be read: it is said in a line each, the rest is checked, and the exit code is 2", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong });
    // No permission keeps root from reading; this does.
    symlinkSync("/proc/self/mem", join(cwd, "memory.ts"));
    writeFileSync(join(cwd, "huge.ts"), "");
    truncateSync(join(cwd, "huge.ts"), 3 * 2 ** 30);
    const { code, out, err } = await check(cwd, []);
    expect([code, err]).toEqual([2, "huge.ts is not checked: it is larger than 4 MB.\nmemory.ts cannot be read (EIO).\n"]);
    expect(out).toMatch(/^main\.ts:3:50 error[\s\S]*1 error: 2 files checked\.\n$/);
  });

  test("paths that are given twice or lie in each other, an empty folder, and a file that is no source", async () => {
    const cwd = project({ "src/azure.ts": azure, "src/main.ts": wrong, "README.md": wrong });
    mkdirSync(join(cwd, "empty"));
    expect((await check(cwd, ["src", "src/main.ts", ".", "src"])).out).toMatch(/^src\/main\.ts[^\0]*\n1 error: 2 files checked\.\n$/);
    expect(await check(cwd, ["empty"])).toEqual({ code: 0, out: "No problems: 0 files checked.\n", err: "" });
    expect((await check(cwd, ["README.md"])).err).toBe("README.md is not checked: it is no source text.\n");
  });

  test("a file that is asked for though its project leaves it out", async () => {
    const cwd = project({
      "package.json": "{}",
      ".gitignore": "generated\n",
      "azure.ts": azure,
      "generated/main.ts": wrong.replace("./", "../"),
      "dist/main.ts": wrong.replace("./", "../"),
    });
    expect((await check(cwd, ["generated/main.ts", "dist/main.ts"])).out).toMatch(/\n2 errors: 2 files checked\.\n$/);
    expect((await check(cwd, [])).out).toBe("No problems: 1 file checked.\n");
  });

  test("hundreds of findings in one file, into a pipe that is closed early", async () => {
    const lines = Array.from({ length: 500 }, (_, at) => `azure.bucket("bucket-${at}", { config: new S3Config() });`);
    const cwd = project({ "azure.ts": azure, "main.ts": `${wrong}${lines.join("\n")}\n` });
    const whole = await glacier(["check"], { cwd });
    expect([whole.code, whole.stdout.endsWith("\n501 errors: 2 files checked.\n")]).toEqual([1, true]);
    const child = spawn(process.execPath, [bin, "check"], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += String(text);
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect([code, stderr]).toEqual([1, ""]);
  });
});

describe("glacier check", () => {
  test("writes out what a reader would not see, or a terminal would obey, in names, messages and source", async () => {
    const source = `${wrong.replace('"raw"', '"r\u202ew"').replace("S3Config(", "S3Config(/* \u0085\u001b[31m\u2028\u061c */")}`;
    const cwd = project({ "azure.ts": azure, "new\nline\u2066.ts": source });
    const { out } = await check(cwd, []);
    expect(out).not.toMatch(/[^\P{Cc}\n]|[\u2028\u2029\u061c\u202a-\u202e\u2066-\u2069]/u);
    expect(out).toContain('new\\nline\\u2066.ts:3:33 error The bucket name "r\\u202ew" does not fit on Azure');
    expect(out).toContain('bucket("r\\u202ew", { config: new S3Config(/* \\x85\\x1b[31m\\u2028\\u061c */{');
    // The notes on standard error too.
    writeFileSync(join(cwd, "no\nsource"), "");
    expect((await check(cwd, ["no\nsource"])).err).toBe("no\\nsource is not checked: it is no source text.\n");
    expect((await check(cwd, ["no\nthing"])).err).toBe("NOT_FOUND: There is no file or folder no\\nthing.\n");
  });

  test("--quiet reports errors only, and counts warnings all the same", async () => {
    const cwd = project({ "azure.ts": azure, "a.ts": partial, "b.ts": wrong });
    expect((await check(cwd, ["--quiet"])).out).toMatch(/^b\.ts:3:50 error[\s\S]*\n1 error: 3 files checked\.\n$/);
    expect(await check(cwd, ["--quiet", "a.ts", "--max-warnings", "0"])).toEqual({
      code: 1,
      out: "No problems: 1 file checked.\n",
      err: "1 warning, and --max-warnings allows 0.\n",
    });
  });

  test("writes in colour when told to, and without when told not to, whatever the surroundings say", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong });
    const red = "\u001b[31m";
    expect((await check(cwd, ["--color"], { env: { NO_COLOR: "1" } })).out).toContain(red);
    expect((await check(cwd, ["--no-color"], { isTTY: true })).out).not.toContain(red);
  });

  test("shows of a secret its place and not its letters, also beside the lines that are meant, and where nothing is said of it", async () => {
    const [id, secret] = ["AKIAIOSFODNN7REALKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYREALKEYKEY"];
    const cwd = project({
      "keys.ts": `export const secret = "${secret}";\n`,
      "main.ts": `import { Provider } from "@glacier/core";
import { AwsConfig, S3Config } from "@glacier/core/config";
import { secret } from "./keys.ts";
// glacier-disable-next-line hard-coded-secret -- of the tests
const key = { accessKeyId: "${id}" };
export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1", accessKeyId: "a-key", secretAccessKey: secret, ...key, sessionToken: "a token" }) });
export const raw = aws.bucket("raw", { config: new S3Config() });
`,
    });
    for (const args of [[], ["--target", "azure"]]) {
      const { out } = await check(cwd, args, { isTTY: true, columns: 300 });
      expect(out).toContain('accessKeyId: "********************"');
      expect(out).toContain('secretAccessKey: secret, ...key, sessionToken: "* *****"');
      for (const hidden of [id, secret, "a token"]) expect(out).not.toContain(hidden);
    }
  });

  test("shows the lines of a story to somebody at a terminal, no wider than that", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong });
    const { out } = await check(cwd, ["--no-color"], { isTTY: true, columns: 60 });
    expect(out.split("\n").filter((line) => line.includes("│"))).toEqual([
      '  2 │ import { azure } from "./azure.ts";',
      '  3 │ …aw", { config: new S3Config({ versioning: true }) });',
      "    │                 ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
      expect.stringMatching(/^ {4}3 │ …new Provider\(\{ config: new AzureConfig\(\{ resource\w*…$/),
      expect.stringMatching(/^ {6}│ +~+$/),
    ]);
  });

  test("counts files on a terminal once it takes a while, and cleans up; elsewhere it does not", () => {
    const written: string[] = [];
    const progressOn = (isTTY: boolean, times: number[]): CheckProgress =>
      // Nothing else of a context is used.
      new CheckProgress(
        { stderr: { isTTY, write: (text: string) => written.push(text) } } as unknown as CommandContext,
        () => times.shift() ?? 0,
      );
    const run = (isTTY: boolean): string[] => {
      written.length = 0;
      const progress = progressOn(isTTY, [0, 100, 600, 650, 750]);
      for (const done of [1, 2, 3, 4]) progress.at(done, 9);
      progress.end();
      return written.map((text) => text.replace("\r\u001b[2K", "|"));
    };
    expect(run(true)).toEqual(["|Checking: 2 of 9 files", "|Checking: 4 of 9 files", "|"]);
    expect(run(false)).toEqual([]);
  });
});
