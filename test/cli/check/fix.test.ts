import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyPatch, parsePatch } from "diff";
import { describe, expect, test } from "vitest";
import { compile } from "../../support/server/compile.ts";
import { bin, glacier } from "../command.ts";
import { azure, check, project, wrong } from "./project.ts";

const right = wrong.replaceAll("S3Config", "BlobConfig");
const unused = `// glacier-disable-next-line config-cloud-mismatch\n`;
const textOf = (cwd: string, name: string): string => readFileSync(join(cwd, name), "utf8");
/** No draft is left beside the files. */
const filesOf = (cwd: string): string[] => readdirSync(cwd).sort();

describe("glacier check --fix", () => {
  test("applies the safe fixes of all files, says which, and reports what is left", async () => {
    const cwd = project({ "azure.ts": azure, "a.ts": wrong, "b.ts": `${unused}${right}`, "c.ts": right });
    expect(await check(cwd, ["--fix"])).toEqual({
      code: 0,
      out: "No problems: 4 files checked.\n",
      err: "a.ts: Replace with BlobConfig (config-cloud-mismatch)\nb.ts: Remove the comment (unused-suppression)\n2 fixes in 2 files.\n",
    });
    expect([textOf(cwd, "a.ts"), textOf(cwd, "b.ts")]).toEqual([right, right]);
    expect(await check(cwd, ["--fix"])).toMatchObject({ code: 0, err: "Nothing to fix.\n" });
    expect(filesOf(cwd)).toEqual(["a.ts", "azure.ts", "b.ts", "c.ts"]);
  });

  test("goes on until nothing is left, where the edits of two fixes overlap", async () => {
    const comment = "// glacier-disable-next-line config-cloud-mismatch";
    const silenced = (ids: string): string => wrong.replace("export const raw", `${comment}${ids}\nexport const raw`);
    const cwd = project({ "azure.ts": azure, "a.ts": silenced(", none-one, none-two") });
    expect(await check(cwd, ["--fix"])).toMatchObject({ code: 0, out: "No problems: 2 files checked.\n" });
    expect(textOf(cwd, "a.ts")).toBe(silenced(""));
  });

  test("leaves alone a fix that loses what was written", async () => {
    const lossy = wrong.replace("versioning: true", 'kmsKeyId: "k"');
    const cwd = project({ "azure.ts": azure, "a.ts": lossy });
    const { code, out, err } = await check(cwd, ["--fix"]);
    expect([code, err]).toEqual([1, "Nothing to fix.\n"]);
    expect(out).toContain("fix: Replace with BlobConfig (without kmsKeyId)");
    expect(textOf(cwd, "a.ts")).toBe(lossy);
  });

  test("keeps the byte order mark, the line ends and the mode", async () => {
    const cwd = project({ "azure.ts": azure, "a.ts": `\uFEFF${wrong}`.replaceAll("\n", "\r\n") });
    chmodSync(join(cwd, "a.ts"), 0o750);
    expect((await check(cwd, ["--fix"])).code).toBe(0);
    expect(textOf(cwd, "a.ts")).toBe(`\uFEFF${right}`.replaceAll("\n", "\r\n"));
    expect(statSync(join(cwd, "a.ts")).mode & 0o777).toBe(0o750);
  });

  test("leaves a file alone that is not UTF-8, and exits with 2", async () => {
    const latin = Buffer.concat([Buffer.from(`${wrong}// caf`), Buffer.from([0xe9, 0x0a])]);
    const cwd = project({ "azure.ts": azure, "a.ts": latin });
    const { code, out, err } = await check(cwd, ["--fix"]);
    expect([code, err]).toEqual([2, "a.ts is not UTF-8, and stays as it is.\nNothing is written.\n"]);
    expect(out).toMatch(/^a\.ts:3:50 error/);
    expect(readFileSync(join(cwd, "a.ts")).equals(latin)).toBe(true);
  });

  test("writes the type of what is migrated from V2 anew in files that have nothing but the type", async () => {
    const before = {
      "make.ts": `import { AWSProvider } from "@glacier/core/providers";\nimport { open } from "./open.ts";\nimport type { Store } from "./store.ts";\nconst provider = new AWSProvider({ region: "eu-west-1" });\nexport const store: Store = { provider, raw: open(provider) };\n`,
      "open.ts": `import type { AWSProvider } from "@glacier/core/providers";\nexport const open = (provider: AWSProvider) => provider.bucketSource("raw");\n`,
      "store.ts": `import type { Bucket } from "@glacier/core";\nimport { AWSProvider, GCPProvider } from "@glacier/core/providers";\nexport interface Store { provider: AWSProvider; raw: Bucket; other?: GCPProvider }\nexport const isOurs = (given: unknown) => given instanceof GCPProvider;\n`,
      "ask.ts": `import { AWSProvider } from "@glacier/core/providers";\nexport const isAws = (provider: AWSProvider | undefined, other: AWSProvider) => !provider || other instanceof AWSProvider;\nexport function assertAws(given: unknown): asserts given is AWSProvider { if (!(given instanceof AWSProvider)) throw new Error("no"); }\n`,
      "none.ts": `import type { Provider } from "@glacier/core";\nexport const nameOf = (provider: Provider) => provider.name;\n`,
    };
    const after = {
      "make.ts": `import { open } from "./open.ts";\nimport type { Store } from "./store.ts";\nimport { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\nconst provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\nexport const store: Store = { provider, raw: open(provider) };\n`,
      "open.ts": `import type { Provider } from "@glacier/core";\nexport const open = (provider: Provider) => provider.bucket("raw");\n`,
      "store.ts": `import type { Bucket, Provider } from "@glacier/core";\nimport { GCPProvider } from "@glacier/core/providers";\nexport interface Store { provider: Provider; raw: Bucket; other?: GCPProvider }\nexport const isOurs = (given: unknown) => given instanceof GCPProvider;\n`,
      "ask.ts": `import { Provider } from "@glacier/core";\nexport const isAws = (provider: Provider | undefined, other: Provider) => !provider || other.cloud === "aws";\nexport function assertAws(given: unknown): asserts given is Provider { if (!(given instanceof Provider && given.cloud === "aws")) throw new Error("no"); }\n`,
      "none.ts": before["none.ts"],
    };
    const cwd = project(before);
    expect(await check(cwd, ["--fix"])).toMatchObject({ code: 0, out: "No problems: 5 files checked.\n" });
    expect(Object.fromEntries(Object.keys(after).map((name) => [name, textOf(cwd, name)]))).toEqual(after);
    expect(compile(after)).toEqual([]);
  });

  test("leaves types of V2 alone where nothing is migrated", async () => {
    const text = `import type { AWSProvider } from "@glacier/core/providers";\nexport const nameOf = (provider: AWSProvider) => provider;\n`;
    const cwd = project({ "a.ts": text });
    expect(await check(cwd, ["--fix"])).toMatchObject({ code: 0, err: "Nothing to fix.\n" });
    expect(textOf(cwd, "a.ts")).toBe(text);
  });

  test("leaves a file with a syntax error alone", async () => {
    const broken = `${unused}${wrong}export const = ;\n`;
    const cwd = project({ "azure.ts": azure, "a.ts": broken });
    expect(await check(cwd, ["--fix"])).toMatchObject({ code: 1, err: "Nothing to fix.\n" });
    expect(textOf(cwd, "a.ts")).toBe(broken);
  });

  test("touches only what is asked for, included, and no package that is installed", async () => {
    const cwd = project({
      "package.json": "{}",
      "glacier.config.json": '{ "exclude": ["asked/old"] }',
      "azure.ts": azure,
      "other/a.ts": wrong.replace("./", "../"),
      "asked/a.ts": wrong.replace("./", "../"),
      "asked/old/a.ts": wrong.replace("./", "../../"),
      "asked/node_modules/p/a.ts": wrong.replace("./", "../../../"),
    });
    await check(cwd, ["asked", "asked/node_modules/p", "--fix"]);
    const changed = ["other/a.ts", "asked/a.ts", "asked/old/a.ts", "asked/node_modules/p/a.ts"].filter((name) =>
      textOf(cwd, name).includes("Blob"),
    );
    expect(changed).toEqual(["asked/a.ts"]);
  });

  test("writes through a link that is asked for, and leaves one alone that leads out of the folder", async () => {
    const cwd = project({ "azure.ts": azure, "real/a.ts": wrong.replace("./", "../"), "outside/b.ts": wrong.replace("./", "../") });
    mkdirSync(join(cwd, "links"));
    symlinkSync("../real/a.ts", join(cwd, "links/a.ts"));
    symlinkSync("../outside/b.ts", join(cwd, "links/b.ts"));
    await check(cwd, ["links", "links/a.ts", "--fix"]);
    expect(textOf(cwd, "real/a.ts")).toContain("BlobConfig");
    expect(textOf(cwd, "outside/b.ts")).not.toContain("BlobConfig");
    expect(readdirSync(join(cwd, "links"), { withFileTypes: true }).every((entry) => entry.isSymbolicLink())).toBe(true);
  });

  test("--dry-run prints a diff that makes of the files what --fix does, and writes nothing", async () => {
    const cwd = project({ "azure.ts": azure, "src/a.ts": wrong.replace("./", "../") });
    const { code, out, err } = await check(cwd, ["--fix", "--dry-run"]);
    expect([code, err]).toEqual([1, "1 fix in 1 file. This was a dry run: nothing is written.\n"]);
    expect(out).toMatch(/^--- a\/src\/a\.ts\n\+\+\+ b\/src\/a\.ts\n@@ /);
    const before = textOf(cwd, "src/a.ts");
    const [patch] = parsePatch(out);
    const patched = patch && applyPatch(before, patch);
    await check(cwd, ["--fix"]);
    expect([before.includes("BlobConfig"), textOf(cwd, "src/a.ts")]).toEqual([false, patched]);
  });

  test("two at once, and one that is killed, leave whole files behind", async () => {
    const names = Array.from({ length: 30 }, (_, at) => `a${at}.ts`);
    const filler = "// filler\n".repeat(1_000);
    const cwd = project({ "azure.ts": azure, ...Object.fromEntries(names.map((name) => [name, wrong + filler])) });
    const killed = spawn(process.execPath, [bin, "check", "--fix"], { cwd, stdio: "ignore" });
    const ended = new Promise((resolve) => killed.once("close", (_, signal) => resolve(signal)));
    while (textOf(cwd, "a0.ts") === wrong + filler && killed.exitCode === null) await new Promise((resume) => setImmediate(resume));
    killed.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
    const isWhole = (name: string): boolean => [wrong + filler, right + filler].includes(textOf(cwd, name));
    expect(names.filter((name) => !isWhole(name))).toEqual([]);
    expect(names.filter((name) => textOf(cwd, name) === wrong + filler)).not.toEqual([]);
    await Promise.all([glacier(["check", "--fix"], { cwd }), glacier(["check", "--fix"], { cwd })]);
    expect(names.filter((name) => !isWhole(name))).toEqual([]);
    const { code } = await glacier(["check", "--fix"], { cwd });
    expect(code).toBe(0);
    for (const name of names) expect(textOf(cwd, name)).toBe(right + filler);
  });

  test.each([
    [["--dry-run"], /--dry-run goes with --fix/],
    [["--update-baseline"], /--update-baseline goes with --baseline/],
    [["--fix", "--dry-run", "--baseline", "b", "--update-baseline"], /--dry-run writes nothing/],
    [["--output", "a", "--output", "b"], /the report goes to one --output/],
    [["--output", "json="], /name of a file/],
  ])("%j is wrong usage", async (args, message) => {
    const cwd = project({ "azure.ts": azure });
    const { code, out, err } = await check(cwd, args);
    expect([code, out, existsSync(join(cwd, "a"))]).toEqual([2, "", false]);
    expect(err).toMatch(message);
  });

  test("that is interrupted begins no further file, and says which stay as they are", async () => {
    const cwd = project({ "azure.ts": azure, "a.ts": wrong });
    const { code, out, err } = await check(cwd, ["--fix"], { isInterrupted: true });
    expect([code, err]).toEqual([2, "a.ts was not reached, and stays as it is.\nNothing is written.\n"]);
    expect(out).toMatch(/^a\.ts:3:50 error/);
    expect(textOf(cwd, "a.ts")).toBe(wrong);
  });

  test("does not overwrite what somebody else changed in the meantime", async () => {
    const { writeFixed } = await import("../../../cli/src/check/fix.ts");
    const cwd = project({ "a.ts": "before" });
    const file = join(cwd, "a.ts");
    writeFileSync(file, "theirs");
    expect(writeFixed({ file, before: "before", after: "ours", fixed: [] })).toBe("was changed by somebody else in the meantime");
    expect(textOf(cwd, "a.ts")).toBe("theirs");
    expect(writeFixed({ file: join(cwd, "gone.ts"), before: "", after: "x", fixed: [] })).toBe("cannot be written (ENOENT)");
  });
});
