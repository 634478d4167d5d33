import { describe, expect, test } from "vitest";
import { emits, fixAllTo, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, CloudFunctionConfig, DatabricksConfig, EmrConfig, GcsConfig, LambdaConfig, LocalConfig, S3Config, SynapseConfig } from "@glacier/core/config";
declare const unknown: any;
`;
const value = (source: string): Promise<void> => emits(imports + source, ["config-value"]);

describe("the place", () => {
  test("is the value", () =>
    emits(`${imports}new S3Config({ storageClass: ⟦"STANDARD-IA"⟧ });`, [
      {
        code: "config-value",
        severity: "error",
        message: /^S3Config\.storageClass is "STANDARD-IA"; allowed is "STANDARD", .*\. Did you mean "STANDARD_IA"\?$/,
        related: [],
      },
    ]));
  test("is the whole of a negative number", () => value("new LambdaConfig({ memory: ⟦-128⟧ });"));
  test("is the side of a condition that is wrong", () => value('new S3Config({ storageClass: unknown ? ⟦"BAD"⟧ : "STANDARD" });'));
  test("is a value inside of nested rules", () =>
    value('new S3Config({ lifecycleRules: [{ transition: { days: 30, storageClass: ⟦"COLD"⟧ } }] });'));
  test("is an object that is given for a text", () => value("new S3Config({ storageClass: ⟦{}⟧ });"));
  test("is the name of a field that there is none of", () =>
    emits(`${imports}new S3Config({ ⟦versionning⟧: true });`, [
      { code: "config-value", severity: "error", message: 'S3Config has no field "versionning"; did you mean "versioning"?' },
    ]));
  test("is the name in quotes", () => value('new S3Config({ ⟦"storage-class"⟧: "STANDARD" });'));
  test("is the name of a nested field", () => value("new S3Config({ lifecycleRules: [{ ⟦expire⟧: { days: 1 } }] });"));
  test("is where a derived class hands its options on, however often it is constructed", () =>
    value('class Raw extends S3Config { constructor() { super({ storageClass: ⟦"BAD"⟧ } as any); } }\nnew Raw();\nnew Raw();'));
  test("is what a derived class' constructor passes on where some give it a wrong value", () =>
    emits(
      `${imports}class Job extends LambdaConfig { constructor(memory: number) { super({ ⟦memory⟧ }); } }\nnew Job(64);\nnew Job(128);`,
      [
        {
          code: "config-value",
          severity: "warning",
          message: /^Not on every path, but called from main\.ts:5: LambdaConfig\.memory is 64/,
        },
      ],
    ));
  test("is `super` where a derived class hands nothing on", () =>
    value("class Jobs extends (EmrConfig as any) { constructor() { ⟦super⟧(); } }\nnew Jobs();"));
  test("is the object where a field is missing", () =>
    emits(`${imports}new EmrConfig(⟦{ maxExecutors: 2 }⟧);`, [{ code: "config-value", message: /^EmrConfig\.releaseLabel is missing/ }]));
  test("is the nested object where a field is missing", () =>
    value("new S3Config({ lifecycleRules: [{ transition: ⟦{ days: 30 }⟧ }] } as any);"));
  test("is the class where there is no object", () => value("new (⟦EmrConfig⟧ as any)();"));
  test("is the argument that is no object", () => value('new S3Config(⟦"STANDARD"⟧ as any);'));
  test("is a variable that is used as a field's value", () =>
    emits(`${imports}const storageClass = "BAD";\nnew S3Config({ storageClass: ⟦storageClass⟧ });`, [
      { code: "config-value", severity: "error", related: ["main.ts:4 The value is written here."] },
    ]));
  test("is a shorthand", () => value('const storageClass = "BAD";\nnew S3Config({ ⟦storageClass⟧ });'));
  test("is what is spread", () => value('const base = { storageClass: "BAD" };\nnew S3Config({ versioning: true, ...⟦base⟧ });'));
  test("is the property that stands behind the spread", () =>
    value('const base = { storageClass: "BAD" };\nnew S3Config({ ...base, storageClass: ⟦"WORSE"⟧ });'));
  test("is the variable that holds the options", () => value("const options = { memory: 1 };\nnew LambdaConfig(⟦options⟧);"));
  test("is the use of what another file writes", () =>
    emits(
      `${imports}import { memory } from "./sizes.ts";
new LambdaConfig({ memory: ⟦memory⟧ });
// @filename: sizes.ts
export const memory = 64;`,
      [{ code: "config-value", related: ["sizes.ts:1 The value is written here."] }],
    ));
  test("is a literal inside of a call that hands it on", () => value('new S3Config(Object.freeze({ storageClass: ⟦"BAD"⟧ }) as any);'));
  test("is an item behind others that are spread", () =>
    value("const rules = [{ expiration: { days: 1 } }];\nnew S3Config({ lifecycleRules: [...rules, { expiration: { days: ⟦0⟧ } }] });"));
  test("is what gave the field, where others are spread behind it", () =>
    emits(
      `${imports}const make = ({ memory, ...rest }: any) => new LambdaConfig({ ⟦memory⟧, ...⟦rest⟧ });\nmake({ memory: 64, timeout: 901 });`,
      [
        { code: "config-value", message: /memory/ },
        { code: "config-value", message: /timeout/ },
      ],
    ));
  test("is the name of a variable that the service sets itself", () =>
    value('new LambdaConfig({ environment: { ⟦AWS_REGION⟧: "x", STAGE: "prod" } });'));
  test("is the name of such a variable whatever the values are", () =>
    value(
      "export const make = (stage: string, region: string) => new LambdaConfig({ environment: { STAGE: stage, ⟦AWS_REGION⟧: region } });",
    ));
  test("is the parameter that a call fills, and the call is told", () =>
    emits(`${imports}function make(memory: number) { return new LambdaConfig({ memory: ⟦memory⟧ }); }\nmake(64);`, [
      {
        code: "config-value",
        severity: "error",
        related: ["main.ts:5 The value is written here.", /^main.ts:5 It comes here through `make`/],
      },
    ]));
  test("is a value that is a place in a list elsewhere, of which nothing is asked", () =>
    emits(`${imports}const args = process.argv.slice(2);\nif (args.includes("--small")) new LambdaConfig({ memory: ⟦2⟧ });`, [
      "config-value",
    ]));
  test("is what a callback writes once for all items of a list", () =>
    value(
      'new S3Config({ lifecycleRules: ["a/", "b/"].map((prefix) => ({ prefix, transition: { days: 40, storageClass: ⟦"BAD"⟧ } })) as any });',
    ));
  test("is the field that a callback gives once for all items of a list", () =>
    value('new S3Config({ lifecycleRules: ["a/", "b/"].map((prefx) => ({ ⟦prefx⟧, expiration: { days: 1 } })) as any });'));
  test("is each of two values in a list that are wrong", () =>
    emits(
      `${imports}new S3Config({ lifecycleRules: [⟦0⟧, ⟦-1⟧].map((days) => ({ expiration: { days } })) });\n` +
        "const rules = [{ expiration: { days: 0 } }, { expiration: { days: -1 } }];\nnew S3Config({ lifecycleRules: ⟦⟦rules⟧⟧ });",
      [{ code: "config-value" }, { code: "config-value" }, { code: "config-value" }, { code: "config-value" }],
    ));
  test("is each of two values that are wrong", () =>
    emits(`${imports}new LambdaConfig({ memory: ⟦1⟧, timeout: ⟦901⟧ });`, ["config-value", "config-value"]));
});

describe("one of several values", () => {
  test("names the condition that adds a field, and shows it", () =>
    emits(`${imports}declare const isSmall: boolean;\nnew LambdaConfig({ ...(isSmall && { memory: ⟦64⟧ }), timeout: 60 });`, [
      {
        code: "config-value",
        severity: "warning",
        message: /^Not on every path, but where `isSmall` is true: LambdaConfig\.memory is 64;/,
        related: ["main.ts:5 This is the path where `isSmall` is true."],
      },
    ]));

  test("that is wrong on one path is a warning that names the path", () =>
    emits(`${imports}const size = unknown ? 64 : 128;\nnew LambdaConfig({ memory: ⟦size⟧ });`, [
      {
        code: "config-value",
        severity: "warning",
        message: /^Not on every path, but where `unknown` is true: LambdaConfig\.memory is 64;/,
        related: ["main.ts:4 The value is written here.", "main.ts:4 This is the path where `unknown` is true."],
      },
    ]));
  test("that are all wrong are an error", () =>
    emits(`${imports}new LambdaConfig({ memory: unknown ? ⟦1⟧ : ⟦2⟧ });`, [
      { code: "config-value", severity: "error" },
      { code: "config-value", severity: "error" },
    ]));
  test("of which the others are not known is a warning", () =>
    emits(`${imports}new LambdaConfig({ memory: unknown ? ⟦1⟧ : unknown });`, [{ code: "config-value", severity: "warning" }]));
  test("of several calls is a warning that names the call", () =>
    emits(`${imports}const make = (memory: number) => new LambdaConfig({ memory: ⟦memory⟧ });\nmake(64);\nmake(128);`, [
      { code: "config-value", severity: "warning", message: /called from main\.ts:5/ },
    ]));
  test("in a branch is a warning", () =>
    emits(`${imports}let size = 128;\nif (unknown) size = 64;\nnew LambdaConfig({ memory: ⟦size⟧ });`, [
      { code: "config-value", severity: "warning", message: /where `unknown` is true/ },
    ]));
  test("a config that is made on one path only is wrong there for certain", () =>
    emits(`${imports}if (unknown) new LambdaConfig({ memory: ⟦64⟧ });`, [{ code: "config-value", severity: "error" }]));
});

test("a field that does not exist is told, though its value is not known", () =>
  emits(`${imports}new LambdaConfig({ ⟦memry⟧: process.env.MEMORY } as any);`, [{ code: "config-value", severity: "error" }]));

describe("what is no config", () => {
  const aws = `${imports}const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\n`;
  const given = (config: string): Promise<void> => value(`Provider.fromEnv().bucket("raw", { config: ${config} });`);

  test("is reported where a resource is given it", () =>
    emits(`${aws}aws.bucket("raw", { config: ⟦{ versioning: true }⟧ });`, [
      {
        code: "config-value",
        severity: "error",
        message: "bucket() is given a plain object as its config; allowed is a config object such as new S3Config({ … }).",
        related: [],
      },
    ]));
  test("is reported whatever the cloud", () => given("⟦{}⟧"));
  test("is reported on a laptop", () =>
    value('new Provider({ config: new LocalConfig() }).bucket("raw", { config: ⟦{ versioning: true }⟧ });'));
  test("is reported of null and a text", () =>
    emits(`${imports}Provider.fromEnv().bucket("raw", { config: ⟦null⟧ });\nProvider.fromEnv().bucket("raw", { config: ⟦"S3"⟧ });`, [
      "config-value",
      "config-value",
    ]));
  test("is reported inside of an array", () => given("[new S3Config(), ⟦{ versioning: true }⟧]"));
  test("is told where it is written", () =>
    emits(`${imports}const config = { versioning: true };\nProvider.fromEnv().bucket("raw", { ⟦config⟧ });`, [
      { code: "config-value", severity: "error", related: ["main.ts:4 The value is written here."] },
    ]));
  test("on some paths is a warning that names one", () =>
    emits(`${imports}Provider.fromEnv().bucket("raw", { config: unknown ? new S3Config() : ⟦{ versioning: true }⟧ });`, [
      {
        code: "config-value",
        severity: "warning",
        message: /^Not on every path, but where `unknown` is false: bucket\(\) is given a plain object/,
      },
    ]));
  test("is reported where a provider is given it", () =>
    emits(`${imports}new Provider({ config: ⟦{ region: "eu-west-1" }⟧ } as any);`, [
      {
        code: "config-value",
        severity: "error",
        message:
          "A provider is given a plain object as its config; allowed is a config object: AwsConfig, AzureConfig, GcpConfig or LocalConfig.",
      },
    ]));
  test.each([
    `new Provider({ config: ⟦[new AwsConfig({ region: "eu-west-1" })]⟧ } as any);`,
    `new Provider({ config: ⟦"aws"⟧ as any });`,
    "const config: any = unknown ? {} : [];\nnew Provider({ ⟦config⟧ });",
    "const make = (config: any) => new Provider({ ⟦config⟧ });\nmake({});\nmake({ region: 1 });",
    "class Lake extends Provider { constructor() { super({ config: ⟦{ basePath: '.' }⟧ } as any); } }\nnew Lake();\nnew Lake();",
  ])("is reported of a provider: %s", value);
  test.each([
    "undefined",
    "unknown ? {} : new LocalConfig()",
    "Object.freeze(new LocalConfig())",
    "new (class Here extends LocalConfig {})()",
    "new (class Mine { readonly region = 1; })()",
    "Object.assign(Object.create(LocalConfig.prototype), { basePath: '.' })",
    "structuredClone(unknown)",
    "JSON.parse(unknown)",
  ])("is none for a provider: %s", (config) => valid(`${imports}new Provider({ config: (${config}) as any });`));
  test("is not reported of a resource that the cloud does not have", () =>
    emits(
      `${imports}const azure = new Provider({ config: new AzureConfig({ resourceGroup: "rg" }) });\n⟦azure.glue("job", { config: { numWorkers: 2 } })⟧;`,
      ["environment-cloud-mismatch"],
    ));
  test.each([
    "unknown",
    "undefined",
    "[]",
    "[unknown]",
    "new (class Raw extends S3Config {})()",
    "Object.freeze(new S3Config())",
    "unknown ? new S3Config() : undefined",
  ])("is not %s", (config) => valid(`${imports}Provider.fromEnv().bucket("raw", { config: ${config} });`));
  test("is mended by the class that the cloud takes", () =>
    fixesTo(
      `import { Provider } from "@glacier/core";\nimport { AzureConfig } from "@glacier/core/config";
new Provider({ config: new AzureConfig({ resourceGroup: "rg" }) }).bucket("raw", { config: { tier: 'Cool' } }); // tier`,
      "Make it a BlobConfig",
      `import { Provider } from "@glacier/core";\nimport { AzureConfig, BlobConfig } from "@glacier/core/config";
new Provider({ config: new AzureConfig({ resourceGroup: "rg" }) }).bucket("raw", { config: new BlobConfig({ tier: 'Cool' }) }); // tier`,
    ));
  test.each([
    'Provider.fromEnv().bucket("raw", { config: {} });',
    'aws.spark("job", { config: {} });',
    'aws.bucket("raw", { config: null });',
    'const config = {};\naws.bucket("raw", { config });',
  ])("is not mended where it is not known what is meant, or written elsewhere: %s", async (source) => {
    expect(await fixTitles(aws + source)).toEqual([]);
  });
  test("is nobody's business where the provider is not Glacier's", () =>
    valid(
      `${imports}const own = { bucket: (name: string, options: object) => [name, options] };\nown.bucket("raw", { config: {} });\nunknown.bucket("raw", { config: {} });`,
    ));
});

describe("silence", () => {
  test.each([
    ["values that fit", 'new S3Config({ storageClass: "STANDARD", versioning: true });'],
    ["a value that is not known", "new LambdaConfig({ memory: unknown, timeout: Number(process.env.TIMEOUT) });"],
    ["options that are not known", "new LambdaConfig(unknown); new EmrConfig({ ...unknown });"],
    ["what an unknown spread may have replaced", "new LambdaConfig({ memory: 64, ...unknown });"],
    [
      "a value that was asked about",
      "declare function fits(size: number): boolean;\nconst make = (memory: number) => { if (fits(memory)) return new LambdaConfig({ memory }); };\nmake(64);",
    ],
    ["what is changed later", "const options: any = { memory: 128 };\nnew LambdaConfig(options);\noptions.memory = 1;"],
    ["what was changed before", "const options: any = { memory: 1 };\noptions.memory = 128;\nnew LambdaConfig(options);"],
    ["a field that was deleted", "const options: any = { memory: 128, x: 1 };\ndelete options.x;\nnew LambdaConfig(options);"],
    ["what the rest leaves out", "const { x, ...rest } = { memory: 128, x: 1 };\nnew LambdaConfig(rest);"],
    ["a config from the environment", "AwsConfig.fromEnv();"],
    ["a class of the same name", "{ class LambdaConfig { constructor(options: unknown) {} } new LambdaConfig({ memory: 1 }); }"],
    ["a config that every field of is optional", "new S3Config(); new LocalConfig({});"],
    ["a field that is undefined", "new LambdaConfig({ memory: undefined, layers: undefined });"],
    [
      "a field that is given on one path only",
      "const options: any = { memory: 128 };\nif (unknown) options.timeout = 5;\nnew LambdaConfig(options);",
    ],
    [
      "values that belong together",
      'const [memory, cfg] = unknown ? ["512Mi", CloudFunctionConfig] : [512, LambdaConfig] as any;\nnew cfg({ memory });',
    ],
    ["a computed key", "const key = unknown;\nnew LambdaConfig({ [key]: 1 });"],
    ["a text that is put together of what is not known", 'new EmrConfig({ releaseLabel: "emr-" + unknown });'],
    ["an object that is not known as a whole", "new DatabricksConfig({ autoscale: { ...unknown, minWorkers: 1 } });"],
    ["what a loop counts", "let size = unknown;\nwhile (unknown) size++;\nnew LambdaConfig({ memory: size });"],
    [
      "a variable that its type leaves no path without",
      'let region!: string;\nswitch (unknown) { case "a": region = "eu-west-1"; break; case "b": region = "us-east-1"; break; }\nnew AwsConfig({ region });',
    ],
    [
      "a list that is asked first",
      'const classes = ["STANDARD"];\nconst make = (it: any) => { if (classes.includes(it)) new S3Config({ storageClass: it }); };\nmake("BAD");',
    ],
    ["an array of which one item is not known", "new LambdaConfig({ layers: [unknown, ...unknown] });"],
    ["a class instance", "class Options { memory = 128; get timeout() { return 5; } }\nnew LambdaConfig(new Options());"],
  ])("about %s", (_what, source) => valid(imports + source));

  test("about a comment that allows it", () =>
    valid(`${imports}// glacier-disable-next-line config-value -- a test\nnew LambdaConfig({ memory: 1 });`));
});

describe("half-typed code", () => {
  test.each(["new LambdaConfig({ memory: });", "new LambdaConfig({ mem", "new LambdaConfig({ memory: 128", "new LambdaConfig("])(
    "%s is left alone",
    (source) => valid(imports + source),
  );
});

describe("a fix", () => {
  test("writes the value that was meant, in the same quotes", () =>
    fixesTo(
      `${imports}new S3Config({ storageClass: 'standard_ia' } as any);`,
      'Replace with "STANDARD_IA"',
      `${imports}new S3Config({ storageClass: 'STANDARD_IA' } as any);`,
    ));
  test("renames a field", () =>
    fixesTo(`${imports}new S3Config({ versionning: true });`, "Rename to versioning", `${imports}new S3Config({ versioning: true });`));
  test("renames a shorthand and keeps its value", () =>
    fixesTo(
      `${imports}const versionning = true;\nnew S3Config({ versionning });`,
      "Rename to versioning",
      `${imports}const versionning = true;\nnew S3Config({ versioning: versionning });`,
    ));
  test("renames a field that a comment stands behind", () =>
    fixesTo(
      `${imports}new S3Config({ versionning/* : on */: true });`,
      "Rename to versioning",
      `${imports}new S3Config({ versioning/* : on */: true });`,
    ));
  test("renames either of two fields that ask for the same name, and fix-all none", async ({ expect }) => {
    const source = `${imports}new S3Config({ versionning: true, versoning: true });\n`;
    expect(await fixTitles(source)).toEqual(["Rename to versioning", "Remove versionning", "Rename to versioning", "Remove versoning"]);
    await fixAllTo(source, source, ["config-value", "config-value"]);
  });
  test("renames what another cloud's class calls a setting, and not unseen: the value may be one of that cloud", async () => {
    await fixesTo(
      `${imports}new LambdaConfig({ serviceAccount: "arn:aws:iam::123456789012:role/score" } as any);`,
      "Rename to roleArn",
      `${imports}new LambdaConfig({ roleArn: "arn:aws:iam::123456789012:role/score" } as any);`,
    );
    await fixAllTo(`${imports}new S3Config({ tier: "Cool" } as any);`, `${imports}new S3Config({ tier: "Cool" } as any);`, [
      "config-value",
    ]);
  });
  test("renames no field to one that is there", async ({ expect }) =>
    expect(await fixTitles(`${imports}new S3Config({ versioning: true, versionning: true });`)).toEqual(["Remove versionning"]));
  test("removes a field with its comma", () =>
    fixesTo(
      `${imports}new S3Config({ colour: "red", versioning: true });`,
      "Remove colour",
      `${imports}new S3Config({ versioning: true });`,
    ));
  test("removes a field with its line", () =>
    fixesTo(
      `${imports}new S3Config({\n  versioning: true,\n  colour: "red", // nice\n});`,
      "Remove colour",
      `${imports}new S3Config({\n  versioning: true,\n});`,
    ));
  test("removes the last field, and leaves what is said of the one before it", () =>
    fixesTo(
      `${imports}new S3Config({\n  versioning: true, // ours\n  // Red is best.\n  colour: "red"\n});`,
      "Remove colour",
      `${imports}new S3Config({\n  versioning: true, // ours\n});`,
    ));
  test("removes a field, and leaves what is said of the next one", () =>
    fixesTo(
      `${imports}new S3Config({\n  colour: "red", // nice\n\n  // For the auditors.\n  versioning: true,\n});`,
      "Remove colour",
      `${imports}new S3Config({\n  // For the auditors.\n  versioning: true,\n});`,
    ));
  test("removes the last field behind a comment to the end of the line", () =>
    fixesTo(
      `${imports}new S3Config({ versioning: true, // ours\n  colour: "red" });`,
      "Remove colour",
      `${imports}new S3Config({ versioning: true, // ours\n });`,
    ));
  test("removes the only field", () => fixesTo(`${imports}new S3Config({ colour: 1 });`, "Remove colour", `${imports}new S3Config({});`));
  test("writes the class that follows a legacy one", () =>
    fixesTo(
      `${imports}new GcsConfig({ storageClass: "REGIONAL" });`,
      'Replace with "STANDARD"',
      `${imports}new GcsConfig({ storageClass: "STANDARD" });`,
    ));
  test.each([
    ["a name of a class of another service's", `new S3Config({ storageClass: "GLACIER_INSTANT_RETRIEVAL" } as any);`],
    ["a class of another cloud", `new GcsConfig({ storageClass: "STANDARD_IA" } as any);`],
    ["a size of which nobody knows which is meant", `new AzureFunctionConfig({ plan: "EP4" } as any);`],
    ["one that is as near to another", `new BlobConfig({ replication: "ZGRS" } as any);`],
    ["a short word", `new AzureFunctionConfig({ plan: "B1" } as any);`],
    ["a field that means the opposite", "new S3Config({ public: false } as any);"],
    ["a field that is a part of another's name", "new GlueConfig({ workers: 5 } as any);"],
  ])("is nothing to do unasked for %s", async (_, source) => {
    const file = `import { AzureFunctionConfig, BlobConfig, GcsConfig, GlueConfig, S3Config } from "@glacier/core/config";\n${source}\n`;
    expect(await fixTitles(file)).not.toEqual([]);
    await fixAllTo(file, file, ["config-value"]);
  });
  test.each([
    ["GLACIER_INSTANT_RETRIEVAL", `new S3Config({ storageClass: ⟦"GLACIER_INSTANT_RETRIEVAL"⟧ } as any);`, /Did you mean "GLACIER_IR"\?$/],
    ["workers", "new GlueConfig({ ⟦workers⟧: 5 } as any);", /did you mean "numWorkers"\?$/],
    ["amd64", `new LambdaConfig({ architecture: ⟦"amd64"⟧ } as any);`, /allowed is "x86_64" or "arm64"\.$/],
  ])("is what is nearest to %s in meaning", (_, source, message) =>
    emits(`import { GlueConfig, LambdaConfig, S3Config } from "@glacier/core/config";\n${source}\n`, [{ code: "config-value", message }]),
  );
  test("is not offered where the field's name is calculated", async ({ expect }) =>
    expect(await fixTitles(`${imports}const field = "memry";\nnew LambdaConfig({ [field]: 256 } as any);`)).toEqual([]));
  test.each(["rules", '["a/"].map((prefix) => ({ prefix, expiration: { day: 1 } }))'])(
    "is not offered where the field is given elsewhere, for it is not the one that is spelled out: %s",
    async (rules) =>
      expect(
        await fixTitles(`${imports}const rules: any = [{ expiration: { day: 1 } }];\nnew S3Config({ lifecycleRules: ${rules} as any });`),
      ).toEqual([]),
  );
  test("is not offered where the value is written elsewhere", async ({ expect }) =>
    expect(await fixTitles(`${imports}const c = "standard_ia";\nnew S3Config({ storageClass: c });`)).toEqual([]));
});

test("a legacy class of Cloud Storage is a warning", () =>
  emits(`${imports}new GcsConfig({ storageClass: ⟦"REGIONAL"⟧ });`, [{ code: "config-value", severity: "warning" }]));

test("a secret is not repeated", () =>
  emits(`${imports}new AwsConfig({ region: "eu-west-1", accessKeyId: "<id>", secretAccessKey: ⟦12345⟧ } as any);`, [
    { code: "config-value", message: /^(?!.*12345)/ },
  ]));
