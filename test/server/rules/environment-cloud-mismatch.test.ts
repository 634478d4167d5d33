import { describe, expect, test } from "vitest";
import { emits, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, DatabricksConfig, GcpConfig, GlueConfig, LambdaConfig, LocalConfig, SparkConfig } from "@glacier/core/config";
`;
const clouds = `${imports}const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
const gcp = new Provider({ config: new GcpConfig({ project: "data" }) });
const local = new Provider({ config: new LocalConfig() });
`;
const rule = "environment-cloud-mismatch";

describe("an environment that the cloud does not have", () => {
  test("is reported at the call, with where the provider is created", () =>
    emits(`${clouds}⟦azure.glue("nightly")⟧;`, [
      {
        code: rule,
        severity: "error",
        message: "glue() does not exist on Azure, only on AWS and Local. spark() runs on every cloud.",
        related: ["main.ts:4 The Azure provider is created here."],
      },
    ]));

  test("is the only report, whatever its config", () =>
    emits(
      `${clouds}⟦azure.glue("a", { config: new GlueConfig() })⟧;\n⟦azure.glue("b", { config: new LambdaConfig() })⟧;\n⟦azure.glue("c", { config: globalThis.config })⟧;`,
      [rule, rule, rule],
    ));

  test.each(["aws.dataproc", "aws.synapse", "azure.emr", "azure.dataproc", "gcp.glue", "gcp.emr", "gcp.synapse"])("%s()", (method) =>
    emits(`${clouds}⟦${method}("x")⟧;`, [rule]),
  );

  test("is a warning on some paths, with the path", () =>
    emits(`${clouds}for (const provider of [aws, gcp]) ⟦provider.glue("x")⟧;`, [
      {
        code: rule,
        severity: "warning",
        message:
          "glue() does not exist on every path: as created in main.ts:5 the provider is Google Cloud, and it exists only on AWS and Local. spark() runs on every cloud.",
      },
    ]));

  test("is reported through files and functions", () =>
    emits(
      `// @filename: main.ts
import { azure } from "./clouds.ts";
import { job } from "./job.ts";
job(azure);
// @filename: clouds.ts
import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
// @filename: job.ts
import type { Provider } from "@glacier/core";
export const job = (provider: Provider) => ⟦provider.glue("nightly")⟧;
`,
      [
        {
          code: rule,
          related: ["clouds.ts:3 The Azure provider is created here.", "main.ts:3 It reaches this call through `job` here."],
        },
      ],
    ));

  test("is reported where a question leaves the cloud", () =>
    emits(`${imports}const provider = Provider.fromEnv();\nif (provider.cloud === "gcp") ⟦provider.glue("x")⟧;`, [rule]));
});

describe("nothing is said", () => {
  test.each([
    ["where the cloud has it", `aws.glue("a");\naws.emr("b");\ngcp.dataproc("c");\nazure.synapse("d");`],
    [
      "of Databricks on three clouds",
      `for (const provider of [aws, azure, gcp]) provider.databricks("x", { config: new DatabricksConfig() });`,
    ],
    [
      "of spark(), with SparkConfig, on every cloud",
      `for (const provider of [aws, azure, gcp, local]) provider.spark("x", { config: new SparkConfig() });`,
    ],
    ["on a laptop", `local.glue("a");\nlocal.emr("b");\nlocal.dataproc("c");\nlocal.synapse("d");\nlocal.databricks("e");`],
    ["of an unknown provider", `Provider.fromEnv().glue("x");`],
    [
      "where the cloud is asked before",
      `const provider = process.env.CLOUD === "aws" ? aws : azure;\nif (provider.cloud === "aws") provider.glue("x");`,
    ],
    [
      "where one condition chooses both",
      `const isAws = process.env.CLOUD === "aws";\nconst provider = isAws ? aws : gcp;\nexport const job = isAws ? provider.glue("x") : provider.dataproc("x");`,
    ],
  ])("%s", (_, body) => valid(`${clouds}${body}\n`));
});

describe("fixes", () => {
  const file = (configs: string, body: string): string =>
    `import { Provider } from "@glacier/core";\nimport { ${configs} } from "@glacier/core/config";\n${body}\n`;
  const azure = `const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });`;

  test("run it on Spark, without the engine's own config", () =>
    fixesTo(
      file(
        "AzureConfig, GlueConfig",
        `${azure}\nexport const job = azure.glue("nightly", { name: "n", config: new GlueConfig({ numWorkers: 4 }) });`,
      ),
      "Use spark(), which every cloud has (without GlueConfig)",
      file("AzureConfig", `${azure}\nexport const job = azure.spark("nightly", { name: "n" });`),
    ));

  test("run it on Spark where there is no config", () =>
    fixesTo(
      file("AzureConfig", `${azure}\nexport const job = azure.glue("nightly");`),
      "Use spark(), which every cloud has",
      file("AzureConfig", `${azure}\nexport const job = azure.spark("nightly");`),
    ));

  test("change the provider to the only cloud that has it", () =>
    fixesTo(
      file("AzureConfig, GlueConfig", `${azure}\nexport const job = azure.glue("nightly", { config: new GlueConfig() });`),
      "Change the provider to AWS, configured by the environment",
      file(
        "AwsConfig, GlueConfig",
        `const azure = new Provider({ config: AwsConfig.fromEnv() });\nexport const job = azure.glue("nightly", { config: new GlueConfig() });`,
      ),
    ));

  test("leave the provider where something else needs its cloud", async () => {
    const body = `${azure}\nexport const job = azure.glue("nightly");\nexport const pool = azure.synapse("pool");`;
    expect(await fixTitles(file("AzureConfig", body))).toEqual(["Use spark(), which every cloud has"]);
  });
});

test("the cloud that is said is that of the path that is named, where several clouds do not have the environment", () =>
  emits(
    `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, GcpConfig } from "@glacier/core/config";
function connect(cloud: string) {
  switch (cloud) {
    case "azure":
      return new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
    case "gcp":
      return new Provider({ config: new GcpConfig({ project: "data" }) });
    default:
      return new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
  }
}
⟦connect(process.env.CLOUD ?? "").glue("crunch")⟧;
`,
    [
      {
        code: "environment-cloud-mismatch",
        severity: "warning",
        message:
          'glue() does not exist on every path: where `cloud` is `"azure"` the provider is Azure, and it exists only on AWS and Local. spark() runs on every cloud.',
      },
    ],
  ));
