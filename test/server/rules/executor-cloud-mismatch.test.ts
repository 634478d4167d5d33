import { describe, test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const on = (executor: string): string =>
  `export const run = task({ executor: ${executor} }, async function run(from: Bucket) { return (await from.scan()).collect(); });\n`;
const gcp = `export const gcp = new Provider({ config: new GcpConfig({ project: "data" }) });\n`;

describe("an executor that cannot reach a bucket", () => {
  test("is reported at the step, with where both are made", () =>
    emits(`${head}${on('aws.emr("etl")')}export const raw = azure.bucket("raw");\n${sales(`  ⟦run(raw)⟧;`)}`, [
      {
        code: "executor-cloud-mismatch",
        severity: "error",
        message: "Step 'run' runs on emr 'etl' in AWS, which cannot reach bucket 'raw' in Azure.",
        related: [
          "main.ts:3 The AWS provider is created here.",
          "main.ts:9 The emr 'etl' is made here.",
          "main.ts:4 The Azure provider is created here.",
          "main.ts:10 The bucket 'raw' is made here.",
          "main.ts:9 It is read here.",
        ],
      },
    ]));

  test("is reported of a folder on a laptop, of a function, and of a bucket that the task closes over", async () => {
    await emits(`${head}${on('azure.databricks("etl")')}${sales(`  ⟦run(laptop.bucket("raw"))⟧;`)}`, [
      { code: "executor-cloud-mismatch", message: /cannot reach bucket 'raw' on this machine/ },
    ]);
    await emits(`${head}${gcp}${on('gcp.serverless("fn", { handler: "./fn.ts#run" })')}${sales(`  ⟦run(aws.bucket("raw"))⟧;`)}`, [
      "executor-cloud-mismatch",
    ]);
    await emits(
      `${head}const out = azure.bucket("out");\nexport const put = task({ executor: aws.spark("s") }, function put() { return out.upload("x", "y"); });\n${sales(`  ⟦put()⟧;`)}`,
      ["executor-cloud-mismatch"],
    );
  });

  test("is a warning where the provider of one of them is one of several", () =>
    emits(
      `${head}${on('aws.emr("etl")')}export const target = process.env.STAGE === "prod" ? azure : aws;\n${sales(`  ⟦run(target.bucket("raw"))⟧;`)}`,
      [{ code: "executor-cloud-mismatch", severity: "warning", message: /does not work on every path/ }],
    ));

  test("is reported for the arguments that a run is given", () =>
    emits(
      `${head}${on('aws.emr("etl")')}export const one = pipeline({ name: "one" }, (provider: Provider) => { ⟦run(provider.bucket("raw"))⟧; });\nvoid one.run({ args: [azure] });`,
      ["executor-cloud-mismatch"],
    ));
});

describe("nothing is said", () => {
  test.each([
    ["within a cloud", `export const etl = aws.emr("etl");`, "etl", `aws.bucket("raw")`],
    ["of an engine on a laptop", `export const etl = laptop.spark("etl");`, "etl", `aws.bucket("raw")`],
    ["of a cloud that nobody knows", `export const etl = Provider.fromEnv().spark("etl");`, "etl", `aws.bucket("raw")`],
    ["of a bucket that nobody knows", `export const etl = aws.emr("etl");`, "etl", `Provider.fromEnv().bucket("raw")`],
    [
      "where one condition chooses both",
      `export const isAws = process.env.CLOUD === "aws";\nexport const etl = (isAws ? aws : azure).spark("etl");`,
      "etl",
      `(isAws ? aws : azure).bucket("raw")`,
    ],
    [
      "where two conditions may be one in other words",
      `export const etl = (process.env.A === "x" ? aws : azure).spark("etl");`,
      "etl",
      `(process.env.B === "y" ? aws : azure).bucket("raw")`,
    ],
    [
      "of a helper for each cloud",
      `export const etl = aws.spark("etl");\nexport const at = (provider: Provider) => provider.bucket("raw");`,
      "etl",
      `at(aws)`,
    ],
  ])("%s", (_, declared, executor, bucket) => valid(`${head}${declared}\n${on(executor)}${sales(`  run(${bucket});`)}`));

  test("where a further condition may have sorted out the provider that does not fit", () =>
    valid(
      `${head}${on('aws.emr("etl")')}export const target = process.env.STAGE === "prod" ? azure : aws;\n${sales(`  if (process.env.ENGINE === "emr") run(target.bucket("raw"));`)}`,
    ));

  test("of a bucket that the step is given and does nothing with", () =>
    valid(
      `${head}export const name = task({ executor: aws.emr("etl") }, function name(of: Bucket) { return of.getUri(); });\n${sales(`  name(azure.bucket("raw"));`)}`,
    ));

  test("of a step that runs here", () => valid(`${head}${sales(`  load(azure.bucket("raw"));`)}`));
});
