import { describe, expect, test } from "vitest";
import { fixesTo, fixTitles } from "../../support/server/rule-tester.ts";

const azure = `const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });`;
const core = `import { Provider } from "@glacier/core";\n`;
const file = (configs: string, body: string): string => `${core}import { ${configs} } from "@glacier/core/config";\n${body}\n`;

describe("replace with the class that fits", () => {
  test("keeps the fields that mean the same, maps those that have another name, and says which are lost", () =>
    fixesTo(
      file(
        "AzureConfig, S3Config",
        `${azure}\nazure.bucket("raw", { config: new S3Config({ versioning: true, storageClass: "STANDARD_IA", encryption: "aws:kms" }) });`,
      ),
      "Replace with BlobConfig (without encryption)",
      file("AzureConfig, BlobConfig", `${azure}\nazure.bucket("raw", { config: new BlobConfig({ versioning: true, tier: "Cool" }) });`),
    ));

  test("keeps expressions, comments and line breaks", () =>
    fixesTo(
      file(
        "AzureConfig, S3Config",
        `${azure}
const versioning = process.env.STAGE === "prod";
azure.bucket("raw", {
  config: new S3Config({
    // Auditors ask for it.
    versioning: versioning,
    publicAccessBlock: true, // the default
    storageClass: "STANDARD",
  }),
});`,
      ),
      /^Replace with BlobConfig/,
      file(
        "AzureConfig, BlobConfig",
        `${azure}
const versioning = process.env.STAGE === "prod";
azure.bucket("raw", {
  config: new BlobConfig({
    // Auditors ask for it.
    versioning: versioning,
    tier: "Hot",
  }),
});`,
      ),
    ));

  test("keeps a shorthand field", () =>
    fixesTo(
      file("AzureConfig, S3Config", `${azure}\nconst versioning = true;\nazure.bucket("raw", { config: new S3Config({ versioning }) });`),
      "Replace with BlobConfig",
      file(
        "AzureConfig, BlobConfig",
        `${azure}\nconst versioning = true;\nazure.bucket("raw", { config: new BlobConfig({ versioning }) });`,
      ),
    ));

  test("takes out every field when none has an equivalent", () =>
    fixesTo(
      file("AzureConfig, S3Config", `${azure}\nazure.bucket("raw", { config: new S3Config({ encryption: "aws:kms" }) });`),
      /^Replace with BlobConfig/,
      file("AzureConfig, BlobConfig", `${azure}\nazure.bucket("raw", { config: new BlobConfig() });`),
    ));

  test("adds the import beside one that is still used", () =>
    fixesTo(
      file("AzureConfig, S3Config", `${azure}\nexport const other = new S3Config();\nazure.bucket("raw", { config: new S3Config() });`),
      "Replace with BlobConfig",
      file(
        "AzureConfig, S3Config, BlobConfig",
        `${azure}\nexport const other = new S3Config();\nazure.bucket("raw", { config: new BlobConfig() });`,
      ),
    ));

  test("uses the name under which the class is imported already", () =>
    fixesTo(
      file(
        "AzureConfig, BlobConfig as Blob, S3Config",
        `${azure}\nexport const b = new Blob();\nazure.bucket("raw", { config: new S3Config() });`,
      ),
      "Replace with BlobConfig",
      file("AzureConfig, BlobConfig as Blob", `${azure}\nexport const b = new Blob();\nazure.bucket("raw", { config: new Blob() });`),
    ));

  test("writes through a namespace import", () =>
    fixesTo(
      `import { Provider } from '@glacier/core';\nimport * as config from '@glacier/core/config';\nconst azure = new Provider({ config: new config.AzureConfig({ resourceGroup: 'data' }) });\nazure.bucket('raw', { config: new config.S3Config({ storageClass: 'STANDARD_IA' }) });\n`,
      "Replace with BlobConfig",
      `import { Provider } from '@glacier/core';\nimport * as config from '@glacier/core/config';\nconst azure = new Provider({ config: new config.AzureConfig({ resourceGroup: 'data' }) });\nazure.bucket('raw', { config: new config.BlobConfig({ tier: 'Cool' }) });\n`,
    ));

  test("keeps single quotes, a missing semicolon and Windows line ends when it adds an import", () =>
    fixesTo(
      `import { Provider } from '@glacier/core'\r\nimport { azure, s3 } from './configs.js'\r\nnew Provider({ config: azure }).bucket('raw', { config: s3 })\r\n// @filename: configs.ts\nimport { AzureConfig, S3Config } from "@glacier/core/config";\nexport const azure = new AzureConfig({ resourceGroup: "data" });\nexport const s3 = new S3Config({ storageClass: "STANDARD_IA" });\n`,
      "Replace with BlobConfig",
      `import { Provider } from '@glacier/core'\r\nimport { azure, s3 } from './configs.js'\r\nimport { BlobConfig } from '@glacier/core/config'\r\nnew Provider({ config: azure }).bucket('raw', { config: new BlobConfig({ tier: 'Cool' }) })\r\n// @filename: configs.ts\nimport { AzureConfig, S3Config } from "@glacier/core/config";\nexport const azure = new AzureConfig({ resourceGroup: "data" });\nexport const s3 = new S3Config({ storageClass: "STANDARD_IA" });\n`,
    ));

  test("writes the call's own config where a shared one does not fit", () =>
    fixesTo(
      file(
        "AwsConfig, AzureConfig, S3Config",
        `${azure}\nconst config = new S3Config({ versioning: true });\nnew Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).bucket("raw", { config });\nazure.bucket("raw", { config });`,
      ),
      "Replace with BlobConfig",
      file(
        "AwsConfig, AzureConfig, S3Config, BlobConfig",
        `${azure}\nconst config = new S3Config({ versioning: true });\nnew Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).bucket("raw", { config });\nazure.bucket("raw", { config: new BlobConfig({ versioning: true }) });`,
      ),
    ));

  test("is not offered where the class' name means something else", async () => {
    const source = file(
      "AzureConfig, S3Config",
      `${azure}\nclass BlobConfig {}\nazure.bucket("raw", { config: new S3Config() as never });\nvoid BlobConfig;`,
    );
    expect(await fixTitles(source)).toEqual(["Change the provider to AWS, configured by the environment"]);
  });

  test("is not offered where a required field would be missing", async () => {
    const source = file(
      "AwsConfig, GlueConfig",
      `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).spark("job", { config: new GlueConfig() as never });`,
    );
    expect((await fixTitles(source)).filter((title) => title.startsWith("Replace with Emr"))).toEqual([]);
  });
});

describe("make portable", () => {
  test("puts one config per cloud into an array", () =>
    fixesTo(
      file("AzureConfig, S3Config", `${azure}\nazure.bucket("raw", { config: new S3Config({ versioning: true }) });`),
      "Make portable: add BlobConfig",
      file(
        "AzureConfig, S3Config, BlobConfig",
        `${azure}\nazure.bucket("raw", { config: [new S3Config({ versioning: true }), new BlobConfig({ versioning: true })] });`,
      ),
    ));

  test("adds to an array", () =>
    fixesTo(
      file(
        "AzureConfig, GcsConfig, S3Config",
        `${azure}\nazure.bucket("raw", { config: [new S3Config({ versioning: true }), new GcsConfig()] });`,
      ),
      "Make portable: add BlobConfig",
      file(
        "AzureConfig, GcsConfig, S3Config, BlobConfig",
        `${azure}\nazure.bucket("raw", { config: [new S3Config({ versioning: true }), new GcsConfig(), new BlobConfig({ versioning: true })] });`,
      ),
    ));

  test("keeps a variable, also as a shorthand", () =>
    fixesTo(
      file("AzureConfig, S3Config", `${azure}\nconst config = new S3Config();\nazure.bucket("raw", { config });`),
      "Make portable: add BlobConfig",
      file(
        "AzureConfig, S3Config, BlobConfig",
        `${azure}\nconst config = new S3Config();\nazure.bucket("raw", { config: [config, new BlobConfig()] });`,
      ),
    ));

  test("is the fix of a mismatch on some paths, for every cloud that fails", () =>
    fixesTo(
      file(
        "AwsConfig, AzureConfig, GcpConfig, S3Config",
        `const clouds = { aws: new AwsConfig({ region: "eu-west-1" }), azure: new AzureConfig({ resourceGroup: "data" }), gcp: new GcpConfig({ project: "data" }) };
for (const config of Object.values(clouds)) new Provider({ config }).bucket("raw", { config: new S3Config() });`,
      ),
      "Make portable: add BlobConfig and GcsConfig",
      file(
        "AwsConfig, AzureConfig, GcpConfig, S3Config, BlobConfig, GcsConfig",
        `const clouds = { aws: new AwsConfig({ region: "eu-west-1" }), azure: new AzureConfig({ resourceGroup: "data" }), gcp: new GcpConfig({ project: "data" }) };
for (const config of Object.values(clouds)) new Provider({ config }).bucket("raw", { config: [new S3Config(), new BlobConfig(), new GcsConfig()] });`,
      ),
    ));
});

describe("change the provider", () => {
  test("takes the other cloud's config from the environment, in whichever file the provider is", () =>
    fixesTo(
      `// @filename: cloud.ts
import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export const cloud = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
// @filename: main.ts
import { S3Config } from "@glacier/core/config";
import { cloud } from "./cloud.ts";
cloud.bucket("raw", { config: new S3Config() });
`,
      "Change the provider to AWS, configured by the environment",
      `// @filename: cloud.ts
import { Provider } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
export const cloud = new Provider({ config: AwsConfig.fromEnv() });
// @filename: main.ts
import { S3Config } from "@glacier/core/config";
import { cloud } from "./cloud.ts";
cloud.bucket("raw", { config: new S3Config() });
`,
    ));

  test("is not offered where another call of the provider would fail then", async () => {
    const source = file(
      "AzureConfig, BlobConfig, S3Config",
      `${azure}\nazure.bucket("a", { config: new BlobConfig() });\nazure.bucket("b", { config: new S3Config() });`,
    );
    expect(await fixTitles(source)).toEqual(["Replace with BlobConfig", "Make portable: add BlobConfig"]);
  });
});
