import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Draft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { githubReport } from "../../../cli/src/check/github-report.ts";
import { junitReport } from "../../../cli/src/check/junit-report.ts";
import type { CheckResult } from "../../../cli/src/check/result.ts";
import { sarifReport } from "../../../cli/src/check/sarif-report.ts";
import { type Diagnostic, describeRules } from "../../../server/src/index.ts";
import { fc, runs } from "../../support/properties.ts";
import { bin, glacier } from "../command.ts";
import { azure, check, partial, project, wrong } from "./project.ts";

const root = join(import.meta.dirname, "../../..");
// The official schema has a pattern that only the older kind of regular expressions takes.
const ajv = new Draft04.default({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(JSON.parse(readFileSync(join(root, "test/fixtures/sarif/sarif-2.1.0-rtm.5.json"), "utf8")));

const diagnostic = (more: Partial<Diagnostic>): Diagnostic => ({
  file: "/repository/a.ts",
  range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } },
  code: "config-cloud-mismatch",
  severity: "error",
  message: "No.",
  related: [],
  fixes: [],
  ...more,
});
const result = (...diagnostics: Diagnostic[]): CheckResult => ({
  cwd: "/repository",
  files: 2,
  diagnostics,
  textOf: () => "x\n  yyyyy\n",
  shownTextOf: () => "",
  holdsSecret: () => false,
});

/** Characters that mean something to one of the formats. */
const hostile = fc.string({
  unit: fc.constantFrom(
    "a",
    "<",
    "&",
    '"',
    "'",
    "]]>",
    "%",
    ":",
    ",",
    "\n",
    "\r",
    "\t",
    "\u0000",
    "\u001b",
    "\u0085",
    "\ufffe",
    "\ud800",
    "👍",
    "日",
    "::error::",
    "%0A",
  ),
  maxLength: 12,
});
const anyDiagnostic = fc
  .record({
    message: hostile,
    file: hostile.map((name) => `/repository/${name.replace(/[/\0]/g, "")}x.ts`),
    severity: fc.constantFrom("error", "warning", "info", "hint"),
  })
  .map((more) =>
    diagnostic({ ...more, related: [{ file: more.file, range: diagnostic({}).range, message: more.message }] } as Partial<Diagnostic>),
  );

describe("SARIF", () => {
  test("leaves out a fix that would write a secret once more, in whatever quotes, and keeps the others", async () => {
    const cwd = project({
      "azure.ts": azure,
      "main.ts": `import { AzureFunctionConfig, LambdaConfig } from "@glacier/core/config";
import { azure } from "./azure.ts";
const config = new LambdaConfig({ timeout: 60, environment: { DB_PASSWORD: 'say "hunter" 2' } });
azure.serverless("score", { handler: "./score.ts#score", config });
azure.serverless("rate", { handler: "./rate.ts#rate", config: new LambdaConfig({ timeout: 60 }) });
export { AzureFunctionConfig };
`,
    });
    const { out } = await check(cwd, ["--format", "sarif"]);
    const titles = JSON.parse(out).runs[0].results.map(
      ({ ruleId, fixes = [] }: { ruleId: string; fixes?: { description: { text: string } }[] }) =>
        [ruleId, ...fixes.map(({ description }) => description.text)].join(": "),
    );
    expect(titles).toEqual([
      "hard-coded-secret: Read it from process.env.DB_PASSWORD",
      "config-cloud-mismatch: Change the provider to AWS, configured by the environment",
      "config-cloud-mismatch: Replace with AzureFunctionConfig: Make portable: add AzureFunctionConfig: Change the provider to AWS, configured by the environment",
    ]);
    expect(out).not.toContain("hunter");
  });

  test("of a project has rules with their pages, related locations, fixes with their edits, and what is hidden as suppressed", async () => {
    const cwd = project({ "src/a b#.ts": wrong.replace("./", "../"), "azure.ts": azure, "partial.ts": partial });
    await check(cwd, ["--baseline", "known.json", "--update-baseline", "partial.ts"]);
    const { code, out } = await check(cwd, ["--format", "sarif", "--baseline", "known.json"]);
    expect(code).toBe(1);
    const log = JSON.parse(out);
    expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
    const [run] = log.runs;
    expect(run.columnKind).toBe("utf16CodeUnits");
    expect(run.originalUriBaseIds).toEqual({ "%SRCROOT%": { uri: `${pathToFileURL(cwd).href}/` } });
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([...describeRules().map(({ id }) => id), "syntax-error"]);
    expect(run.tool.driver.rules.find(({ id }: { id: string }) => id === "config-cloud-mismatch")).toMatchObject({
      id: "config-cloud-mismatch",
      shortDescription: { text: "Reports a config of one cloud that is given to a provider of another." },
      help: { markdown: expect.stringMatching(/^# config-cloud-mismatch\n[\s\S]*## Incorrect/) },
      helpUri: expect.stringMatching(/config-cloud-mismatch\.md$/),
      defaultConfiguration: { level: "error" },
    });
    const [known, found] = run.results;
    expect(known).toMatchObject({ level: "warning", suppressions: [{ kind: "external" }] });
    expect(found).toMatchObject({
      ruleId: "config-cloud-mismatch",
      ruleIndex: describeRules().findIndex(({ id }) => id === "config-cloud-mismatch"),
      level: "error",
      message: { text: "S3Config does not fit: bucket() on Azure takes BlobConfig." },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "src/a%20b%23.ts", uriBaseId: "%SRCROOT%" },
            region: { startLine: 3, startColumn: 50, endLine: 3, endColumn: 84 },
          },
        },
      ],
      relatedLocations: [
        {
          id: 1,
          message: { text: "The Azure provider is created here." },
          physicalLocation: { artifactLocation: { uri: "azure.ts" }, region: { startLine: 3, startColumn: 22 } },
        },
      ],
      partialFingerprints: { "glacierRuleAndLine/v1": expect.stringMatching(/^[0-9a-f]{16}:1$/) },
      suppressions: [],
    });
    expect(found.fixes[0]).toMatchObject({
      description: { text: "Replace with BlobConfig" },
      artifactChanges: [
        {
          artifactLocation: { uri: "src/a%20b%23.ts" },
          replacements: expect.arrayContaining([
            expect.objectContaining({ insertedContent: { text: expect.stringContaining("BlobConfig") } }),
          ]),
        },
      ],
    });
  });

  test("of nothing is valid too", async () => {
    const { code, out } = await check(project({ "a.ts": azure }), ["--format", "sarif"]);
    expect([code, isSarif(JSON.parse(out)), JSON.parse(out).runs[0].results]).toEqual([0, true, []]);
  });

  test("of a file outside of the working directory names it by its address", () => {
    const [run] = JSON.parse(sarifReport(result(diagnostic({ file: "/other place/a.ts" })), describeRules())).runs;
    expect(run.results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri: "file:///other%20place/a.ts" });
  });

  test("is valid whatever a message or a path holds", () => {
    fc.assert(
      fc.property(fc.array(anyDiagnostic, { maxLength: 4 }), (diagnostics) => {
        const log = JSON.parse(sarifReport(result(...diagnostics), []));
        expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
      }),
      { numRuns: runs(50) },
    );
  });
});

describe("workflow commands", () => {
  test("mark a place on one line by lines and columns from 1, and a longer one by its lines", () => {
    const long = { start: { line: 1, character: 2 }, end: { line: 3, character: 0 } };
    const related = [{ file: "/repository/b.ts", range: long, message: "Here." }];
    const report = githubReport(
      result(
        diagnostic({ file: "/repository/a,b:c.ts", message: "100 %\nor less", related }),
        diagnostic({ severity: "warning", range: long }),
        diagnostic({ severity: "info" }),
        diagnostic({ severity: "hint" }),
      ),
    );
    expect(report.split("\n")).toEqual([
      "::error file=a%2Cb%3Ac.ts,line=2,endLine=2,col=3,endColumn=6,title=config-cloud-mismatch::100 %25%0Aor less%0Ab.ts:2:3 Here.",
      "::warning file=a.ts,line=2,endLine=4,title=config-cloud-mismatch::No.",
      "::notice file=a.ts,line=2,endLine=2,col=3,endColumn=6,title=config-cloud-mismatch::No.",
      "::notice file=a.ts,line=2,endLine=2,col=3,endColumn=6,title=config-cloud-mismatch::No.",
      "1 error, 1 warning, 1 note, 1 hint: 2 files checked.",
      "",
    ]);
  });

  test("name files as the checkout does, wherever the command runs", async () => {
    const cwd = project({ "sub/azure.ts": azure, "sub/main.ts": wrong });
    const { out } = await check(join(cwd, "sub"), ["--format", "github"], { env: { GITHUB_WORKSPACE: cwd } });
    expect(out).toMatch(/^::error file=sub\/main\.ts,line=3,/);
  });

  test("write out in a message what a log would obey or not show", () => {
    const message = "The name \u001b[31mr\u202ew\u0085 is no name.";
    expect(githubReport(result(diagnostic({ message }))).split("\n")[0]).toMatch(/::The name \\x1b\[31mr\\u202ew\\x85 is no name\.$/);
  });

  test("stay one line each whatever a message or a path holds", () => {
    fc.assert(
      fc.property(fc.array(anyDiagnostic, { minLength: 1, maxLength: 4 }), (diagnostics) => {
        const lines = githubReport(result(...diagnostics)).split(/\r|\n/);
        expect(lines).toHaveLength(diagnostics.length + 2);
        for (const line of lines.slice(0, -2))
          expect(line).toMatch(/^::(error|warning|notice) file=[^:,\r\n]*,line=2,endLine=2,col=3,endColumn=6,title=[a-z-]+::/);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe("JUnit", () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    isArray: (name) => ["testsuite", "testcase"].includes(name),
  });

  test("has a suite for each file, in which errors and warnings fail", () => {
    const xml = junitReport(
      result(
        diagnostic({ message: 'a "b" <c> & d' }),
        diagnostic({ severity: "warning" }),
        diagnostic({ severity: "info" }),
        diagnostic({ file: "/repository/b.ts" }),
      ),
    );
    expect(XMLValidator.validate(xml)).toBe(true);
    const { testsuites } = parser.parse(xml);
    expect(testsuites).toMatchObject({ name: "glacier check", tests: "4", failures: "3" });
    expect(testsuites.testsuite).toMatchObject([
      {
        name: "a.ts",
        tests: "3",
        failures: "2",
        testcase: [
          {
            name: "config-cloud-mismatch (2:3)",
            classname: "a.ts",
            file: "a.ts",
            line: "2",
            failure: { type: "error", message: 'a "b" <c> & d', "#text": 'a.ts:2:3 error a "b" <c> & d' },
          },
          { failure: { type: "warning" } },
          { "system-out": "a.ts:2:3 info No." },
        ],
      },
      { name: "b.ts", tests: "1", failures: "1" },
    ]);
  });

  test("of a run without findings is one test that passed", async () => {
    const { code, out } = await check(project({ "a.ts": azure }), ["--format", "junit"]);
    expect(code).toBe(0);
    expect(parser.parse(out).testsuites).toMatchObject({
      tests: "1",
      failures: "0",
      testsuite: [{ testcase: [{ name: "files checked: 1" }] }],
    });
  });

  test("is well-formed whatever a message or a path holds", () => {
    fc.assert(
      fc.property(fc.array(anyDiagnostic, { maxLength: 4 }), (diagnostics) => {
        const xml = junitReport(result(...diagnostics));
        expect(XMLValidator.validate(xml)).toBe(true);
        // What XML 1.0 allows, written out.
        expect(xml).toMatch(/^[\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        expect(xml).not.toContain("]]>");
      }),
      { numRuns: runs(100) },
    );
  });
});

describe("--output", () => {
  test("writes a further report to a file, beside the one that is printed", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong });
    const { code, out } = await check(cwd, ["--output", "sarif=reports/a.sarif", "--output", "junit=b=c.xml"]);
    expect([code, out]).toEqual([1, expect.stringMatching(/^main\.ts:3:50 error/)]);
    expect(isSarif(JSON.parse(readFileSync(join(cwd, "reports/a.sarif"), "utf8")))).toBe(true);
    expect(XMLValidator.validate(readFileSync(join(cwd, "b=c.xml"), "utf8"))).toBe(true);
  });

  test("without a format takes the report away from standard output", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong });
    expect(await check(cwd, ["--format", "json", "--output", "a.json"])).toEqual({ code: 1, out: "", err: "" });
    expect(JSON.parse(readFileSync(join(cwd, "a.json"), "utf8")).diagnostics).toHaveLength(1);
  });

  test("that cannot be written is said, and exits with 2", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong });
    const { code, err } = await check(cwd, ["--output", "azure.ts/a.txt"]);
    expect([code, err]).toEqual([2, expect.stringMatching(/^ACCESS_DENIED: azure\.ts\/a\.txt cannot be written \(E\w+: [^()']+\)\.\n$/)]);
  });

  // What the kernel shows under /proc takes no folders, and is found only where there is one.
  test.runIf(existsSync("/proc/self"))("to where no folder can be made comes to an end", async () => {
    const { code, stderr } = await glacier(["check", "--output", "/proc/none/a.txt"], { cwd: project({ "azure.ts": azure }) });
    expect([code, stderr]).toEqual([2, "ACCESS_DENIED: /proc/none/a.txt cannot be written (ENOENT: no such file or directory).\n"]);
  });

  test.runIf(existsSync("/dev/full"))("to a full disk is said, wherever the report goes, and exits with 2", async () => {
    const cwd = project({ "azure.ts": azure, "main.ts": wrong });
    const toFile = await glacier(["check", "--output", "/dev/full"], { cwd });
    expect([toFile.code, toFile.stderr]).toEqual([2, "ACCESS_DENIED: /dev/full cannot be written (ENOSPC: no space left on device).\n"]);
    const redirected = spawnSync("sh", ["-c", `"${process.execPath}" "${bin}" check > /dev/full`], { cwd, encoding: "utf8" });
    expect([redirected.status, redirected.stderr]).toEqual([2, "The output cannot be written (ENOSPC).\n"]);
  });
});
