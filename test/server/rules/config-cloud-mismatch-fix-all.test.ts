import { describe, test } from "vitest";
import { fixAllTo } from "../../support/server/rule-tester.ts";

const file = (configs: string, body: string): string =>
  `import { Provider } from "@glacier/core";\nimport ${configs} from "@glacier/core/config";\n${body}\n`;
const azure = `const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\n`;
const twice = (config: string): string =>
  `${azure}azure.bucket("raw", { config: new ${config}() });\nazure.bucket("clean", { config: new ${config}({ versioning: true }) });`;

describe("fix-all takes a class out of the imports when it has replaced its last use:", () => {
  test.each([
    ["the last name", "{ AzureConfig, S3Config }", "{ AzureConfig, BlobConfig }"],
    ["the first name", "{ S3Config, AzureConfig }", "{ AzureConfig, BlobConfig }"],
    ["a name between others", "{ AzureConfig, S3Config, SparkConfig }", "{ AzureConfig, BlobConfig, SparkConfig }"],
    ["a name where the new class is there already", "{ AzureConfig, BlobConfig, S3Config }", "{ AzureConfig, BlobConfig }"],
    [
      "a name on a line of its own",
      "{\n  AzureConfig,\n  S3Config,\n  SparkConfig,\n}",
      "{\n  AzureConfig,\n  BlobConfig,\n  SparkConfig,\n}",
    ],
    ["the last name on a line of its own", "{\n  AzureConfig,\n  S3Config,\n}", "{\n  AzureConfig,\n  BlobConfig,\n}"],
  ])("%s", (_, before, after) => fixAllTo(file(before, twice("S3Config")), file(after, twice("BlobConfig"))));

  test("a name beside one that was imported as a type", () =>
    fixAllTo(
      file(
        "{ AzureConfig, type BlobConfig, S3Config }",
        `${azure}azure.bucket("raw", { config: new S3Config() });\nexport type Config = BlobConfig;`,
      ),
      file("{ AzureConfig, BlobConfig }", `${azure}azure.bucket("raw", { config: new BlobConfig() });\nexport type Config = BlobConfig;`),
    ));

  test("the only name of its import", () =>
    fixAllTo(
      `import { Provider } from "@glacier/core";\nimport { AzureConfig, BlobConfig } from "@glacier/core/config";\nimport { S3Config } from "@glacier/core/config";\n${twice("S3Config")}\n`,
      `import { Provider } from "@glacier/core";\nimport { AzureConfig, BlobConfig } from "@glacier/core/config";\n${twice("BlobConfig")}\n`,
    ));

  test("the only name of an import that the new class comes into", () =>
    fixAllTo(
      `import { Provider, AzureConfig } from "@glacier/core/mine";\nimport { S3Config } from "@glacier/core/config";\n${twice("S3Config")}\n`,
      `import { Provider, AzureConfig } from "@glacier/core/mine";\nimport { BlobConfig } from "@glacier/core/config";\n${twice("BlobConfig")}\n`,
    ));

  test("two classes at once", () =>
    fixAllTo(
      file("{ AzureConfig, GcsConfig, S3Config }", `${twice("S3Config")}\n${twice("GcsConfig").slice(azure.length)}`),
      file("{ AzureConfig, BlobConfig }", `${twice("BlobConfig")}\n${twice("BlobConfig").slice(azure.length)}`),
    ));

  test("but leaves the braces behind a default import", () =>
    fixAllTo(
      `import { Provider } from "@glacier/core";\nimport { AzureConfig, BlobConfig } from "@glacier/core/config";\nimport config, { S3Config } from "@glacier/core/config";\nexport { config };\n${twice("S3Config")}\n`,
      `import { Provider } from "@glacier/core";\nimport { AzureConfig, BlobConfig } from "@glacier/core/config";\nimport config, { S3Config } from "@glacier/core/config";\nexport { config };\n${twice("BlobConfig")}\n`,
    ));

  test("but none that is used elsewhere", () =>
    fixAllTo(
      file("{ AzureConfig, S3Config }", `${twice("S3Config")}\nexport const own = new S3Config();`),
      file("{ AzureConfig, BlobConfig, S3Config }", `${twice("BlobConfig")}\nexport const own = new S3Config();`),
    ));

  test("nor one that was not used before", () =>
    fixAllTo(
      file("{ AzureConfig, GcsConfig, S3Config }", twice("S3Config")),
      file("{ AzureConfig, BlobConfig, GcsConfig }", twice("BlobConfig")),
    ));
});

describe("fix-all imports a class once where fixes each have an import for it:", () => {
  const aws = `const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\n`;
  const bucket = (name: string, config: string): string => `aws.bucket("${name}", { config: new ${config}() });\n`;

  test("each in the place of the class that it replaces", () =>
    fixAllTo(
      file("{ AwsConfig, BlobConfig, GcsConfig }", aws + bucket("aaa", "BlobConfig") + bucket("bbb", "GcsConfig")),
      file("{ AwsConfig, S3Config }", aws + bucket("aaa", "S3Config") + bucket("bbb", "S3Config")),
    ));

  test("one in a class's place, one beside a class that has more uses", () =>
    fixAllTo(
      file(
        "{ AwsConfig, BlobConfig, GcsConfig }",
        aws + bucket("aaa", "BlobConfig") + bucket("bbb", "GcsConfig") + bucket("ccc", "GcsConfig"),
      ),
      file("{ AwsConfig, S3Config }", aws + bucket("aaa", "S3Config") + bucket("bbb", "S3Config") + bucket("ccc", "S3Config")),
    ));

  test("in two imports", () =>
    fixAllTo(
      file(
        `{ AwsConfig, BlobConfig } from "@glacier/core/config";\nimport { GcsConfig, SparkConfig }`,
        `export const spark = new SparkConfig();\n${aws}${bucket("aaa", "BlobConfig")}${bucket("bbb", "GcsConfig")}`,
      ),
      file(
        `{ AwsConfig, S3Config } from "@glacier/core/config";\nimport { SparkConfig }`,
        `export const spark = new SparkConfig();\n${aws}${bucket("aaa", "S3Config")}${bucket("bbb", "S3Config")}`,
      ),
    ));

  test("in an import of its own that goes", () =>
    fixAllTo(
      file(
        `{ AwsConfig, BlobConfig } from "@glacier/core/config";\nimport { GcsConfig }`,
        aws + bucket("aaa", "BlobConfig") + bucket("bbb", "GcsConfig"),
      ),
      file("{ AwsConfig, S3Config }", aws + bucket("aaa", "S3Config") + bucket("bbb", "S3Config")),
    ));

  test("and leaves one that another fix writes anew", () =>
    fixAllTo(
      file(
        "{ AwsConfig, AzureConfig, BlobConfig, GcsConfig, S3Config }",
        `export const kept = new GcsConfig();\n${aws}${azure}${bucket("aaa", "BlobConfig")}azure.bucket("bbb", { config: new S3Config() });`,
      ),
      file(
        "{ AwsConfig, AzureConfig, BlobConfig, GcsConfig, S3Config }",
        `export const kept = new GcsConfig();\n${aws}${azure}${bucket("aaa", "S3Config")}azure.bucket("bbb", { config: new BlobConfig() });`,
      ),
    ));
});
