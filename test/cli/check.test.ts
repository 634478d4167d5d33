import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { textReport } from "../../cli/src/check/text-report.ts";
import { azure, check, partial, project, wrong } from "./check/project.ts";
import { glacier } from "./command.ts";

describe("glacier check", () => {
  test("shows the line, marks the place, tells the story, names the fixes and the page", async () => {
    const cwd = project({ "src/azure.ts": azure, "src/main.ts": wrong });
    const { code, out } = await check(cwd, []);
    expect(code).toBe(1);
    expect(out.split("\n")).toEqual([
      "src/main.ts:3:50 error S3Config does not fit: bucket() on Azure takes BlobConfig. config-cloud-mismatch",
      '  2 │ import { azure } from "./azure.ts";',
      '  3 │ export const raw = azure.bucket("raw", { config: new S3Config({ versioning: true }) });',
      "    │                                                  ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~",
      "  src/azure.ts:3:22 The Azure provider is created here.",
      "  fix: Replace with BlobConfig",
      "  fix: Make portable: add BlobConfig",
      "  fix: Change the provider to AWS, configured by the environment",
      expect.stringMatching(/^ {2}file:\/\/.*\/docs\/rules\/config-cloud-mismatch\.md$/),
      "",
      "1 error: 2 files checked.",
      "",
    ]);
  });

  test("shows the page as a path where it lies in the working directory", () => {
    const docs = pathToFileURL("/work place/docs/rules/a-rule.md").href;
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const diagnostic = {
      file: "/work place/a.ts",
      range,
      code: "a-rule",
      severity: "error" as const,
      message: "No.",
      related: [],
      fixes: [],
    };
    const report = (cwd: string, address: string | undefined): string[] =>
      textReport(
        {
          cwd,
          files: 1,
          diagnostics: [{ ...diagnostic, ...(address && { docs: address }) }],
          textOf: () => "",
          shownTextOf: () => "x",
          holdsSecret: () => false,
        },
        { colour: false },
      ).split("\n");
    expect(report("/work place", docs)).toContain("  docs/rules/a-rule.md");
    expect(report("/work place/src", docs)).toContain(`  ${docs}`);
    expect(report("/work place", "https://example.com/a-rule")).toContain("  https://example.com/a-rule");
    expect(report("/work place", undefined)).toEqual([
      "a.ts:1:1 error No. a-rule",
      "  1 │ x",
      "    │ ~",
      "",
      "1 error: 1 file checked.",
      "",
    ]);
  });

  test("is fine with a project that has no problems, and with one that has no files", async () => {
    expect(await check(project({ "azure.ts": azure }), [])).toEqual({ code: 0, out: "No problems: 1 file checked.\n", err: "" });
    expect(await check(project({}), [])).toEqual({ code: 0, out: "No problems: 0 files checked.\n", err: "" });
  });

  test("prints JSON in the shape of the contract", async () => {
    const cwd = project({ "src/azure.ts": azure, "src/main.ts": wrong });
    const { code, out } = await check(cwd, ["--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      files: 2,
      diagnostics: [
        {
          file: "src/main.ts",
          range: { start: { line: 2, character: 49 }, end: { line: 2, character: 83 } },
          code: "config-cloud-mismatch",
          severity: "error",
          message: "S3Config does not fit: bucket() on Azure takes BlobConfig.",
          related: [
            {
              file: "src/azure.ts",
              range: { start: { line: 2, character: 21 }, end: { line: 2, character: 89 } },
              message: "The Azure provider is created here.",
            },
          ],
          fixes: [
            { title: "Replace with BlobConfig" },
            { title: "Make portable: add BlobConfig" },
            { title: "Change the provider to AWS, configured by the environment" },
          ],
        },
      ],
    });
  });

  test("prints JSON for a project without problems too", async () => {
    const { code, out } = await check(project({ "azure.ts": azure }), ["--format", "json"]);
    expect([code, JSON.parse(out)]).toEqual([0, { version: 1, files: 1, diagnostics: [] }]);
  });

  test("reports a syntax error instead of finding nothing in a file that cannot be read, and reads the others", async () => {
    const cwd = project({ "azure.ts": azure, "half.ts": `${wrong}export const next = ;\n`, "main.ts": wrong });
    const { code, out } = await check(cwd, ["--format", "json"]);
    expect(code).toBe(1);
    const [broken, ...others] = JSON.parse(out).diagnostics;
    expect(broken).toEqual({
      file: "half.ts",
      range: { start: { line: 3, character: 20 }, end: { line: 3, character: 21 } },
      code: "syntax-error",
      severity: "error",
      message: "Expression expected.",
      related: [],
      fixes: [],
    });
    expect(others).toMatchObject([{ file: "main.ts", code: "config-cloud-mismatch" }]);
    expect((await check(cwd, ["half.ts"])).out).toBe(
      'half.ts:4:21 error Expression expected. syntax-error\n  3 │ export const raw = azure.bucket("raw", { config: new S3Config({ versioning: true }) });\n  4 │ export const next = ;\n    │                     ~\n\n1 error: 1 file checked.\n',
    );
  });

  test("fails for warnings only above --max-warnings", async () => {
    const cwd = project({ "a.ts": partial, "b.ts": partial });
    expect((await check(cwd, [])).code).toBe(0);
    expect(await check(cwd, ["--max-warnings", "2"])).toMatchObject({ code: 0, err: "" });
    expect(await check(cwd, ["--max-warnings", "1"])).toMatchObject({ code: 1, err: "2 warnings, and --max-warnings allows 1.\n" });
    expect((await check(cwd, ["--max-warnings", "0"])).out).toMatch(/2 warnings: 2 files checked\.\n$/);
  });

  test("reports what is asked for only, and sees what reaches it from elsewhere", async () => {
    const helper = `import type { Provider } from "@glacier/core";
import { S3Config } from "@glacier/core/config";
export const raw = (provider: Provider) => provider.bucket("raw", { config: new S3Config() });
`;
    const user = `import { azure } from "./azure.ts";\nimport { raw } from "./lib/raw.ts";\nraw(azure);\n`;
    const cwd = project({
      "package.json": "{}",
      "azure.ts": azure,
      "lib/raw.ts": helper,
      "use.ts": user,
      "other/main.ts": wrong.replace("./", "../"),
    });
    expect((await check(cwd, ["lib/raw.ts"])).out).toMatch(/^lib\/raw\.ts:3:77 error[\s\S]*\n1 error: 1 file checked\.\n$/);
    expect((await check(cwd, ["other"])).out).toMatch(/^other\/main\.ts:3[\s\S]*\n1 error: 1 file checked\.\n$/);
    expect((await check(cwd, ["use.ts", "azure.ts"])).out).toBe("No problems: 2 files checked.\n");
  });

  test.each([
    [["nothing.ts"], /NOT_FOUND: There is no file or folder nothing\.ts/],
    [["--format", "xml"], /Allowed choices are text, json, sarif, github, junit/],
    [["--max-warnings", "some"], /whole number/],
    [["--max-warnings", "-1"], /whole number/],
    [["--strict"], /unknown option/],
  ])("%j is wrong usage, and exits with 2", async (args, message) => {
    const { code, out, err } = await check(project({ "azure.ts": azure }), args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });

  test("writes in colour to a terminal only, and not when NO_COLOR is set", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong });
    const red = "\u001b[31m";
    expect((await check(cwd, [], { isTTY: true })).out).toContain(red);
    expect((await check(cwd, [], { isTTY: true, env: { NO_COLOR: "1" } })).out).not.toContain(red);
    expect((await check(cwd, [])).out).not.toContain(red);
  });

  test("shows no control characters of a source on the terminal, and keeps the mark below what it marks behind tabs", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong.replace("export const raw =", "\t/*\u001b[31m*/export const raw =") });
    const [, , line = "", mark = ""] = (await check(cwd, [])).out.split("\n");
    expect(line).not.toContain("\u001b");
    expect(mark.indexOf("~")).toBe(line.indexOf("new S3Config"));
  });

  test("the built command exits with the code", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong });
    expect(await glacier(["check"], { cwd })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("config-cloud-mismatch"),
      stderr: "",
    });
  });
});
