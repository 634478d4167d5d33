import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { azure, check, project, wrong } from "./project.ts";

describe("glacier.config.json", () => {
  test("sets severities and leaves files out, the nearest one for each file", async () => {
    const cwd = project({
      "glacier.config.json": '{ "rules": { "config-cloud-mismatch": "warning" }, "exclude": ["legacy"] }',
      "azure.ts": azure,
      "a.ts": wrong,
      "legacy/a.ts": wrong.replace("./", "../"),
      "strict/glacier.config.json": '{ "rules": { "config-cloud-mismatch": "error" } }',
      "strict/a.ts": wrong.replace("./", "../"),
    });
    const { code, out } = await check(cwd, ["--format", "json"]);
    const { files, diagnostics } = JSON.parse(out);
    const seen = diagnostics.map(({ file, severity }: { file: string; severity: string }) => `${file} ${severity}`);
    expect([code, files, seen]).toEqual([1, 3, ["a.ts warning", "strict/a.ts error"]]);
    expect(await check(cwd, ["a.ts"])).toMatchObject({ code: 0 });
  });

  test("of the folders above counts where a part of them is checked", async () => {
    const cwd = project({
      "glacier.config.json": '{ "rules": { "config-cloud-mismatch": "off" } }',
      "sub/azure.ts": azure,
      "sub/a.ts": wrong,
    });
    expect(await check(join(cwd, "sub"), [])).toEqual({ code: 0, out: "No problems: 2 files checked.\n", err: "" });
  });

  test.each([
    ['{ "rules": ', "glacier.config.json:1:12 This is not JSON: value expected."],
    [
      '{\n  "rules": { "config-cloud-mismach": "off" }\n}',
      'glacier.config.json:2:14 There is no rule "config-cloud-mismach". Did you mean "config-cloud-mismatch"?',
    ],
    [
      '{ "rules": { "config-cloud-mismatch": 2 } }',
      'glacier.config.json:1:39 A rule is set to "off", "hint", "info", "warning" or "error".',
    ],
    ['{ "ignore": [] }', 'glacier.config.json:1:3 There is no key "ignore".'],
  ])("%j is wrong: the command says where, checks nothing and exits with 2", async (text, message) => {
    for (const files of [{ "main.ts": wrong }, { "README.md": "" }] as Record<string, string>[]) {
      const { code, out, err } = await check(project({ "glacier.config.json": text, ...files }), ["--fix"]);
      expect([code, out, err.startsWith(message), err.trimEnd().split("\n").length]).toEqual([2, "", true, 1]);
    }
  });

  test("is said to leave out a file that is asked for by its name", async () => {
    const cwd = project({ "glacier.config.json": '{ "include": ["src"] }', "azure.ts": azure, "main.ts": wrong });
    expect(await check(cwd, ["main.ts"])).toEqual({
      code: 0,
      out: "No problems: 0 files checked.\n",
      err: "main.ts is not checked: glacier.config.json leaves it out.\n",
    });
  });
});
