import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { emits, fixAllTo, fixesTo, fixTitles, valid } from "../../support/server/rule-tester.ts";

const rule = "v2-api";
const v2 = (classes: string): string => `import { ${classes} } from "@glacier/core/providers";\n`;

describe("what is of V2", () => {
  test.each([
    ["AWSProvider", `{ region: "eu-west-1" }`, "AwsConfig"],
    ["AzureProvider", `{ resourceGroup: "data" }`, "AzureConfig"],
    ["GCPProvider", `{ projectId: "data" }`, "GcpConfig"],
    ["LocalProvider", "", "LocalConfig"],
  ])("is reported at the construction of %s, not at the import", (className, options, config) =>
    emits(`${v2(className)}export const provider = ⟦new ${className}(${options})⟧;`, [
      { code: rule, severity: "warning", message: `${className} is from Glacier V2: use a Provider with ${config} instead.` },
    ]),
  );

  test("is reported at calls", () =>
    emits(
      `${v2("AWSProvider")}const provider = ⟦AWSProvider.fromEnv()⟧;\nexport const raw = ⟦provider.bucketSource("raw", { path: "a.parquet" })⟧;`,
      [rule, { code: rule, severity: "warning", message: "bucketSource() is from Glacier V2: use bucket() instead." }],
    ));

  test.each([
    `import { bucketSource } from "@glacier/core";\nexport const raw = ⟦bucketSource({ bucket: "raw" })⟧;`,
    `import { bucketSource as source } from "@glacier/core/providers";\nexport const raw = ⟦source({ bucket: "raw" })⟧;`,
    `import * as glacier from "@glacier/core";\nexport const raw = ⟦glacier.bucketSource({ bucket: "raw" })⟧;`,
  ])("is reported at calls of a function of its own: %s", (source) =>
    emits(source, [{ code: rule, severity: "warning", message: "bucketSource() is from Glacier V2: use bucket() instead." }]),
  );
  test("is no function of the workspace or of another package", () =>
    valid(`import { bucketSource as other } from "flows";
import { pl } from "@glacier/core";
const bucketSource = (options: object) => options;
export const all = [bucketSource({}), other({}), pl];`));

  test("is reported at a provider of V3 too, and at one that only its type tells", () =>
    emits(
      `import { Provider } from "@glacier/core";
import type { AWSProvider } from "@glacier/core/providers";
⟦Provider.fromEnv().bucketSource("raw")⟧;
export const open = (given: AWSProvider) => ⟦given.bucketSource("raw")⟧;`,
      [rule, rule],
    ));

  test("is reported through aliases, namespaces and other files", () =>
    emits(
      `// @filename: main.ts
import { AWSProvider as P } from "@glacier/core/providers";
import * as providers from "@glacier/core/providers";
import { open } from "./open.ts";
open(⟦new P({ region: "eu-west-1" })⟧);
open(⟦new providers.GCPProvider({ projectId: "data" })⟧);
// @filename: open.ts
export const open = (provider) => ⟦provider.bucketSource("raw")⟧;
`,
      [rule, rule, rule],
    ));

  test("carries its cloud to what is wrong there", () =>
    emits(
      `${v2("AzureProvider")}import { S3Config } from "@glacier/core/config";
const azure = ⟦new AzureProvider({ resourceGroup: "data" })⟧;
⟦azure.bucketSource({ bucket: "raw", config: ⟦new S3Config()⟧ })⟧;
azure.bucket("raw", { config: ⟦new S3Config()⟧ });
⟦azure.glue("nightly")⟧;
if (azure.cloud === "aws") azure.glue("never");
export const open = (given: AzureProvider) => given.bucket("raw", { config: ⟦new S3Config()⟧ });`,
      [
        rule,
        rule,
        { code: "config-cloud-mismatch", severity: "error", related: ["main.ts:3 The Azure provider is created here."] },
        "config-cloud-mismatch",
        "environment-cloud-mismatch",
        "config-cloud-mismatch",
      ],
    ));

  test("is asked for its class, or for its config's", () =>
    emits(
      `${v2("AWSProvider, AzureProvider")}import { AwsConfig, BlobConfig, S3Config } from "@glacier/core/config";
const byClass = (p: AWSProvider | AzureProvider) =>
  p instanceof AzureProvider ? p.bucket("raw", { config: new BlobConfig() }) : p.bucket("raw", { config: new S3Config() });
const byConfig = (p: AWSProvider | AzureProvider) =>
  p.config instanceof AwsConfig ? p.bucket("raw", { config: new S3Config() }) : p.bucket("raw", { config: new BlobConfig() });
for (const p of [⟦new AWSProvider({ region: "eu-west-1" })⟧, ⟦AzureProvider.fromEnv()⟧]) { byClass(p); byConfig(p); }
const aws = ⟦AWSProvider.fromEnv()⟧;
if (!(aws instanceof AWSProvider)) aws.bucket("raw", { config: new BlobConfig() });
if (aws instanceof AWSProvider) aws.bucket("raw", { config: ⟦new BlobConfig()⟧ });`,
      [rule, rule, rule, { code: "config-cloud-mismatch", severity: "error" }],
    ));
});

describe("nothing is said", () => {
  test.each([
    ["of V3", `import { Provider } from "@glacier/core";\nProvider.fromEnv().bucket("raw");`],
    [
      "of imports, types and re-exports",
      `${v2("type AWSProvider")}export { GCPProvider } from "@glacier/core/providers";\nexport type Ours = AWSProvider;`,
    ],
    ["of a local class of that name", `class AWSProvider { bucketSource() {} }\nnew AWSProvider().bucketSource();`],
    ["of another package's", `import { AWSProvider } from "./terraform.gen";\nnew AWSProvider({ region: "eu-west-1" });`],
    [
      "of a method of that name of something unknown",
      `import { S3Config } from "@glacier/core/config";\nexport const open = (cdk) => cdk.bucketSource("raw", { config: new S3Config() });`,
    ],
    ["while it is typed", `${v2("AWSProvider")}const provider = new `],
    [
      "of a method of that name that the project's own class has",
      `import { Provider } from "@glacier/core";
import { AzureConfig, BlobConfig } from "@glacier/core/config";
class Ours extends Provider { bucketSource(given: { bucket: string }) { return this.bucket(given.bucket, { config: new BlobConfig() }); } }
new Ours({ config: new AzureConfig({ resourceGroup: "data" }) }).bucketSource({ bucket: "raw" });`,
    ],
  ])("%s", (_, source) => valid(source));
});

describe("the migration", () => {
  const v3 = (config: string): string => `import { Provider } from "@glacier/core";\nimport { ${config} } from "@glacier/core/config";\n`;

  test.each([
    [
      "AWSProvider",
      "AwsConfig",
      `({ region: "eu-west-1", profile: "etl" })`,
      `({ config: new AwsConfig({ region: "eu-west-1", profile: "etl" }) })`,
    ],
    ["AzureProvider", "AzureConfig", `({ resourceGroup: "data" })`, `({ config: new AzureConfig({ resourceGroup: "data" }) })`],
    ["GCPProvider", "GcpConfig", `({ projectId: "data" })`, `({ config: new GcpConfig({ project: "data" }) })`],
    ["LocalProvider", "LocalConfig", `()`, `({ config: new LocalConfig() })`],
    ["LocalProvider", "LocalConfig", `("./data")`, `({ config: new LocalConfig({ basePath: "./data" }) })`],
    ["AWSProvider", "AwsConfig", ``, `({ config: AwsConfig.fromEnv() })`],
    [
      "AWSProvider",
      "AwsConfig",
      `({ tags: { team: "etl" }, region: "eu-west-1" })`,
      `({ config: new AwsConfig({ region: "eu-west-1" }), tags: { team: "etl" } })`,
    ],
    [
      "GCPProvider",
      "GcpConfig",
      `({\n  // Ours.\n  projectId, // for now\n  region: "europe-west1",\n})`,
      `({ config: new GcpConfig({\n  // Ours.\n  project: projectId, // for now\n  region: "europe-west1",\n}) })`,
    ],
  ])("of %s to %s: %s", (className, config, before, after) => {
    const known = `const projectId = "data";\n`;
    return fixesTo(
      `${v2(className)}${known}export const provider = new ${className}${before};\nvoid projectId;\n`,
      `Migrate to Provider with ${config}`,
      `${v3(config)}${known}export const provider = new Provider${after};\nvoid projectId;\n`,
    );
  });

  test("says what V3 has no place for", () =>
    fixesTo(
      `${v2("AWSProvider")}export const provider = new AWSProvider({ region: "eu-west-1", retries: 3 });\n`,
      "Migrate to Provider with AwsConfig (without retries)",
      `${v3("AwsConfig")}export const provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\n`,
    ));

  test("of fromEnv()", () =>
    fixesTo(
      `${v2("AzureProvider")}export const provider = AzureProvider.fromEnv();\n`,
      "Migrate to Provider with AzureConfig",
      `${v3("AzureConfig")}export const provider = new Provider({ config: AzureConfig.fromEnv() });\n`,
    ));

  test.each([
    [`new AWSProvider({ region: "eu-west-1" })`, `new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })`],
    ["AWSProvider.fromEnv()", "new Provider({ config: AwsConfig.fromEnv() })"],
  ])("of %s with the type of its variable", async (before, after) => {
    const [old, migrated] = [
      `${v2("AWSProvider")}export const provider : AWSProvider = ${before};\n`,
      `import { Provider } from "@glacier/core";\nimport { AwsConfig } from "@glacier/core/config";\nexport const provider : Provider = ${after};\n`,
    ];
    await fixesTo(old, "Migrate to Provider with AwsConfig", migrated);
    await fixAllTo(old, migrated);
  });

  test("keeps a config that is given, and the imports that are there", () =>
    fixesTo(
      `import { pipeline } from '@glacier/core'\nimport { AWSProvider } from '@glacier/core/providers'\nimport { AwsConfig } from '@glacier/core/config'\nexport const provider = new AWSProvider({ config: new AwsConfig({ region: 'eu-west-1' }) })\nvoid pipeline\n`,
      "Migrate to Provider",
      `import { pipeline, Provider } from '@glacier/core'\nimport { AwsConfig } from '@glacier/core/config'\nexport const provider = new Provider({ config: new AwsConfig({ region: 'eu-west-1' }) })\nvoid pipeline\n`,
    ));

  test("writes through namespaces and aliases", () =>
    fixesTo(
      `import * as glacier from "@glacier/core";\nimport { AwsConfig as Aws } from "@glacier/core/config";\nimport * as v2 from "@glacier/core/providers";\nexport const provider = new v2.AWSProvider({ region: "eu-west-1" });\nvoid glacier;\nvoid Aws;\n`,
      "Migrate to Provider with AwsConfig",
      `import * as glacier from "@glacier/core";\nimport { AwsConfig as Aws } from "@glacier/core/config";\nexport const provider = new glacier.Provider({ config: new Aws({ region: "eu-west-1" }) });\nvoid glacier;\nvoid Aws;\n`,
    ));

  test.each([
    [`bucketSource("raw", { path: "a.parquet" })`, `bucket("raw", { path: "a.parquet" })`],
    [`bucketSource("raw")`, `bucket("raw")`],
    [`bucketSource({ bucket: "raw", path: "a.parquet" })`, `bucket("raw", { path: "a.parquet" })`],
    [`bucketSource({ bucket: "raw" })`, `bucket("raw")`],
    [`bucketSource({\n  bucket,\n  // Sales.\n  path: "a.parquet",\n})`, `bucket(bucket, {\n  // Sales.\n  path: "a.parquet",\n})`],
  ])("of %s", (before, after) => {
    const file = (call: string): string =>
      `import { Provider } from "@glacier/core";\nconst bucket = "raw";\nexport const raw = Provider.fromEnv().${call};\nvoid bucket;\n`;
    return fixesTo(file(before), "Migrate to bucket()", file(after));
  });

  test("is not offered where options that are written elsewhere hold the name", async () =>
    expect(
      await fixTitles(
        `import { Provider } from "@glacier/core";\nconst options = { bucket: "raw", path: "a.parquet" };\nProvider.fromEnv().bucketSource(options);\n`,
      ),
    ).toEqual([]));

  test("is not done unasked where either may be given", async () => {
    const source = `import { Provider } from "@glacier/core";\nexport const open = (given) => Provider.fromEnv().bucketSource(given);\n`;
    expect(await fixTitles(source)).toEqual(["Migrate to bucket()"]);
    await fixAllTo(source, source, ["v2-api"]);
  });

  test("of a whole file", () =>
    fixAllTo(
      `import { pipeline } from "@glacier/core";
import { AWSProvider, GCPProvider, LocalProvider } from "@glacier/core/providers";

const stage = process.env.STAGE;
export const provider =
  stage === "prod" ? new AWSProvider({ region: "eu-west-1" }) : stage === "test" ? new AWSProvider({ region: "eu-west-3" }) : new LocalProvider();
export const raw = provider.bucketSource({ bucket: "raw", path: "a.parquet" });
export const copy = new GCPProvider({ projectId: "data" }).bucketSource("raw");
void pipeline;
`,
      `import { pipeline, Provider } from "@glacier/core";
import { AwsConfig, GcpConfig, LocalConfig } from "@glacier/core/config";

const stage = process.env.STAGE;
export const provider =
  stage === "prod" ? new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }) : stage === "test" ? new Provider({ config: new AwsConfig({ region: "eu-west-3" }) }) : new Provider({ config: new LocalConfig() });
export const raw = provider.bucket("raw", { path: "a.parquet" });
export const copy = new Provider({ config: new GcpConfig({ project: "data" }) }).bucket("raw");
void pipeline;
`,
    ));

  test("together with what else is wrong at the call", () =>
    fixAllTo(
      `${v2("AzureProvider")}import { S3Config } from "@glacier/core/config";
const azure = new AzureProvider({ resourceGroup: "data" });
const config = new S3Config({ versioning: true });
export const raw = azure.bucketSource({ bucket: "raw", config });
export const clean = azure.bucketSource("clean", { config: new S3Config({ storageClass: "STANDARD" }) });
`,
      `import { S3Config, AzureConfig, BlobConfig } from "@glacier/core/config";
import { Provider } from "@glacier/core";
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
const config = new S3Config({ versioning: true });
export const raw = azure.bucket("raw", { config: new BlobConfig({ versioning: true }) });
export const clean = azure.bucket("clean", { config: new BlobConfig({ tier: "Hot" }) });
`,
    ));

  test("of a file that has nothing else", () =>
    fixAllTo(
      `${v2("AWSProvider")}export const one = new AWSProvider({ region: "eu-west-1" });\nexport const two = new AWSProvider({ region: "eu-west-3" });\n`,
      `${v3("AwsConfig")}export const one = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\nexport const two = new Provider({ config: new AwsConfig({ region: "eu-west-3" }) });\n`,
    ));

  test("of a file with require()", () =>
    fixAllTo(
      `const { AWSProvider } = require("@glacier/core/providers");\nmodule.exports = new AWSProvider({ region: "eu-west-1" }).bucketSource("raw");\n`,
      `const { Provider } = require("@glacier/core");\nconst { AwsConfig } = require("@glacier/core/config");\nmodule.exports = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).bucket("raw");\n`,
    ));

  test.each([
    ["a parameter", "export const open = (given: AWSProvider) => given;", "export const open = (given: Provider) => given;"],
    ["what is returned", "export const make = (): AWSProvider => provider;", "export const make = (): Provider => provider;"],
    ["arguments of types", "export const all = new Map<string, AWSProvider[]>();", "export const all = new Map<string, Provider[]>();"],
    ["an assertion", "export const same = provider as AWSProvider;", "export const same = provider as Provider;"],
    ["satisfies", "export const same = provider satisfies AWSProvider;", "export const same = provider satisfies Provider;"],
    ["an alias", "export type Ours = AWSProvider;", "export type Ours = Provider;"],
    ["an interface", "export interface Ours extends AWSProvider { own: 1 }", "export interface Ours extends Provider { own: 1 }"],
    [
      "a bound",
      "export const open = <P extends AWSProvider>(given: P) => given;",
      "export const open = <P extends Provider>(given: P) => given;",
    ],
    ["a tuple", "export const pair: [AWSProvider, 1] = [provider, 1];", "export const pair: [Provider, 1] = [provider, 1];"],
    ["an instance", "export type Ours = InstanceType<typeof AWSProvider>;", "export type Ours = Provider;"],
    ["an import", `export type Ours = import("@glacier/core/providers").AWSProvider;`, "export type Ours = Provider;"],
  ])("writes the type anew: %s", async (_, before, after) => {
    const [old, migrated] = [
      `${v2("AWSProvider")}const provider = new AWSProvider({ region: "eu-west-1" });\n${before}\nvoid provider;\n`,
      `${v3("AwsConfig")}const provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });\n${after}\nvoid provider;\n`,
    ];
    await fixesTo(old, "Migrate to Provider with AwsConfig", migrated);
    await fixAllTo(old, migrated);
  });

  test("writes types anew through a namespace, which is not imported then", () =>
    fixAllTo(
      `import * as v2 from "@glacier/core/providers";
export class Archive {
  private readonly provider: v2.AzureProvider;
  constructor(resourceGroup: string) { this.provider = new v2.AzureProvider({ resourceGroup }); }
}
`,
      `import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export class Archive {
  private readonly provider: Provider;
  constructor(resourceGroup: string) { this.provider = new Provider({ config: new AzureConfig({ resourceGroup }) }); }
}
`,
    ));

  test("writes a union of classes as one", () =>
    fixAllTo(
      `${v2("AWSProvider, AzureProvider, GCPProvider")}type Versions = { v2: AWSProvider | AzureProvider; both: AzureProvider | AWSProvider[]; other: GCPProvider };
export const versions: Versions["v2"][] = [new AWSProvider({ region: "eu-west-1" }), new AzureProvider({ resourceGroup: "data" })];
`,
      `import { GCPProvider } from "@glacier/core/providers";
import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig } from "@glacier/core/config";
type Versions = { v2: Provider; both: Provider | Provider[]; other: GCPProvider };
export const versions: Versions["v2"][] = [new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }), new Provider({ config: new AzureConfig({ resourceGroup: "data" }) })];
`,
    ));

  test.each([
    ["(p: AWSProvider | AzureProvider) => p instanceof AWSProvider", `(p: Provider) => p.cloud === "aws"`],
    [
      "(p: AWSProvider | AzureProvider) => { if (!(p instanceof AzureProvider) && p instanceof AWSProvider) p.bucket('raw'); }",
      `(p: Provider) => { if (!(p.cloud === "azure") && p.cloud === "aws") p.bucket('raw'); }`,
    ],
    ["(p: AWSProvider) => p instanceof AWSProvider ? 1 : 2", `(p: Provider) => p.cloud === "aws" ? 1 : 2`],
    ["(p: AWSProvider) => 1 in [] === p instanceof AWSProvider", `(p: Provider) => 1 in [] === (p.cloud === "aws")`],
    ["(p: unknown) => { return p instanceof AWSProvider; }", `(p: unknown) => { return p instanceof Provider && p.cloud === "aws"; }`],
    [
      "(p: unknown, q?: boolean) => q ?? p instanceof AWSProvider",
      `(p: unknown, q?: boolean) => q ?? (p instanceof Provider && p.cloud === "aws")`,
    ],
  ])("asks for the cloud where it was asked for the class: %s", (before, after) =>
    fixAllTo(
      `${v2("AWSProvider, AzureProvider")}const all = [new AWSProvider({ region: "eu-west-1" }), AzureProvider.fromEnv()];\nexport const f = ${before};\nvoid all;\n`,
      `${v3("AwsConfig, AzureConfig")}const all = [new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }), new Provider({ config: AzureConfig.fromEnv() })];\nexport const f = ${after};\nvoid all;\n`,
    ),
  );

  test("leaves the class and its import where it is more than a type", () =>
    fixAllTo(
      `${v2("AWSProvider")}const names = { AWSProvider: "AWSProvider" };
export const provider: AWSProvider = new AWSProvider({ region: "eu-west-1" });
export const isOurs = (given: string | AWSProvider) => given instanceof AWSProvider;
export const classes: (typeof AWSProvider)[] = [AWSProvider];
void names;
`,
      `${v2("AWSProvider")}import { Provider } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
const names = { AWSProvider: "AWSProvider" };
export const provider: Provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const isOurs = (given: string | Provider) => given instanceof AWSProvider;
export const classes: (typeof AWSProvider)[] = [AWSProvider];
void names;
`,
    ));

  test.each([
    [
      "the options are spread or come from elsewhere",
      `${v2("AWSProvider")}export const make = (options) => [new AWSProvider(options), new AWSProvider({ ...options })];`,
    ],
    [
      "a name means something else in the file",
      `${v2("AWSProvider")}class Provider {}\nnew AWSProvider({ region: "eu-west-1" });\nvoid Provider;`,
    ],
    ["a class of V2 is extended", `${v2("AWSProvider")}class Ours extends AWSProvider {}\nnew Ours({ region: "eu-west-1" });`],
  ])("is not offered where %s", async (_, source) => expect(await fixTitles(source)).toEqual([]));

  test("can be asked for while the class' name is being replaced, and is there again once that can be read", async () => {
    const text = `${v2("AWSProvider")}const provider = new AWSProvider({ region: "eu-west-1" });\nvoid provider;\n`;
    const { workspace, path, dispose } = await openProject({ "main.ts": text });
    onTestFinished(dispose);
    workspace.open(path("main.ts"), text.replace("new AWSProvider", "new const").replace("void provider;", "void provider)("), 1);
    const fixes = (): string[][] => workspace.diagnose(path("main.ts")).map((it) => it.fixes.map(({ title }) => title));
    expect(fixes()).toEqual([[]]);
    workspace.change(path("main.ts"), text, 2);
    expect(fixes()).toEqual([["Migrate to Provider with AwsConfig"]]);
  });
});
