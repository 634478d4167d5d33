import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { fixAllTo, fixesTo, fixTitles } from "../../support/server/rule-tester.ts";

const azure = `const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });`;
const aws = `const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });`;
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

  test("says that objects in an archive are read at once on the other cloud", async () => {
    const gcp = `const gcp = new Provider({ config: new GcpConfig({ project: "data-prod" }) });`;
    const bucket = `gcp.bucket("raw", { config: new S3Config({ storageClass: "GLACIER", encryption: "aws:kms" }) });`;
    expect(await fixTitles(file("GcpConfig, S3Config", `${gcp}\n${bucket}`))).toEqual([
      "Replace with GcsConfig (without encryption; its archive is read at once)",
      "Make portable: add GcsConfig (without encryption; its archive is read at once)",
      "Change the provider to AWS, configured by the environment",
    ]);
  });

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

  test.each([
    `{ environment: { TABLE: process.env.TABLE ?? "raw", STAGE: "prod" }, timeout: 20 }`,
    `{ environment: settings, timeout: seconds }`,
    `{ environment: { ...settings, STAGE: "prod" }, timeout: 20 }`,
  ])("leaves what is known in part as it is written: %s", (options) => {
    const given = `const seconds = 20;\nconst settings = { TABLE: process.env.TABLE ?? "raw", STAGE: "prod" };\n`;
    const call = (name: string): string => `${azure}\n${given}azure.serverless("load", { config: new ${name}(${options}) });`;
    return fixesTo(
      file("AzureConfig, LambdaConfig", call("LambdaConfig")),
      "Replace with AzureFunctionConfig",
      file("AzureConfig, AzureFunctionConfig", call("AzureFunctionConfig")),
    );
  });

  test.each([
    ["Replace with BlobConfig", "new BlobConfig({ versioning: true })", "AzureConfig, BlobConfig, S3Config"],
    ["Make portable: add BlobConfig", '[configs.get("raw")!, new BlobConfig({ versioning: true })]', "AzureConfig, BlobConfig, S3Config"],
  ])("takes what is said to be there with its mark: %s", (title, config, imports) => {
    const made = `${azure}\nconst configs = new Map([["raw", new S3Config({ versioning: true })]]);\nazure.bucket("raw", { config: `;
    return fixesTo(file("AzureConfig, S3Config", `${made}configs.get("raw")! });`), title, file(imports, `${made}${config} });`));
  });

  test("leaves alone what the call keeps for others", async () => {
    const made = `${azure}\nlet kept: S3Config | undefined;\nazure.bucket("raw", { config: (kept ??= new S3Config()) });\nexport const last = () => kept;`;
    expect(await fixTitles(file("AzureConfig, S3Config", made))).toEqual([
      "Make portable: add BlobConfig",
      "Change the provider to AWS, configured by the environment",
    ]);
  });

  test("leaves alone what is held to a type behind the mark that it is there", async () => {
    const made = `${azure}\nconst configs = new Map([["raw", new S3Config()]]);\nazure.bucket("raw", { config: configs.get("raw")! as S3Config });`;
    expect(await fixTitles(file("AzureConfig, S3Config", made))).toEqual(["Change the provider to AWS, configured by the environment"]);
  });

  test("does not write a secret of another file into the source", async () => {
    const secrets = `{ "plain": { "memory": 512, "environment": { "STAGE": "prod" } }, "secret": { "environment": { "DB_PASSWORD": "hunter2hunter2" } } }`;
    const load = (options: string): string =>
      `// @filename: settings.json
${secrets}
// @filename: main.ts
${file("AzureConfig, LambdaConfig", `import settings from "./settings.json";\n${azure}\nazure.serverless("load", { config: new LambdaConfig(${options}) });`)}`;
    const own = `{ environment: { DB_PASSWORD: "hunter2hunter2" } }`;
    const titles = async (options: string): Promise<string[]> =>
      (await fixTitles(load(options))).filter((title) => title.includes("AzureFunctionConfig"));
    expect(await titles("settings.secret")).toEqual([
      "Replace with AzureFunctionConfig (without environment)",
      "Make portable: add AzureFunctionConfig (without environment)",
    ]);
    expect(await titles(own)).toEqual(["Replace with AzureFunctionConfig", "Make portable: add AzureFunctionConfig"]);
    expect(await titles("settings.plain")).toEqual(["Replace with AzureFunctionConfig", "Make portable: add AzureFunctionConfig"]);
  });

  test("renames a field that has a comment with a colon behind it", () =>
    fixesTo(
      file(
        "AwsConfig, BlobConfig",
        `${aws}\naws.bucket("raw", { config: new BlobConfig({ tier /* soon */: /* was: */ "Cool", versioning: true }) });`,
      ),
      "Replace with S3Config",
      file(
        "AwsConfig, S3Config",
        `${aws}\naws.bucket("raw", { config: new S3Config({ storageClass /* soon */: /* was: */ "STANDARD_IA", versioning: true }) });`,
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

  test("keeps lines and comments of lifecycle rules whose storage classes have other names", () => {
    const cool = 'const cool = { days: 30, storageClass: "STANDARD_IA" } as const;\n';
    const bucket = (config: string, ia: string, archive: string, steps: string): string => `${azure}
${cool}azure.bucket("raw", {
  config: new ${config}({
    lifecycleRules: [
      // After a month nobody reads them.
      { id: "cool", transition: { days: 30, storageClass: ${ia} } }, // cheap
      {
        id: "old",
        "prefix": "logs/",
        transitions: [{ days: 90, storageClass: ${archive} /* for the auditors */ }],
      },
      { id: "named", transition: ${steps} },
      { id: "gone", expiration: { days: 400 } },
    ],
  }),
});`;
    return fixesTo(
      file("AzureConfig, S3Config", bucket("S3Config", '"STANDARD_IA"', '"GLACIER" as const', "cool")),
      "Replace with BlobConfig",
      file("AzureConfig, BlobConfig", bucket("BlobConfig", '"Cool"', '"Archive" as const', '{ days: 30, storageClass: "Cool" }')),
    );
  });

  test("rewrites both sides of a condition where neither fits, and tidies the imports", async () => {
    const call = (one: string, other: string): string =>
      `${aws}\nexport const open = (isNew: boolean) =>\n  aws.bucket("raw", {\n    config: isNew\n      ? ${one} // for now\n      : ${other},\n  });`;
    await fixesTo(
      file("AwsConfig, BlobConfig", call('new BlobConfig({ tier: "Cool" })', "new BlobConfig({ versioning: true })")),
      "Replace both with S3Config",
      file("AwsConfig, S3Config", call('new S3Config({ storageClass: "STANDARD_IA" })', "new S3Config({ versioning: true })")),
    );
    await fixesTo(
      file("AwsConfig, BlobConfig, GcsConfig", call('new BlobConfig({ replication: "ZRS" })', 'new GcsConfig({ location: "EU" })')),
      "Replace both with S3Config (without replication, location)",
      file("AwsConfig, S3Config", call("new S3Config()", "new S3Config()")),
    );
    await fixesTo(
      file("AwsConfig, BlobConfig", call("new BlobConfig()", "(isNew ?? Math.random() > 0.5) ? new BlobConfig() : new BlobConfig()")),
      "Replace all with S3Config",
      file("AwsConfig, S3Config", call("new S3Config()", "(isNew ?? Math.random() > 0.5) ? new S3Config() : new S3Config()")),
    );
  });

  test("rewrites no side of a condition where another one is written elsewhere", async () =>
    expect(
      await fixTitles(
        file(
          "AwsConfig, BlobConfig",
          `${aws}\nconst other = new BlobConfig();\nexport const open = (isNew: boolean) => aws.bucket("raw", { config: isNew ? new BlobConfig() : other });`,
        ),
      ),
    ).toEqual([]));

  test("rewrites the side of a condition that does not fit", () =>
    fixesTo(
      file(
        "AwsConfig, BlobConfig, S3Config",
        `${aws}\nexport const open = (isNew: boolean) =>\n  aws.bucket("raw", { config: isNew ? new BlobConfig({ tier: "Cool" /* cheap */ }) : new S3Config() });`,
      ),
      "Replace with S3Config",
      file(
        "AwsConfig, S3Config",
        `${aws}\nexport const open = (isNew: boolean) =>\n  aws.bucket("raw", { config: isNew ? new S3Config({ storageClass: "STANDARD_IA" /* cheap */ }) : new S3Config() });`,
      ),
    ));

  test("takes a name out of an import, and leaves what is said of the others", () => {
    const lines = (...names: string[]): string =>
      `${core}import {\n${names.map((name) => `  ${name}\n`).join("")}} from "@glacier/core/config";\n`;
    const rest = (config: string): string =>
      `${azure}\nazure.bucket("raw", { config: new ${config}() });\nexport { BlobConfig, SparkConfig };\n`;
    return fixesTo(
      lines("AzureConfig, // ours", "BlobConfig,", "S3Config, // theirs", "// For the nights.", "SparkConfig,") + rest("S3Config"),
      "Replace with BlobConfig",
      lines("AzureConfig, // ours", "BlobConfig,", "// For the nights.", "SparkConfig,") + rest("BlobConfig"),
    );
  });

  test("leaves the braces behind a default import", () => {
    const head = `${core}import { AzureConfig, BlobConfig } from "@glacier/core/config";\nimport all, { S3Config } from "@glacier/core/config";\nvoid all;\n${azure}\n`;
    return fixesTo(
      `${head}azure.bucket("raw", { config: new S3Config() });\n`,
      "Replace with BlobConfig",
      `${head}azure.bucket("raw", { config: new BlobConfig() });\n`,
    );
  });

  test("adds the import beside one that is still used", () =>
    fixesTo(
      file("AzureConfig, S3Config", `${azure}\nexport const other = new S3Config();\nazure.bucket("raw", { config: new S3Config() });`),
      "Replace with BlobConfig",
      file(
        "AzureConfig, BlobConfig, S3Config",
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
        "AwsConfig, AzureConfig, BlobConfig, S3Config",
        `${azure}\nconst config = new S3Config({ versioning: true });\nnew Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).bucket("raw", { config });\nazure.bucket("raw", { config: new BlobConfig({ versioning: true }) });`,
      ),
    ));

  test("keeps an import's order where it is not sorted", () =>
    fixesTo(
      file("S3Config, AzureConfig", `${azure}\nexport const other = new S3Config();\nazure.bucket("raw", { config: new S3Config() });`),
      "Replace with BlobConfig",
      file(
        "S3Config, AzureConfig, BlobConfig",
        `${azure}\nexport const other = new S3Config();\nazure.bucket("raw", { config: new BlobConfig() });`,
      ),
    ));

  test.each([",", ""])(
    "gives the class a line of its own where the others have one, behind their comments; last one ends with '%s'",
    (comma) =>
      fixesTo(
        `${core}import {
  AzureConfig, // the cloud
  GcsConfig${comma} // buckets
} from "@glacier/core/config"; // configs
${azure}
azure.bucket("raw", { config: new GcsConfig() });
export const other = GcsConfig;
export const last = AzureConfig;
`,
        /^Change the provider to/,
        `${core}import {
  AzureConfig, // the cloud
  GcpConfig,
  GcsConfig${comma} // buckets
} from "@glacier/core/config"; // configs
${azure.replace('new AzureConfig({ resourceGroup: "data" })', "GcpConfig.fromEnv()")}
azure.bucket("raw", { config: new GcsConfig() });
export const other = GcsConfig;
export const last = AzureConfig;
`,
      ),
  );

  test.each([",", ""])("puts the class behind the last line of an import that ends with '%s'", (comma) =>
    fixesTo(
      `${core}import {
  AwsConfig,
  BlobConfig${comma} // buckets
} from "@glacier/core/config";
new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).bucket("raw", { config: new BlobConfig() });
export const other = BlobConfig;
`,
      "Replace with S3Config",
      `${core}import {
  AwsConfig,
  BlobConfig, // buckets
  S3Config${comma}
} from "@glacier/core/config";
new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).bucket("raw", { config: new S3Config() });
export const other = BlobConfig;
`,
    ),
  );

  test("makes a value of a class that was imported as a type", async () => {
    const use = `${azure}\nexport type Blob = BlobConfig;\n`;
    await fixesTo(
      file("AzureConfig, S3Config, type BlobConfig", `${use}azure.bucket("raw", { config: new S3Config() });`),
      "Replace with BlobConfig",
      file("AzureConfig, BlobConfig", `${use}azure.bucket("raw", { config: new BlobConfig() });`),
    );
    await fixesTo(
      `import type { BlobConfig } from "@glacier/core/config";\n${file("AzureConfig, S3Config", `${use}azure.bucket("raw", { config: new S3Config() });`)}`,
      "Replace with BlobConfig",
      `import { BlobConfig } from "@glacier/core/config";\n${file("AzureConfig", `${use}azure.bucket("raw", { config: new BlobConfig() });`)}`,
    );
    await fixesTo(
      `import type { BlobConfig, GcsConfig } from "@glacier/core/config";\n${file("AzureConfig, S3Config", `${use}export type Gcs = GcsConfig;\nazure.bucket("raw", { config: new S3Config() });`)}`,
      "Replace with BlobConfig",
      `import type { GcsConfig } from "@glacier/core/config";\n${file("AzureConfig, BlobConfig", `${use}export type Gcs = GcsConfig;\nazure.bucket("raw", { config: new BlobConfig() });`)}`,
    );
  });

  test("adds an import behind a comment on the last one's line, and behind a first line for the shell", async () => {
    const cloud = `// @filename: cloud.ts
import { Provider } from "@glacier/core";
import { AzureConfig, S3Config } from "@glacier/core/config";
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
export const s3 = new S3Config();
`;
    await fixesTo(
      `import { azure, s3 } from "./cloud.ts"; // ours\nazure.bucket("raw", { config: s3 });\n${cloud}`,
      "Replace with BlobConfig",
      `import { azure, s3 } from "./cloud.ts"; // ours\nimport { BlobConfig } from "@glacier/core/config";\nazure.bucket("raw", { config: new BlobConfig() });\n${cloud}`,
    );
    const caller = `// @filename: caller.ts\nimport { azure, s3 } from "./cloud.ts";\nimport { open } from "./main.ts";\nopen(azure, s3);\n`;
    await fixesTo(
      `#!/usr/bin/env node\n// Ours.\nexport const open = (provider, config) => provider.bucket("raw", { config });\n${caller}${cloud}`,
      "Replace with BlobConfig",
      `#!/usr/bin/env node\nimport { BlobConfig } from "@glacier/core/config";\n// Ours.\nexport const open = (provider, config) => provider.bucket("raw", { config: new BlobConfig() });\n${caller}${cloud}`,
    );
  });

  test("writes require() in a file that has Glacier by require()", async () => {
    const file = (names: string, config: string): string =>
      `const { Provider } = require('@glacier/core')\nconst { ${names} } = require('@glacier/core/config')\nconst azure = new Provider({ config: new AzureConfig({ resourceGroup: 'data' }) })\nazure.bucket('raw', { config: ${config} })\n`;
    const before = file("AzureConfig, S3Config", "new S3Config()");
    await fixesTo(before, "Replace with BlobConfig", file("AzureConfig, BlobConfig", "new BlobConfig()"));
    await fixesTo(before, "Make portable: add BlobConfig", file("AzureConfig, BlobConfig, S3Config", "[new S3Config(), new BlobConfig()]"));
    await fixesTo(
      file("AzureConfig, S3Config: S3", "new S3()"),
      "Replace with BlobConfig",
      file("AzureConfig, BlobConfig", "new BlobConfig()"),
    );
  });

  test("adds a require() to a file that has no configs yet", () =>
    fixesTo(
      `const { azure, s3 } = require("./cloud.js");\nconst { join } = require("node:path");\nazure.bucket("raw", { config: s3 });\nvoid join;\nconst late = require("./late.js");\nvoid late;\n// @filename: cloud.js\nconst { Provider } = require("@glacier/core");\nconst { AzureConfig, S3Config } = require("@glacier/core/config");\nexports.azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\nexports.s3 = new S3Config();\n`,
      "Replace with BlobConfig",
      `const { azure, s3 } = require("./cloud.js");\nconst { join } = require("node:path");\nconst { BlobConfig } = require("@glacier/core/config");\nazure.bucket("raw", { config: new BlobConfig() });\nvoid join;\nconst late = require("./late.js");\nvoid late;\n// @filename: cloud.js\nconst { Provider } = require("@glacier/core");\nconst { AzureConfig, S3Config } = require("@glacier/core/config");\nexports.azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });\nexports.s3 = new S3Config();\n`,
    ));

  test("is not offered where a parameter has the class' name", async () => {
    const source = file(
      "AzureConfig, S3Config",
      `${azure}\nexport function open(BlobConfig: string) { return azure.bucket(BlobConfig, { config: new S3Config() }); }`,
    );
    expect(await fixTitles(source)).toEqual(["Change the provider to AWS, configured by the environment"]);
  });

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
        "AzureConfig, BlobConfig, S3Config",
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
        "AzureConfig, BlobConfig, GcsConfig, S3Config",
        `${azure}\nazure.bucket("raw", { config: [new S3Config({ versioning: true }), new GcsConfig(), new BlobConfig({ versioning: true })] });`,
      ),
    ));

  test.each([",", ""])("adds a line to an array with a line for each config, the last one ending with '%s'", (comma) =>
    fixesTo(
      file(
        "AzureConfig, BlobConfig, GcsConfig, S3Config",
        `${azure}
export const blob = BlobConfig;
azure.bucket("raw", {
  config: [
    new S3Config(), // AWS
    new GcsConfig()${comma} // GCP
  ],
});`,
      ),
      "Make portable: add BlobConfig",
      file(
        "AzureConfig, BlobConfig, GcsConfig, S3Config",
        `${azure}
export const blob = BlobConfig;
azure.bucket("raw", {
  config: [
    new S3Config(), // AWS
    new GcsConfig(), // GCP
    new BlobConfig()${comma}
  ],
});`,
      ),
    ),
  );

  test("keeps a variable, also as a shorthand", () =>
    fixesTo(
      file("AzureConfig, S3Config", `${azure}\nconst config = new S3Config();\nazure.bucket("raw", { config });`),
      "Make portable: add BlobConfig",
      file(
        "AzureConfig, BlobConfig, S3Config",
        `${azure}\nconst config = new S3Config();\nazure.bucket("raw", { config: [config, new BlobConfig()] });`,
      ),
    ));

  test("takes Spark's own config for a cloud whose engine's config needs what is not known", () =>
    fixesTo(
      file("AzureConfig, EmrConfig", `${azure}\nazure.spark("job", { config: new EmrConfig({ releaseLabel: "emr-7.5.0" }) });`),
      "Make portable: add SparkConfig (without releaseLabel)",
      file(
        "AzureConfig, EmrConfig, SparkConfig",
        `${azure}\nazure.spark("job", { config: [new EmrConfig({ releaseLabel: "emr-7.5.0" }), new SparkConfig()] });`,
      ),
    ));

  test("takes Spark's own config where somebody looks at it only: none of the engine's settings is in it", () => {
    const source = file(
      "AzureConfig, EmrConfig",
      `${azure}\nazure.spark("job", { config: new EmrConfig({ releaseLabel: "emr-7.5.0" }) });`,
    );
    return fixAllTo(source, source, ["config-cloud-mismatch"]);
  });

  test("is the fix of a mismatch on some paths, for every cloud that fails", () =>
    fixesTo(
      file(
        "AwsConfig, AzureConfig, GcpConfig, S3Config",
        `const clouds = { aws: new AwsConfig({ region: "eu-west-1" }), azure: new AzureConfig({ resourceGroup: "data" }), gcp: new GcpConfig({ project: "data" }) };
for (const config of Object.values(clouds)) new Provider({ config }).bucket("raw", { config: new S3Config() });`,
      ),
      "Make portable: add BlobConfig and GcsConfig",
      file(
        "AwsConfig, AzureConfig, BlobConfig, GcpConfig, GcsConfig, S3Config",
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

  test("is not offered where a call in another file would fail then", async () => {
    const cloud = `// @filename: cloud.ts
import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export const cloud = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`;
    const user = (name: string, config: string): string =>
      `// @filename: ${name}.ts\nimport { ${config} } from "@glacier/core/config";\nimport { cloud } from "./cloud.ts";\ncloud.bucket("${name}", { config: new ${config}() });\n`;
    expect(await fixTitles(`${cloud}${user("raw", "S3Config")}${user("clean", "BlobConfig")}`)).toEqual([
      "Replace with BlobConfig",
      "Make portable: add BlobConfig",
    ]);
  });

  test("is never the preferred fix, which fix-all would apply", async () => {
    const project = await openProject({
      "main.ts": file("AzureConfig, S3Config", `${azure}\nclass BlobConfig {}\nazure.bucket("raw", { config: new S3Config() as never });`),
    });
    onTestFinished(() => project.dispose());
    const fixes = project.workspace.diagnose(project.path("main.ts")).flatMap((it) => it.fixes);
    expect(fixes.map(({ title, preferred }) => ({ title, preferred }))).toEqual([
      { title: "Change the provider to AWS, configured by the environment", preferred: undefined },
    ]);
  });

  test("is not offered where another call of the provider would fail then", async () => {
    const source = file(
      "AzureConfig, BlobConfig, S3Config",
      `${azure}\nazure.bucket("aaa", { config: new BlobConfig() });\nazure.bucket("bbb", { config: new S3Config() });`,
    );
    expect(await fixTitles(source)).toEqual(["Replace with BlobConfig", "Make portable: add BlobConfig"]);
  });
});

describe("a fix that would not compile is not offered", () => {
  const aws = `const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });`;
  const offered = (config: string, before = ""): Promise<string[]> =>
    fixTitles(file("AwsConfig, BlobConfig", `${before}${aws}\naws.bucket("raw", { config: ${config} });`));
  const changeProvider = "Change the provider to Azure, configured by the environment";
  const portable = "Make portable: add S3Config";
  const replace = "Replace with S3Config";

  test.each([
    "interface S3Config {}",
    "export interface S3Config {}",
    "type S3Config = string;",
    "type S3Config<T> = T;",
    "enum S3Config {}",
    "declare namespace S3Config {}",
  ])("where the name is taken by `%s`", async (declaration) =>
    expect(await offered("new BlobConfig()", `${declaration}\n`)).toEqual([changeProvider]),
  );

  test.each([
    ["new BlobConfig() satisfies BlobConfig", []],
    ["new BlobConfig() as BlobConfig", []],
    ["(new BlobConfig()) as BlobConfig", []],
    ["<BlobConfig>new BlobConfig()", []],
    ["[new BlobConfig()] as const", [portable]],
    ["[new BlobConfig()] as const satisfies readonly BlobConfig[]", []],
    ["[new BlobConfig()] satisfies BlobConfig[]", []],
    ["[new BlobConfig() satisfies BlobConfig]", [replace]],
    ["[(new BlobConfig())]", [replace]],
  ])("for `%s`", async (config, titles) => expect(await offered(config)).toEqual([...titles, changeProvider]));

  test.each([
    ["new BlobConfig()", "// interface S3Config {}\n"],
    ["new BlobConfig()", "interface S3ConfigLike {}\ntype Config = BlobConfig;\n"],
    ["(new BlobConfig())", ""],
    ["[new BlobConfig(/* as before */), /* as it was */]", ""],
    [`new BlobConfig() ${"/".repeat(200)} as before\n`, "\n".repeat(5000)],
    [`new BlobConfig() ${"/* one */ ".repeat(100)}`, ""],
    [`[new BlobConfig() ${"/* one */ ".repeat(100)}]`, ""],
  ])("but is for `%s` after `%s`", async (config, before) =>
    expect(await offered(config, before)).toEqual([replace, portable, changeProvider]),
  );

  test.each([
    ["has a type", `const config: AwsConfig = new AwsConfig({ region: "eu-west-1" });`, ""],
    ["is used elsewhere", `const config = new AwsConfig({ region: "eu-west-1" });`, "void config.region;"],
    ["is exported", `export const config = new AwsConfig({ region: "eu-west-1" });`, ""],
    [
      "comes from a function that has a type",
      `const make = (): AwsConfig => new AwsConfig({ region: "eu-west-1" });\nconst config = make();`,
      "",
    ],
  ])("nor another cloud for a provider whose config %s", async (_, before, behind) => {
    const source = `${before}\nconst aws = new Provider({ config });\naws.bucket("raw", { config: new BlobConfig() });\n${behind}`;
    expect(await fixTitles(file("AwsConfig, BlobConfig", source))).toEqual([replace, portable]);
  });

  test("but another cloud for one whose config has a name of its own", async () =>
    expect(
      await fixTitles(
        file(
          "AwsConfig, BlobConfig",
          `const account = new AwsConfig({ region: "eu-west-1" });\nconst aws = new Provider({ config: account });\naws.bucket("raw", { config: new BlobConfig() });`,
        ),
      ),
    ).toEqual([replace, portable, changeProvider]));

  test("nor one config per cloud where another path has that cloud's, or one that is not known", async () => {
    const source = (provider: string, other: string): string =>
      file(
        "AwsConfig, AzureConfig, BlobConfig, S3Config",
        `${aws}\n${azure}\ndeclare const unknown: S3Config;\nexport const open = (isNew: boolean) => ${provider}.bucket("raw", { config: isNew ? new BlobConfig() : ${other} });`,
      );
    expect(await fixTitles(source("aws", "new S3Config()"))).toEqual([replace]);
    expect(await fixTitles(source("aws", "unknown"))).toEqual([replace]);
  });

  test("nor one config per cloud where a helper is given that cloud's too", async () =>
    expect(
      await fixTitles(
        file(
          "AwsConfig, BlobConfig, S3Config",
          `${aws}\nconst open = (provider: Provider, config: BlobConfig | S3Config) => provider.bucket("raw", { config });\nopen(aws, new BlobConfig());\nopen(aws, new S3Config());`,
        ),
      ),
    ).toEqual([]));

  test("nor another cloud for a provider whose config is held to a type", async () =>
    expect(
      await fixTitles(
        file(
          "AwsConfig, BlobConfig",
          `const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) satisfies AwsConfig });\naws.bucket("raw", { config: new BlobConfig() });`,
        ),
      ),
    ).toEqual([replace, portable]));
});
