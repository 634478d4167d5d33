import { describe, expect, onTestFinished, test } from "vitest";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { openProject } from "../../support/server/project.ts";
import { emits, fixAllTo, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider, task } from "@glacier/core";
import type { Bucket } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, DatabricksConfig, GcpConfig, GcsConfig, LocalConfig, S3Config } from "@glacier/core/config";
declare const one: boolean;
declare const other: boolean;
declare const unknown: any;
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
const gcp = new Provider({ config: new GcpConfig({ project: "etl-data" }) });
const local = new Provider({ config: new LocalConfig() });
`;

describe("unsupported-format", () => {
  test("is an error at the format", () =>
    emits(`${imports}aws.bucket("raw", { format: ⟦"xml"⟧ });`, [
      {
        code: "unsupported-format",
        severity: "error",
        message: 'There is no format "xml"; formats are parquet, csv, ndjson, ipc and avro.',
      },
    ]));
  test.each(['Provider.fromEnv().bucket("raw", { format: ⟦"json"⟧ });', 'aws.bucket("raw", { format: ⟦5⟧ as any });'])(
    "is an error: %s",
    (source) => emits(imports + source, [{ code: "unsupported-format", severity: "error" }]),
  );
  test.each(['"PARQUET"', "undefined", "unknown", "null as any"])("is silent about %s", (format) =>
    valid(`${imports}aws.bucket("raw", { format: ${format} });`),
  );
  test("on one path is a warning", () =>
    emits(`${imports}aws.bucket("raw", { format: one ? ⟦"xml"⟧ : "csv" });`, [
      { code: "unsupported-format", severity: "warning", message: /^Not on every path, but where `one` is true/ },
    ]));
  test("of options kept elsewhere lies at the options", () =>
    emits(`${imports}const options = { format: "xml" };\naws.bucket("raw", ⟦options⟧);`, [
      { code: "unsupported-format", related: ["main.ts:11 The value is written here."] },
    ]));
  test("is mended by the format of that ending", () =>
    fixesTo(
      `${imports}aws.bucket("raw", { path: "a.json", format: "json" });`,
      'Replace with "ndjson"',
      `${imports}aws.bucket("raw", { path: "a.json", format: "ndjson" });`,
    ));
  test("is mended by the format whose name or ending it is a slip for", () =>
    fixesTo(
      `${imports}aws.bucket("raw", { format: "jsn" });`,
      'Replace with "ndjson"',
      `${imports}aws.bucket("raw", { format: "ndjson" });`,
    ));
  test("is replaced unasked only where one format can be meant", () =>
    fixAllTo(
      `${imports}aws.bucket("raw", { format: "psv" });\naws.bucket("clean", { format: "parqet" });`,
      `${imports}aws.bucket("raw", { format: "psv" });\naws.bucket("clean", { format: "parquet" });`,
      ["unsupported-format"],
    ));
  test("of a format of its own is replaced by no other", async ({ expect }) =>
    expect(await fixTitles(`${imports}aws.bucket("raw", { format: "orc" });`)).toEqual([]));
});

describe("format-extension", () => {
  test("is a warning at the format", () =>
    emits(`${imports}aws.bucket("raw", { path: "a.csv", format: ⟦"parquet"⟧ });`, [
      { code: "format-extension", severity: "warning", message: 'The path "a.csv" says csv, but the bucket\'s format is parquet.' },
    ]));
  test("is one warning at a path that comes to several texts", () =>
    emits(`${imports}for (const name of ["a", "b"]) aws.bucket("raw", { path: ⟦\`\${name}.csv\`⟧ });`, ["format-extension"]));
  test("is a warning at the path where no format is given", () =>
    emits(`${imports}aws.bucket("raw", { path: ⟦"a.csv.gz"⟧ });`, ["format-extension"]));
  test.each([
    '{ path: "a.CSV", format: "csv" }',
    '{ path: "raw/" }',
    '{ path: "a.txt" }',
    "{ path: unknown }",
    '{ path: "a.csv", format: unknown }',
    "{}",
  ])("is silent about %s", (options) => valid(`${imports}aws.bucket("raw", ${options});`));
  test.each([`\`raw/\${unknown}.csv\``, 'unknown + ".csv"', `\`\${unknown}/\${\`\${unknown}.csv\`}\``])(
    "reports the ending of %s",
    (path) =>
      emits(`${imports}aws.bucket("raw", { path: ⟦${path}⟧ });`, [
        { code: "format-extension", severity: "warning", message: /^The path ".*…\.csv" says csv, but the bucket's format is parquet\.$/ },
      ]),
  );
  test.each([
    `\`raw/\${unknown}\``,
    `\`raw.csv/\${unknown}\``,
    `\`\${unknown}.parquet\``,
    `\`\${unknown}.\${unknown}\``,
    `\`sales.csv\${unknown}\``,
  ])("is silent about %s", (path) => valid(`${imports}aws.bucket("raw", { path: ${path} });`));
  test("of a path and a format that belong together is silent", () =>
    valid(`${imports}aws.bucket("raw", one ? { path: "a.csv", format: "csv" } : { path: "a.avro", format: "avro" });`));
  test("of a path and a format that may belong together is silent", () =>
    valid(`${imports}aws.bucket("raw", { path: one ? "a.csv" : "a.avro", format: other ? "csv" : "avro" });`));
  test("is said once of a format that several paths differ from, and mended where they tell the same", async () => {
    const paths = (...all: string[]): string =>
      `${imports}for (const path of ${JSON.stringify(all)}) aws.bucket("raw", { path, format: "parquet" });`;
    const fixesOf = async (source: string): Promise<string[][]> => {
      const project = await openProject({ "main.ts": source });
      onTestFinished(() => project.dispose());
      return project.workspace.diagnose(project.path("main.ts")).map(({ fixes }) => fixes.map(({ title }) => title));
    };
    expect(await fixesOf(paths("a.csv", "b.csv"))).toEqual([['Replace with "csv"']]);
    expect(await fixesOf(paths("a.csv", "b.avro"))).toEqual([[]]);
  });
  test("is mended by the format that the path tells", () =>
    fixesTo(
      `${imports}aws.bucket("raw", { path: "a.csv", format: "parquet" });`,
      'Replace with "csv"',
      `${imports}aws.bucket("raw", { path: "a.csv", format: "csv" });`,
    ));
  test("is mended by a format where there is none", () =>
    fixesTo(
      `${imports}aws.bucket("raw", { path: "a.csv" });`,
      'Add format: "csv"',
      `${imports}aws.bucket("raw", { path: "a.csv", format: "csv" });`,
    ));
});

describe("deprecated-runtime", () => {
  /** What is said on a day. */
  async function saidOn(day: string, call: string): Promise<string[]> {
    const project = await openProject({ "main.ts": `${imports}${call}\n` });
    onTestFinished(() => project.dispose());
    const workspace = new Workspace({ folders: [project.folder], now: () => new Date(`${day}T00:00:00Z`), onRuleError: expect.fail });
    await workspace.index();
    return workspace.diagnose(project.path("main.ts")).map(({ code, severity, message }) => `${severity} ${code} ${message}`);
  }
  const lambda = (runtime: string, cloud = "aws"): string =>
    `${cloud}.serverless("load", { handler: "./a.ts#b", runtime: ${JSON.stringify(runtime)} });`;

  test("is silent before the day", async () => expect(await saidOn("2026-04-29", lambda("nodejs20.x"))).toEqual([]));
  test("is a warning from the day on, which says when it turns into an error", async () =>
    expect(await saidOn("2026-11-26", lambda("nodejs20"))).toEqual([
      "warning deprecated-runtime nodejs20.x is deprecated on AWS since 2026-04-30; from 2027-02-01 on no function can be created with it. Its successor is nodejs24.x.",
    ]));
  test("is an error once no function can be created", async () =>
    expect((await saidOn("2027-02-01", lambda("nodejs20.x")))[0]).toMatch(/^error deprecated-runtime nodejs20\.x is past its end on AWS/));
  test("goes by each cloud's own days", async () => {
    expect((await saidOn("2026-11-26", lambda("nodejs20", "gcp")))[0]).toMatch(/^error/);
    expect((await saidOn("2040-01-01", lambda("nodejs20", "azure")))[0]).toMatch(/^warning/);
    expect(await saidOn("2040-01-01", lambda("nodejs20", "local"))).toEqual([]);
    expect(await saidOn("2040-01-01", lambda("nodejs20", "Provider.fromEnv()"))).toEqual([]);
  });
  test("is silent about what the table does not hold", async () => expect(await saidOn("2040-01-01", lambda("deno2"))).toEqual([]));
  test("lies at the runtime", () =>
    emits(`${imports}aws.serverless("load", { handler: "./a.ts#b", runtime: ⟦"python3.7"⟧ });`, [
      { code: "deprecated-runtime", severity: "error" },
    ]));
  test("on one of two clouds is a warning", () =>
    emits(`${imports}(one ? gcp : local).serverless("load", { handler: "./a.ts#b", runtime: ⟦"nodejs18"⟧ });`, [
      { code: "deprecated-runtime", severity: "warning" },
    ]));
});

describe("node-type-cloud-mismatch", () => {
  test("is an error at the type, with the cluster", () =>
    emits(`${imports}aws.databricks("etl", { config: new DatabricksConfig({ instanceType: ⟦"Standard_DS3_v2"⟧ }) });`, [
      {
        code: "node-type-cloud-mismatch",
        severity: "error",
        message: '"Standard_DS3_v2" is an instance type of Azure, and the cluster runs on AWS, where types look like "i3.xlarge".',
        related: [/The DatabricksConfig is created here/, /The cluster on AWS is made here/],
      },
    ]));
  test.each([
    'azure.databricks("etl", { config: new DatabricksConfig({ instanceType: ⟦"i3.xlarge"⟧ }) });',
    'gcp.databricks("etl", { config: new DatabricksConfig({ instanceType: ⟦"m5d.large"⟧ }) });',
    'azure.databricks("etl", { config: new DatabricksConfig({ instanceType: ⟦"n2-highmem-4"⟧ }) });',
  ])("is an error: %s", (source) => emits(imports + source, [{ code: "node-type-cloud-mismatch", severity: "error" }]));
  test.each([
    'aws.databricks("etl", { config: new DatabricksConfig({ instanceType: "c7i.metal-24xl" }) });',
    'gcp.databricks("etl", { config: new DatabricksConfig({ instanceType: "c3-standard-22-lssd" }) });',
    'azure.databricks("etl", { config: new DatabricksConfig({ instanceType: "Custom" }) });',
    'local.databricks("etl", { config: new DatabricksConfig({ instanceType: "i3.xlarge" }) });',
    'Provider.fromEnv().databricks("etl", { config: new DatabricksConfig({ instanceType: "i3.xlarge" }) });',
    'const type = one ? "i3.xlarge" : "Standard_DS3_v2";\n(one ? aws : azure).databricks("etl", { config: new DatabricksConfig({ instanceType: type }) });',
    '(one ? aws : azure).databricks("etl", { config: new DatabricksConfig({ instanceType: other ? "i3.xlarge" : "Standard_DS3_v2" }) });',
  ])("is silent: %s", (source) => valid(imports + source));
  test("is one report for all clouds that meet", () =>
    emits(`${imports}(one ? azure : gcp).databricks("etl", { config: new DatabricksConfig({ instanceType: ⟦"i3.xlarge"⟧ }) });`, [
      { code: "node-type-cloud-mismatch", severity: "error", message: /the cluster runs on Azure or Google Cloud, where/ },
    ]));
  test("of a config from another file lies where it is given", () =>
    emits(
      `${imports}import { size } from "./size.ts";\naws.databricks("etl", { config: ⟦size⟧ });
// @filename: size.ts
import { DatabricksConfig } from "@glacier/core/config";
export const size = new DatabricksConfig({ instanceType: "Standard_DS3_v2" });`,
      [{ code: "node-type-cloud-mismatch", related: ["size.ts:2 The DatabricksConfig is created here.", /main.ts:12/] }],
    ));
  test("on one path is a warning", () =>
    emits(`${imports}(one ? aws : azure).databricks("etl", { config: new DatabricksConfig({ instanceType: ⟦"i3.xlarge"⟧ }) });`, [
      { code: "node-type-cloud-mismatch", severity: "warning" },
    ]));
});

describe("archive-tier-scan", () => {
  test("is a warning at the scan", () =>
    emits(`${imports}const raw = aws.bucket("raw", { config: new S3Config({ storageClass: "GLACIER" }) });\n⟦raw.scan()⟧;`, [
      {
        code: "archive-tier-scan",
        severity: "warning",
        message: /archives objects at once in GLACIER, from where they must be restored/,
        related: ["main.ts:11 The S3Config is created here."],
      },
    ]));
  test.each([
    'new S3Config({ lifecycleRules: [{ transition: { days: 0, storageClass: "DEEP_ARCHIVE" } }] })',
    'new S3Config({ lifecycleRules: [{ prefix: "old/", transition: { days: 0, storageClass: "GLACIER" } }] })',
  ])("is a warning with %s", (config) =>
    emits(`${imports}const raw = aws.bucket("raw", { path: "old/a.parquet", config: ${config} });\n⟦raw.scan()⟧;`, ["archive-tier-scan"]),
  );
  test("is a warning in a task that is given the bucket", () =>
    emits(
      `${imports}import { pipeline } from "@glacier/core";
const raw = azure.bucket("raw", { config: new BlobConfig({ tier: "Archive" }) });
const load = task(async function load(from: Bucket) { return ⟦from.scan()⟧; });
pipeline({ name: "p" }, () => { load(raw); });`,
      ["archive-tier-scan"],
    ));
  test.each([
    'aws.bucket("raw", { config: new S3Config({ storageClass: "GLACIER_IR" }) }).scan();',
    'gcp.bucket("raw", { config: new GcsConfig({ storageClass: "ARCHIVE" }) }).scan();',
    'local.bucket("raw", { config: new S3Config({ storageClass: "GLACIER" }) }).scan();',
    'Provider.fromEnv().bucket("raw", { config: new S3Config({ storageClass: "GLACIER" }) }).scan();',
    'aws.bucket("raw", { config: new S3Config({ storageClass: "GLACIER" }) }).exists();',
    'aws.bucket("raw", { config: new S3Config({ lifecycleRules: [{ transition: { days: 1, storageClass: "GLACIER" } }] }) }).scan();',
    'aws.bucket("raw", { path: "new/", config: new S3Config({ lifecycleRules: [{ prefix: "old/", transition: { days: 0, storageClass: "GLACIER" } }] }) }).scan();',
    'aws.bucket("raw", { config: new S3Config({ storageClass: unknown }) }).scan();',
  ])("is silent: %s", (source) => valid(imports + source));
  test("with one of several classes is a warning that says so", () =>
    emits(
      `${imports}const raw = aws.bucket("raw", { config: new S3Config({ storageClass: one ? "GLACIER" : "STANDARD" }) });\n⟦raw.scan()⟧;`,
      [{ code: "archive-tier-scan", severity: "warning", message: /^On one path/ }],
    ));
});
