import { describe, test } from "vitest";
import { emits, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const imports = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, DataprocConfig, GcpConfig, LocalConfig, S3Config } from "@glacier/core/config";
declare const one: boolean;
declare const other: boolean;
declare const unknown: any;
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
const gcp = new Provider({ config: new GcpConfig({ project: "etl-data" }) });
const local = new Provider({ config: new LocalConfig() });
`;

describe("bucket-name", () => {
  test("is reported at the name, with the cloud that refuses it", () =>
    emits(`${imports}aws.bucket(⟦"Raw_Data"⟧);`, [
      {
        code: "bucket-name",
        severity: "error",
        message: 'The bucket name "Raw_Data" does not fit on AWS: it may hold lower-case letters, digits, dots and hyphens only.',
        related: [],
      },
    ]));

  test.each([
    'azure.bucket(⟦"raw--data"⟧);',
    'gcp.bucket(⟦"my-google"⟧);',
    'aws.bucket(⟦"a/b"⟧);',
    'local.bucket(⟦""⟧);',
    "aws.bucket(⟦5⟧ as any);",
  ])("is an error: %s", (source) => emits(imports + source, [{ code: "bucket-name", severity: "error" }]));

  test("is an error whatever the provider is, where no provider takes it", () =>
    emits(`${imports}Provider.fromEnv().bucket(⟦"raw/sales.csv"⟧);`, [
      { code: "bucket-name", severity: "error", message: /it is a path/ },
    ]));

  test("is reported of what is known of a name, whatever stands in the rest", () =>
    emits(`${imports}aws.bucket(⟦\`Raw_\${unknown}\`⟧);`, [
      { code: "bucket-name", severity: "error", message: /^The bucket name "Raw_…" does not fit on AWS: it may hold lower-case letters/ },
    ]));
  test("is reported of a name that holds the sign that stands in messages for what is not known", () =>
    emits(`${imports}aws.bucket(⟦"raw…data"⟧);`, [{ code: "bucket-name", severity: "error", message: /"raw…data"/ }]));
  test.each([
    'aws.bucket(⟦unknown + "_data"⟧);',
    `azure.bucket(⟦\`raw--\${unknown}\`⟧);`,
    `azure.bucket(⟦\`-\${unknown}\`⟧);`,
    `azure.bucket(⟦\`\${unknown}-\`⟧);`,
    `gcp.bucket(⟦\`goog-\${unknown}\`⟧);`,
    `aws.bucket(⟦\`${"x".repeat(64)}\${unknown}\`⟧);`,
    `const raw = \`\${unknown}_raw\`;\naws.bucket(⟦\`\${raw}-\${unknown}\`⟧);`,
  ])("is an error of a name that is known in part: %s", (source) => emits(imports + source, [{ code: "bucket-name", severity: "error" }]));
  test.each([
    `aws.bucket(\`raw-\${unknown}\`);`,
    `aws.bucket(\`a\${unknown}\`);`,
    `aws.bucket(\`\${unknown}\`);`,
    `aws.bucket(\`\${unknown}-\${unknown}\`);`,
    `aws.bucket(unknown ? \`raw-\${unknown}\` : "");`,
    `aws.bucket(\`Raw_\${unknown}\`.toLowerCase());`,
    "aws.bucket(1 + unknown);",
    `local.bucket(\`Raw_\${unknown}\`);`,
    `Provider.fromEnv().bucket(\`Raw_\${unknown}\`);`,
    `aws.bucket(unknown === "" ? "raw" : \`raw-\${unknown}\`);`,
  ])("is silent about a name of which too little is known: %s", (source) => valid(imports + source));
  test.each(['aws.bucket(⟦"raw.example.com"⟧);', 'gcp.bucket(⟦"raw.example.com"⟧);'])("is a warning for dots: %s", (source) =>
    emits(imports + source, [{ code: "bucket-name", severity: "warning" }]),
  );

  test.each([
    'azure.bucket("$web");',
    'local.bucket("Anything_at all");',
    'Provider.fromEnv().bucket("Raw_Data");',
    "aws.bucket(unknown);",
    'aws.bucket("raw-" + unknown);',
    'aws.bucket("raw--use1-az4--x-s3", { config: new S3Config({ storageClass: "EXPRESS_ONEZONE" }) });',
    'gcp.bucket("raw_data");',
    'unknown.bucket("Raw_Data");',
    'declare function isName(name: string): boolean;\nconst make = (name: string) => { if (isName(name)) aws.bucket(name); };\nmake("Raw");',
  ])("is silent: %s", (source) => valid(imports + source));

  test("follows a name, and tells where it is written", () =>
    emits(`${imports}const name = "Raw";\naws.bucket(⟦name⟧);`, [
      { code: "bucket-name", related: ["main.ts:10 The value is written here."] },
    ]));

  test("tells what each cloud says where several refuse a name", () =>
    emits(`${imports}const some = unknown ? aws : azure;\nsome.bucket(⟦"Raw"⟧);\nsome.bucket(⟦"raw.data"⟧);`, [
      {
        code: "bucket-name",
        severity: "error",
        message:
          'The bucket name "Raw" does not fit on AWS: it may hold lower-case letters, digits, dots and hyphens only, on Azure it may hold lower-case letters, digits and hyphens only.',
      },
      {
        code: "bucket-name",
        severity: "warning",
        message:
          'The bucket name "raw.data" does not fit on Azure: it may hold lower-case letters, digits and hyphens only, on AWS it holds a dot, so its TLS certificate does not fit and transfer acceleration is not possible.',
      },
    ]));

  test("says of a name that works that it means trouble", () =>
    emits(`${imports}gcp.bucket(⟦"raw.data"⟧);`, [
      {
        code: "bucket-name",
        severity: "warning",
        message: 'The bucket name "raw.data" means trouble on Google Cloud: it holds a dot, so the domain must be verified as yours first.',
      },
    ]));

  test("is found behind bind and call", () =>
    emits(`${imports}const bound = aws.bucket.bind(aws);\nbound(⟦"Raw"⟧);\naws.bucket.call(aws, ⟦"Raw"⟧);`, [
      "bucket-name",
      "bucket-name",
    ]));

  test("on one of several clouds is a warning that names it", () =>
    emits(`${imports}const provider = one ? aws : gcp;\nprovider.bucket(⟦"raw_data"⟧);`, [
      { code: "bucket-name", severity: "warning", message: /^Not on every path, but where the provider is AWS:/ },
    ]));

  test("on all of several clouds is an error", () =>
    emits(`${imports}(one ? aws : gcp).bucket(⟦"Raw"⟧);`, [
      { code: "bucket-name", severity: "error", message: / on AWS: .*, on Google Cloud it / },
    ]));

  test("that goes with its cloud is right", () =>
    valid(`${imports}const [provider, name] = one ? [aws, "raw-data"] as const : [gcp, "raw_data"] as const;\nprovider.bucket(name);`));

  test("that may go with its cloud is left alone", () => valid(`${imports}(one ? aws : gcp).bucket(other ? "raw-data" : "raw_data");`));

  test("that may go with the call that it comes with is left alone", () =>
    valid(
      `${imports}const make = (provider: Provider, name: string) => provider.bucket(name);\nconst name = other ? "raw-data" : "raw_data";\nif (one) make(aws, name);\nelse make(gcp, name);`,
    ));

  test("of two calls is a warning at the name of the one", () =>
    emits(`${imports}const make = (name: string) => aws.bucket(⟦name⟧);\nmake("Raw");\nmake("raw");`, [
      { code: "bucket-name", severity: "warning", message: /called from main\.ts:11/ },
    ]));

  test("is mended by a name that every cloud takes", () =>
    fixesTo(`${imports}aws.bucket('Raw_Data');`, 'Replace with "raw-data"', `${imports}aws.bucket('raw-data');`));

  test("is not mended where nothing is left of it, or it is written elsewhere", async ({ expect }) =>
    expect(await fixTitles(`${imports}aws.bucket("__");\nconst name = "Raw";\naws.bucket(name);`)).toEqual([]));

  test("is none where the name is put together from texts, of which some may be used elsewhere", async ({ expect }) =>
    expect(await fixTitles(`${imports}const stage = "S";\naws.bucket("Raw_" + stage + "_data");`)).toEqual([]));
});

describe("bucket-name-not-portable", () => {
  test("is a warning where several clouds meet that take the name, and another would not", () =>
    emits(`${imports}for (const provider of [aws, gcp]) provider.bucket(⟦"raw--data"⟧);`, [
      {
        code: "bucket-name-not-portable",
        severity: "warning",
        message:
          'The bucket name "raw--data" fits AWS and Google Cloud, but is not portable: on Azure it must not hold two hyphens in a row.',
      },
    ]));

  test.each([
    ["one cloud is known", 'aws.bucket("raw--data");'],
    ["the second is a laptop", '(one ? aws : local).bucket("raw--data");'],
    ["each cloud has a name of its own", 'const p = one ? aws : gcp;\np.bucket(p.cloud === "aws" ? "raw--data" : "raw-data");'],
    ["the name is portable", '(one ? aws : gcp).bucket("raw-data");'],
    ["the provider is not known", 'Provider.fromEnv().bucket("raw--data");'],
  ])("is silent where %s", (_what, source) => valid(imports + source));

  test("does not speak beside bucket-name", () =>
    emits(`${imports}(one ? aws : azure).bucket(⟦"raw--data"⟧);`, [{ code: "bucket-name", severity: "warning" }]));

  test("is mended", () =>
    fixesTo(
      `${imports}(one ? aws : gcp).bucket("raw--data");`,
      'Replace with "raw-data"',
      `${imports}(one ? aws : gcp).bucket("raw-data");`,
    ));
});

describe("resource-name", () => {
  test.each([
    'aws.serverless(⟦"load data"⟧, { handler: "./a.ts#b" });',
    'gcp.serverless(⟦"load-"⟧, { handler: "./a.ts#b" });',
    'azure.synapse(⟦"etl-pool"⟧);',
    'gcp.dataproc(⟦"Etl"⟧);',
    'aws.glue(⟦""⟧);',
    'Provider.fromEnv().databricks(⟦" "⟧);',
  ])("is an error: %s", (source) => emits(imports + source, [{ code: "resource-name", severity: "error" }]));

  test.each([
    'aws.serverless("load-data", { handler: "./a.ts#b" });',
    'azure.databricks("Any name!");',
    'local.synapse("etl-pool");',
    "aws.glue(unknown);",
    'Provider.fromEnv().spark("etl pool");',
    'for (const provider of [aws, azure, gcp]) provider.spark("nightly-etl");',
  ])("is silent: %s", (source) => valid(imports + source));

  test("on one path is a warning", () =>
    emits(`${imports}gcp.dataproc(one ? ⟦"Etl"⟧ : "etl");`, [
      { code: "resource-name", severity: "warning", message: /^Not on every path, but where/ },
    ]));
});
