import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { azure, check, partial, project, wrong } from "./project.ts";

const known = ["--baseline", "known.json"];
const update = [...known, "--update-baseline"];
const second = `export const more = azure.bucket("more", { config: new S3Config({ versioning: true }) });\n`;
const write = (cwd: string, name: string, text: string): void => writeFileSync(join(cwd, name), text);
const baselineOf = (cwd: string): string => readFileSync(join(cwd, "known.json"), "utf8");

describe("a baseline", () => {
  test("hides the findings that stand in it, and says how many", async () => {
    const cwd = project({ "azure.ts": azure, "src/a.ts": wrong.replace("./", "../"), "b.ts": partial });
    expect(await check(cwd, [...update, "--max-warnings", "0"])).toEqual({
      code: 0,
      out: "No problems: 3 files checked.\n2 problems hidden by the baseline.\n",
      err: "",
    });
    write(
      cwd,
      "b.ts",
      partial +
        partial
          .replaceAll(/import .*\n/g, "")
          .replaceAll("provider", "other")
          .replace('"raw"', '"new"'),
    );
    const { code, out } = await check(cwd, [...known, "--max-warnings", "0"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^b\.ts:6:31 warning [\s\S]*\n1 warning: 3 files checked\.\n2 problems hidden by the baseline\.\n$/);
    expect(JSON.parse((await check(cwd, [...known, "--format", "json"])).out).diagnostics).toHaveLength(1);
    expect((await check(cwd, [...known, "--format", "json"])).err).toBe(
      "1 warning: 3 files checked.\n2 problems hidden by the baseline.\n",
    );
  });

  test("knows a finding again when lines move and white space changes, but not when there is one more of its kind", async () => {
    const cwd = project({ "azure.ts": azure, "a.ts": wrong });
    await check(cwd, update);
    write(cwd, "a.ts", `\n\n// moved\n${wrong.replace("export const raw = ", "\texport  const raw=")}`);
    expect(await check(cwd, known)).toMatchObject({ code: 0 });
    write(cwd, "a.ts", wrong + wrong.replaceAll(/import .*\n/g, ""));
    expect(await check(cwd, known)).toMatchObject({ code: 1, out: expect.stringMatching(/^a\.ts:4:/) });
  });

  test("is read behind a byte order mark", async () => {
    const cwd = project({ "azure.ts": azure, "a.ts": wrong });
    await check(cwd, update);
    write(cwd, "known.json", `\uFEFF${baselineOf(cwd)}`);
    expect(await check(cwd, known)).toMatchObject({ code: 0 });
  });

  test("tells of findings that are gone, and shrinks when it is updated", async () => {
    const cwd = project({ "azure.ts": azure, "a.ts": wrong + second, "b.ts": wrong, "c.ts": wrong });
    await check(cwd, update);
    write(cwd, "a.ts", wrong);
    rmSync(join(cwd, "b.ts"));
    const { code, out } = await check(cwd, known);
    expect([code, out]).toEqual([
      0,
      "No problems: 3 files checked.\n2 problems hidden by the baseline.\n2 entries of the baseline are gone: --update-baseline takes them out.\n",
    ]);
    // Of what was not looked at, nothing is known.
    expect((await check(cwd, [...known, "c.ts"])).out).toMatch(/\n1 entry of the baseline is gone: --update-baseline takes it out\.\n$/);
    await check(cwd, update);
    expect(JSON.parse(baselineOf(cwd)).findings.map(({ file }: { file: string }) => file)).toEqual(["a.ts", "c.ts"]);
  });

  test("is sorted, has a line for each finding, names files from its own folder, holds no source, and does not change without a reason", async () => {
    const cwd = project({ "azure.ts": azure, "b.ts": wrong + wrong.replace(/import[\s\S]*;\n/, ""), "a.ts": wrong + second, "ci/x": "" });
    await check(join(cwd, "ci"), ["..", "--baseline", "known.json", "--update-baseline"]);
    const text = readFileSync(join(cwd, "ci/known.json"), "utf8");
    expect(text).toMatch(
      /^\{\n {2}"version": 1,\n {2}"findings": \[\n {4}\{"file":"\.\.\/a\.ts","code":"config-cloud-mismatch","hash":"[0-9a-f]{16}","count":1\},\n {4}\{"file":"\.\.\/a\.ts",.*\},\n {4}\{"file":"\.\.\/b\.ts",.*\}\n {2}\]\n\}\n$/,
    );
    expect(text).not.toContain("bucket");
    await check(cwd, ["--baseline", "ci/known.json", "--update-baseline"]);
    expect(readFileSync(join(cwd, "ci/known.json"), "utf8")).toBe(text);
  });

  test("keeps the findings of files that were not checked when it is updated", async () => {
    const cwd = project({
      "package.json": "{}",
      "azure.ts": azure,
      "a/a.ts": wrong.replace("./", "../"),
      "b/b.ts": wrong.replace("./", "../"),
    });
    await check(cwd, update);
    const before = baselineOf(cwd);
    await check(cwd, [...update, "a"]);
    expect(baselineOf(cwd)).toBe(before);
  });

  test("hides no syntax error", async () => {
    const cwd = project({ "azure.ts": azure, "a.ts": `${wrong}const x = ;\n` });
    expect(await check(cwd, update)).toMatchObject({ code: 1, out: expect.stringContaining("syntax-error") });
    expect(await check(cwd, known)).toMatchObject({ code: 1 });
  });

  test.each([
    [undefined, /^NOT_FOUND: The baseline .*known\.json cannot be read \(ENOENT\)\.\n {2}--update-baseline writes it\.\n$/],
    ["{", /^CONFIG_INVALID: .*known\.json is not JSON\.\n/],
    ["[]", /is no baseline of glacier check/],
    ['{ "version": 2, "findings": [] }', /is a baseline of version 2, and this command knows version 1/],
    ['{ "version": 1, "findings": {} }', /has no list of findings/],
    ['{ "version": 1, "findings": [{ "file": "a", "code": "b", "hash": "c", "count": 0 }] }', /its finding 1 needs/],
  ])("that is %j is an error that says so, and is not overwritten", async (text, message) => {
    const cwd = project({ "azure.ts": azure, "a.ts": wrong, ...(text !== undefined && { "known.json": text }) });
    const { code, out, err } = await check(cwd, known);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
    if (text === undefined) return;
    expect((await check(cwd, update)).code).toBe(2);
    expect(baselineOf(cwd)).toBe(text);
  });

  test("that cannot be written is an error", async () => {
    const cwd = project({ "azure.ts": azure, "a.ts": wrong });
    mkdirSync(join(cwd, "folder"));
    expect((await check(cwd, ["--baseline", "folder", "--update-baseline"])).code).toBe(2);
    expect(await check(cwd, ["--baseline", "a.ts/b", "--update-baseline"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("ACCESS_DENIED"),
    });
  });
});
