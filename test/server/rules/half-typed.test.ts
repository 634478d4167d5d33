import { expect, test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { openProject } from "../../support/server/project.ts";

const source = `${head}import { S3Client } from "@aws-sdk/client-s3";
const unused = task(() => new S3Client());
export const sum = task({ name: "sum", dependsOn: [clean, load], executor: aws.emr("x"), distribute: { by: "rows" } }, async (f: pl.LazyDataFrame, to: Bucket) => { to.write(f.sort("a")); });
${sales(`  const raw = load(azure.bucket("raw", { path: "a" }));\n  if (process.env.A) clean(raw);\n  sum(raw, azure.bucket("raw", { path: "a" }));\n  raw.collect();`)}`;

test("no rule fails on a text that breaks off anywhere", async () => {
  for (let end = source.length; end > head.length; end -= 5) {
    const { workspace, path, dispose } = await openProject({ "main.ts": source.slice(0, end) });
    // A rule that throws fails the project.
    expect(workspace.diagnose(path("main.ts"))).toBeInstanceOf(Array);
    dispose();
  }
});

test("what was said stays while the text is half typed", async () => {
  const { workspace, path, dispose } = await openProject({ "main.ts": source });
  workspace.open(path("main.ts"), source, 1);
  const codes = (): string[] => workspace.diagnose(path("main.ts")).map(({ code }) => code);
  const before = codes();
  expect(new Set(before).size).toBeGreaterThan(4);
  workspace.change(path("main.ts"), source.replace("raw.collect();", "raw.collect();\n  save(raw, "), 2);
  expect(codes()).toEqual(before);
  dispose();
});

test("what was said stays when something else in the file is edited", async () => {
  const text = `${source}console.log("one");\n`;
  const { workspace, path, dispose } = await openProject({ "main.ts": text });
  workspace.open(path("main.ts"), text, 1);
  const codes = (): string[] => workspace.diagnose(path("main.ts")).map(({ code }) => code);
  const before = codes();
  workspace.change(path("main.ts"), text.replace('"one"', '"two, three"'), 2);
  expect(codes()).toEqual(before);
  dispose();
});

test.each([
  `export const laptop = new Provider({ config: new AwsConfig({ : "eu-west-1" }) });`,
  `export const laptop = new Provider({ config: new AwsConfig { region: "eu-west-1" } });`,
  `export const laptop = new Provider({ config: new AwsConfig({ region: `,
  `export const kept = azure.bucket("kept", { config: new S3Config({ versioning: tru`,
  `export const kept = azure.bucket("kept", { config: new S3Config({ versioning  true }) });\nexport const raw = azure.bucket("raw", { config: new S3Config() });`,
])("of a text that was never whole only what is written before the error is reported: %s", async (broken) => {
  const { workspace, path, dispose } = await openProject({
    "main.ts": `${head}import { S3Config } from "@glacier/core/config";\nexport const first = azure.bucket("first", { config: new S3Config() });\n${broken}\n`,
  });
  expect(workspace.diagnose(path("main.ts")).map(({ code, range }) => [code, range.start.line])).toEqual([
    ["config-cloud-mismatch", head.split("\n").length],
  ]);
  dispose();
});
