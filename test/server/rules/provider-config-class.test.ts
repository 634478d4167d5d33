import { describe, expect, test } from "vitest";
import { emits, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, DatabricksConfig, LambdaConfig, LocalConfig, S3Config } from "@glacier/core/config";
`;
const rule = "provider-config-class";

describe("a resource's config at a provider", () => {
  test("is reported at the config", () =>
    emits(`${imports}new Provider({ config: ⟦new S3Config()⟧ });`, [
      {
        code: rule,
        severity: "error",
        message: "S3Config is no config of a provider, which takes AwsConfig, AzureConfig, GcpConfig or LocalConfig.",
        related: [],
      },
    ]));

  test("is reported once, and not at what the provider makes", () =>
    emits(`${imports}new Provider({ config: ⟦new S3Config()⟧ }).bucket("raw", { config: new S3Config() });`, [rule]));

  test("is told with the way that it takes", () =>
    emits(
      `${imports}const config = new LambdaConfig();
const make = (given) => new Provider({ config: ⟦given⟧ });
make(config);`,
      [{ code: rule, related: ["main.ts:3 The LambdaConfig is created here.", "main.ts:5 It reaches this place through `make` here."] }],
    ));

  test("lies on the call where that does not spell the config out", () =>
    emits(`${imports}const options = { config: new S3Config() };\n⟦new Provider(options)⟧;`, [rule]));

  test("lies in the constructor of a class that extends Glacier's, once", () =>
    emits(
      `${imports}class Lake extends Provider { constructor() { super({ config: ⟦new S3Config()⟧ }); } }\nnew Lake();\nexport const lake = new Lake();`,
      [rule],
    ));

  test("is a warning on some paths", () =>
    emits(`${imports}new Provider({ config: ⟦process.env.CLOUD === "aws" ? new AwsConfig({ region: "eu-west-1" }) : new S3Config()⟧ });`, [
      {
        code: rule,
        severity: "warning",
        message: /^On some paths the config is S3Config/,
        related: [/This is the path where/],
      },
    ]));
});

describe("nothing is said", () => {
  test.each([
    ["of a provider's config", `new Provider({ config: new LocalConfig() });`],
    ["of an unknown config", `export const make = (config) => new Provider({ config });`],
    [
      "where it is asked first",
      `export function make(given) {
  const config = given ?? new S3Config();
  return isForProviders(config) ? new Provider({ config }) : undefined;
}`,
    ],
    [
      "where one condition chooses what is made",
      `const isProvider = process.env.KIND === "provider";
const config = isProvider ? new LocalConfig() : new S3Config();
export const made = isProvider ? new Provider({ config }) : Provider.fromEnv().bucket("raw", { config });`,
    ],
    [
      "of somebody else's Provider",
      `class Own { constructor(readonly options: { config: S3Config }) {} }\nnew Own({ config: new S3Config() });`,
    ],
    ["while it is typed", `new Provider({ config: new `],
  ])("%s", (_, body) => valid(`${imports}${body}\n`));
});

describe("fixes", () => {
  test("read the config of the same cloud's provider from the environment", () =>
    fixesTo(
      `import { Provider } from "@glacier/core";\nimport { S3Config } from "@glacier/core/config";\nexport const provider = new Provider({ config: new S3Config({ versioning: true }) });\n`,
      "Replace with AwsConfig, read from the environment",
      `import { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\nexport const provider = new Provider({ config: AwsConfig.fromEnv() });\n`,
    ));

  test("are one for each cloud that the config may be of", async () => {
    const titles = await fixTitles(`${imports}new Provider({ config: new DatabricksConfig() });`);
    expect(titles).toEqual(["AwsConfig", "AzureConfig", "GcpConfig"].map((name) => `Replace with ${name}, read from the environment`));
  });

  test("are none where a name stands for the config", async () => {
    expect(await fixTitles(`${imports}const config = new S3Config();\nnew Provider({ config });`)).toEqual([]);
  });
});
