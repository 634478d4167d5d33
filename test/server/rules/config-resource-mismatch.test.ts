import { describe, expect, test } from "vitest";
import { emits, fixAllTo, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, AzureFunctionConfig, BlobConfig, GlueConfig, LambdaConfig, LocalConfig, S3Config, SparkConfig } from "@glacier/core/config";
`;
const aws = `${imports}const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\n`;
const azure = `${imports}const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\n`;
const rule = "config-resource-mismatch";

describe("a config of another kind of resource", () => {
  test("is reported at the config", () =>
    emits(`${aws}aws.bucket("raw", { config: ⟦new LambdaConfig()⟧ });`, [
      { code: rule, severity: "error", message: "LambdaConfig is no config of bucket(): on AWS it takes S3Config.", related: [] },
    ]));

  test("is the only report where it is of another cloud too", () =>
    emits(`${azure}azure.bucket("raw", { config: ⟦new LambdaConfig()⟧ });`, [rule]));

  test("is reported on a laptop, and where the cloud is not known", () =>
    emits(
      `${imports}new Provider({ config: new LocalConfig() }).bucket("raw", { config: ⟦new LambdaConfig()⟧ });
Provider.fromEnv().bucket("raw", { config: ⟦new LambdaConfig()⟧ });
export const open = (provider: Provider) => provider.serverless("f", { handler: "./f.ts#f", config: ⟦new S3Config()⟧ });`,
      [
        { code: rule, message: "LambdaConfig is no config of bucket(), which takes S3Config, BlobConfig or GcsConfig." },
        { code: rule, message: "LambdaConfig is no config of bucket(), which takes S3Config, BlobConfig or GcsConfig." },
        rule,
      ],
    ));

  test("is reported where the class that nobody constructs keeps its typed parameter as a field", () =>
    emits(
      `${imports}export class Lake { constructor(private readonly provider: Provider) {} get raw() { return this.provider.bucket("raw", { config: ⟦new LambdaConfig()⟧ }); } }`,
      [rule],
    ));

  test("is reported in an array that holds one that fits", () =>
    emits(`${aws}aws.bucket("raw", { config: ⟦[new S3Config(), new LambdaConfig()]⟧ });`, [rule]));

  test("is told with the way that it takes", () =>
    emits(
      `// @filename: main.ts
import { config } from "./config.ts";
import { open } from "./open.ts";
open(config);
// @filename: config.ts
import { LambdaConfig } from "@glacier/core/config";
export const config = new LambdaConfig();
// @filename: open.ts
import { Provider } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const open = (config) => aws.bucket("raw", { ⟦config⟧ });
`,
      [
        {
          code: rule,
          related: ["config.ts:2 The LambdaConfig is created here.", "main.ts:3 It reaches this place through `open` here."],
        },
      ],
    ));

  test("is a warning where it is so on some paths, with the path", () =>
    emits(`${aws}aws.bucket("raw", { config: ⟦process.env.STAGE === "prod" ? new S3Config() : new LambdaConfig()⟧ });`, [
      {
        code: rule,
        severity: "warning",
        message:
          'LambdaConfig is no config of bucket(), and where `process.env.STAGE === "prod"` is false it is given to it: allowed is S3Config.',
      },
    ]));

  test("is reported in a call that is half typed elsewhere", () =>
    emits(`${aws}aws.bucket("raw", { config: ⟦new LambdaConfig()⟧ });\naws.bucket("next", { config: `, [rule]));
});

describe("a provider's config", () => {
  test("is reported at a resource", () =>
    emits(`${aws}aws.bucket("raw", { config: ⟦new AwsConfig({ region: "eu-west-1" })⟧ });`, [
      { code: rule, message: "AwsConfig is the config of a provider: bucket() takes S3Config." },
    ]));
});

describe("nothing is said", () => {
  test.each([
    ["of a config that fits", `aws.serverless("f", { handler: "./f.ts#f", config: new LambdaConfig() });`],
    ["of SparkConfig at spark()", `aws.spark("s", { config: new SparkConfig() });`],
    ["where a config is not known", `export const open = (config) => aws.bucket("raw", { config });`],
    [
      "where one condition chooses kind and config",
      `const isBucket = process.env.KIND === "bucket";
const config = isBucket ? new S3Config() : new LambdaConfig();
if (isBucket) aws.bucket("raw", { config });
else aws.serverless("f", { handler: "./f.ts#f", config });`,
    ],
    [
      "where kind and config travel as a pair",
      `for (const [kind, config] of [["bucket", new S3Config()], ["serverless", new LambdaConfig()]] as const) {
  if (kind === "bucket") aws.bucket("raw", { config });
  else aws.serverless("f", { handler: "./f.ts#f", config });
}`,
    ],
    ["of somebody else's method of that name", `export const open = (cdk) => cdk.bucket("raw", { config: new LambdaConfig() });`],
    [
      "of a class that only has the name",
      `namespace own { export class LambdaConfig {} }\naws.bucket("raw", { config: new own.LambdaConfig() as never });`,
    ],
    [
      "of a config that is asked about",
      `export function open(config) {
  const chosen = config ?? new LambdaConfig();
  if (isForBuckets(chosen)) aws.bucket("raw", { config: chosen });
}`,
    ],
  ])("%s", (_, body) => valid(`${aws}${body}\n`));
});

describe("fixes", () => {
  const file = (configs: string, body: string): string =>
    `import { Provider } from "@glacier/core";\nimport { ${configs} } from "@glacier/core/config";\nconst aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\n${body}\n`;

  test("put the class that fits in its place", () =>
    fixesTo(
      file("AwsConfig, LambdaConfig", `aws.bucket("raw", { config: new LambdaConfig({ memory: 256 }) });`),
      "Replace with S3Config (without memory)",
      file("AwsConfig, S3Config", `aws.bucket("raw", { config: new S3Config() });`),
    ));

  test("take it out, with options that held nothing else", () =>
    fixesTo(
      file("AwsConfig, LambdaConfig", `aws.bucket("raw", { config: new LambdaConfig() });`),
      "Remove the LambdaConfig",
      file("AwsConfig", `aws.bucket("raw");`),
    ));

  test("take it out, with options that are held to a type", () =>
    fixesTo(
      file("AwsConfig, LambdaConfig", `aws.bucket("raw", { config: new LambdaConfig() } as any);`),
      "Remove the LambdaConfig",
      file("AwsConfig", `aws.bucket("raw");`),
    ));

  test("take it out and leave the other options", () =>
    fixesTo(
      file(
        "AwsConfig, LambdaConfig",
        `aws.bucket("raw", {\n  path: "a.csv", // theirs\n  config: new LambdaConfig(),\n  format: "csv",\n});`,
      ),
      "Remove the LambdaConfig",
      file("AwsConfig", `aws.bucket("raw", {\n  path: "a.csv", // theirs\n  format: "csv",\n});`),
    ));

  test.each([",", ""])("take it out as the last option, which ends with '%s', and leave the comment before it", (comma) =>
    fixesTo(
      file("AwsConfig, LambdaConfig", `aws.bucket("raw", {\n  path: "a.parquet", // theirs\n  config: new LambdaConfig()${comma}\n});`),
      "Remove the LambdaConfig",
      file("AwsConfig", `aws.bucket("raw", {\n  path: "a.parquet", // theirs\n});`),
    ),
  );

  test("take it out of an array", () =>
    fixesTo(
      file("AwsConfig, LambdaConfig, S3Config", `aws.bucket("raw", { config: [new S3Config(), new LambdaConfig()] });`),
      "Remove the LambdaConfig",
      file("AwsConfig, S3Config", `aws.bucket("raw", { config: [new S3Config()] });`),
    ));

  test("take it out where the cloud is not known", () =>
    fixesTo(
      `import { Provider } from "@glacier/core";\nimport { LambdaConfig } from "@glacier/core/config";\nProvider.fromEnv().bucket("raw", { config: new LambdaConfig() });\n`,
      "Remove the LambdaConfig",
      `import { Provider } from "@glacier/core";\nProvider.fromEnv().bucket("raw");\n`,
    ));

  test("of all calls are applied together", () =>
    fixAllTo(
      file(
        "AwsConfig, LambdaConfig",
        `aws.bucket("raw", { config: new LambdaConfig() });\naws.bucket("clean", { config: new LambdaConfig() });`,
      ),
      file("AwsConfig, S3Config", `aws.bucket("raw", { config: new S3Config() });\naws.bucket("clean", { config: new S3Config() });`),
    ));

  test.each([
    `aws.bucket("raw", { config: new LambdaConfig({ memory: 256 }) as any });`,
    `aws.bucket("raw", { config: [new S3Config(), new LambdaConfig({ memory: 256 })] });`,
    `aws.bucket("raw", { config: new AwsConfig({ region: "eu-west-3" }) as any });`,
  ])("that would lose settings are not applied unasked: %s", (body) => {
    const source = file("AwsConfig, LambdaConfig, S3Config", body);
    return fixAllTo(source, source, ["config-resource-mismatch"]);
  });

  test("are none where a call does not spell its config out", async () => {
    expect(
      await fixTitles(file("AwsConfig, LambdaConfig", `const options = { config: new LambdaConfig() };\naws.bucket("raw", options);`)),
    ).toEqual([]);
  });
});
