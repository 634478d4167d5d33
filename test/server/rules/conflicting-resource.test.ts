import { describe, expect, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const head = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, GcpConfig, GcsConfig, LocalConfig, S3Config } from "@glacier/core/config";
export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
export const gcp = new Provider({ config: new GcpConfig({ project: "data" }) });
export const other = new Provider({ config: new AzureConfig({ resourceGroup: "other" }) });
export const laptop = new Provider({ config: new LocalConfig() });
`;
const bucket = (config: string, name = "a", provider = "aws"): string =>
  `export const ${name} = ${provider}.bucket("lake", { path: "${name}/", config: ${config} });\n`;

describe("one bucket with two configs", () => {
  test("is reported at the second, with the fields that differ", () =>
    emits(
      `${head}${bucket("new S3Config({ versioning: true, encryption: 'AES256' })")}${bucket("⟦new S3Config({ versioning: false, encryption: 'aws:kms' })⟧", "b")}`,
      [
        {
          code: "conflicting-resource",
          severity: "warning",
          message: "The bucket 'lake' on AWS has another config elsewhere, which differs in 'versioning' and 'encryption'.",
          related: ["main.ts:8 The other config is here."],
        },
      ],
    ));

  test("is reported of the class that a bucket of Cloud Storage has itself", () =>
    emits(
      `${head}${bucket("new GcsConfig({ storageClass: 'COLDLINE' })", "a", "gcp")}${bucket("⟦new GcsConfig({ storageClass: 'NEARLINE' })⟧", "b", "gcp")}`,
      ["conflicting-resource"],
    ));

  test("is reported of the class of objects where both are of one folder", () =>
    emits(
      `${head}${bucket("new S3Config({ storageClass: 'STANDARD' })", "a")}export const same = aws.bucket("lake", { path: "a/", config: ⟦new S3Config({ storageClass: "STANDARD_IA" })⟧ });
export const whole = azure.bucket("lake", { config: new BlobConfig({ tier: "Hot" }) });
export const again = azure.bucket("lake", { config: ⟦new BlobConfig({ tier: "Cool" })⟧ });
`,
      ["conflicting-resource", "conflicting-resource"],
    ));

  test("is reported in arrays of configs, and through a helper", () =>
    emits(
      `${head}const zone = (path: string, config: S3Config) => aws.bucket("lake", { path, config });
export const a = zone("a/", new S3Config({ versioning: true }));
${bucket("⟦[new BlobConfig(), new S3Config({ versioning: false })]⟧", "b")}`,
      ["conflicting-resource"],
    ));

  test("is reported across files where a module brings both together", async () => {
    const files = `// @filename: a.ts
import { S3Config } from "@glacier/core/config";
import { aws } from "./main.ts";
export const a = aws.bucket("lake", { config: new S3Config({ versioning: true }) });
// @filename: b.ts
import { S3Config } from "@glacier/core/config";
import { aws } from "./main.ts";
export const b = aws.bucket("lake", { config: MARK });
// @filename: main.ts
${head}`;
    await emits(
      `${files.replace("MARK", "⟦new S3Config({ versioning: false })⟧")}// @filename: use.ts\nimport { a } from "./a.ts";\nimport { b } from "./b.ts";\nexport const all = [a, b];\n`,
      [{ code: "conflicting-resource", related: ["a.ts:3 The other config is here."] }],
    );
    await valid(files.replace("MARK", "new S3Config({ versioning: false })"));
  });
});

describe("nothing is said", () => {
  test.each([
    [
      "of two spellings of one value",
      bucket("new BlobConfig({ replication: 'RAGRS' })", "a", "azure") + bucket("new BlobConfig({ replication: 'RA-GRS' })", "b", "azure"),
    ],
    [
      "of equal values",
      bucket("new S3Config({ versioning: true })") + bucket("new S3Config({ versioning: true, publicAccessBlock: true })", "b"),
    ],
    [
      "of the class of objects, which each write decides",
      bucket("new S3Config({ storageClass: 'STANDARD' })") +
        bucket("new S3Config({ storageClass: 'STANDARD_IA' })", "b") +
        bucket("new BlobConfig({ tier: 'Hot' })", "c", "azure") +
        bucket("new BlobConfig({ tier: 'Archive' })", "d", "azure"),
    ],
    ["of a field that one leaves to its default", bucket("new S3Config({ versioning: true })") + bucket("new S3Config()", "b")],
    [
      "of lifecycle rules, which go together",
      bucket("new S3Config({ lifecycleRules: [{ id: 'a', prefix: 'a/', expiration: { days: 1 } }] })") +
        bucket("new S3Config({ lifecycleRules: [{ id: 'b', prefix: 'b/', expiration: { days: 2 } }] })", "b"),
    ],
    [
      "of another bucket",
      bucket("new S3Config({ versioning: true })") + bucket("new S3Config({ versioning: false })", "b").replace("lake", "pond"),
    ],
    ["of another cloud", bucket("new S3Config({ versioning: true })") + bucket("new BlobConfig({ versioning: false })", "b", "azure")],
    [
      "of another account with the same name",
      bucket("new BlobConfig({ versioning: true })", "a", "azure") + bucket("new BlobConfig({ versioning: false })", "b", "other"),
    ],
    [
      "on a laptop, which ignores configs",
      bucket("new S3Config({ versioning: true })", "a", "laptop") + bucket("new S3Config({ versioning: false })", "b", "laptop"),
    ],
    [
      "of a value that nobody knows",
      bucket("new S3Config({ versioning: true })") + bucket("new S3Config({ versioning: process.env.V === 'x' })", "b"),
    ],
    [
      "of one branch or the other",
      `export const c = process.env.A === "x" ? aws.bucket("lake", { config: new S3Config({ versioning: true }) }) : aws.bucket("lake", { config: new S3Config({ versioning: false }) });\n`,
    ],
    [
      "of functions of which one is called",
      `export const c = () => aws.bucket("lake", { config: new S3Config({ versioning: true }) });\nexport const d = () => aws.bucket("lake", { config: new S3Config({ versioning: false }) });\n`,
    ],
  ])("%s", (_, text) => valid(`${head}${text}`));
});

test("what is reported across files goes when the module that brings them together does", async () => {
  const { workspace, path, dispose } = await openProject({
    "main.ts": head,
    "a.ts": `import { S3Config } from "@glacier/core/config";\nimport { aws } from "./main.ts";\nexport const a = aws.bucket("lake", { config: new S3Config({ versioning: true }) });\n`,
    "b.ts": `import { S3Config } from "@glacier/core/config";\nimport { aws } from "./main.ts";\nexport const b = aws.bucket("lake", { config: new S3Config({ versioning: false }) });\n`,
    "use.ts": `import { a } from "./a.ts";\nimport { b } from "./b.ts";\nexport const all = [a, b];\n`,
  });
  try {
    const codes = (): string[] => workspace.diagnose(path("b.ts")).map(({ code }) => code);
    expect(codes()).toEqual(["conflicting-resource"]);
    expect([...workspace.open(path("use.ts"), `import { b } from "./b.ts";\nexport const all = [b];\n`, 1)]).toContain(path("b.ts"));
    expect(codes()).toEqual([]);
    expect([...workspace.close(path("use.ts"))]).toContain(path("b.ts"));
    expect(codes()).toEqual(["conflicting-resource"]);
    workspace.open(path("a.ts"), `export const a = 1;\n`, 1);
    expect(codes()).toEqual([]);
  } finally {
    dispose();
  }
});
