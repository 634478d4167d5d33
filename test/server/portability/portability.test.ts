import { cloudById } from "@glacier/core/clouds";
import { describe, expect, test } from "vitest";
import { portabilityOf } from "../../support/server/portability.ts";
import { openProject } from "../../support/server/project.ts";

const imports = `import { pipeline, Provider, task } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, DatabricksConfig, GcpConfig, GcsConfig, GlueConfig, LambdaConfig, LocalConfig, S3Config } from "@glacier/core/config";
`;
const aws = `${imports}const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
`;
const findingsOn = async (target: string, source: string): Promise<string[]> => (await portabilityOf(source, target)).findings;

describe("what breaks on another cloud", () => {
  test("a config of the present cloud alone, with one config per cloud as the preferred fix", async () => {
    const { findings, report } = await portabilityOf(`${aws}aws.bucket("raw", { config: new S3Config({ versioning: true }) });`, "azure");
    expect(findings).toEqual(["breaks config-cloud-mismatch new S3Config({ versioning: true })"]);
    expect(report.findings[0]?.message).toBe("S3Config does not fit: bucket() on Azure takes BlobConfig.");
    expect(report.findings[0]?.related.map(({ message }) => message)).toEqual(["The provider to be moved to Azure is created here."]);
    expect(report.findings[0]?.fixes.map(({ title, preferred }) => ({ title, preferred }))).toEqual([
      { title: "Make portable: add BlobConfig", preferred: true },
      { title: "Replace with BlobConfig", preferred: undefined },
    ]);
  });

  test("both sides of a condition, with no fix that would be done unasked: the present cloud would be left without a config", async () => {
    const { report } = await portabilityOf(
      `${aws}aws.bucket("raw", { config: process.env.KEEP ? new S3Config({ versioning: true }) : new S3Config() });`,
      "azure",
    );
    expect(report.findings[0]?.fixes.map(({ title, preferred }) => ({ title, preferred }))).toEqual([
      { title: "Replace both with BlobConfig", preferred: undefined },
    ]);
  });

  test("an engine that the cloud does not have, with spark() as the fix and no way back to the present cloud", async () => {
    const { findings, report } = await portabilityOf(`${aws}aws.glue("job", { config: new GlueConfig() });`, "gcp");
    expect(findings).toEqual(['breaks environment-cloud-mismatch aws.glue("job", { config: new GlueConfig() })']);
    expect(report.findings[0]?.fixes.map(({ title }) => title)).toEqual(["Use spark(), which every cloud has (without GlueConfig)"]);
  });

  test("names that the cloud refuses, machines of another cloud, and configs of functions", async () => {
    const source = `${aws}aws.bucket("raw.data");
aws.databricks("cluster", { config: new DatabricksConfig({ instanceType: "m5.xlarge", numWorkers: 2 }) });
aws.serverless("score", { handler: "./score.ts#score", config: new LambdaConfig({ memory: 512 }) });`;
    expect(await findingsOn("azure", source)).toEqual([
      'breaks bucket-name "raw.data"',
      'breaks node-type-cloud-mismatch "m5.xlarge"',
      "breaks config-cloud-mismatch new LambdaConfig({ memory: 512 })",
    ]);
  });

  test("a name that is used on some path only, or where somebody waits for it to fail, and is said once where it is refused now", async () => {
    const source = `${aws}aws.bucket(process.env.DEEP ? "raw.data" : "raw");
try { aws.bucket("raw--data"); } catch { aws.bucket("raw"); }
try { aws.bucket("no_good"); } catch { aws.bucket("raw"); }`;
    const { findings, report } = await portabilityOf(source, "azure");
    expect(findings).toEqual(['breaks bucket-name "raw.data"', 'breaks bucket-name "raw--data"']);
    expect(report.alreadyReported).toBe(2);
  });

  test.each(["warning", "info", "hint"])("what throws there although settings make it a mere %s, on some path too", async (severity) => {
    const rules = { "config-cloud-mismatch": severity, "config-value": severity, "environment-cloud-mismatch": severity };
    const source = `// @filename: glacier.config.json
${JSON.stringify({ rules })}
// @filename: main.ts
${aws}const config = process.env.PLAIN ? new LambdaConfig() : undefined;
aws.serverless("score", { handler: "./score.ts#score", config });
if (aws.cloud === "azure") new LambdaConfig({ memory: 1 });
aws.glue("job");`;
    expect(await findingsOn("azure", source)).toEqual([
      "breaks config-cloud-mismatch config",
      "breaks config-value 1",
      'breaks environment-cloud-mismatch aws.glue("job")',
    ]);
  });

  test("a config that comes from another file, at the call", async () => {
    const source = `// @filename: config.ts
import { S3Config } from "@glacier/core/config";
export const settings = new S3Config();
// @filename: main.ts
import { settings } from "./config.ts";
${aws}aws.bucket("raw", { config: settings });`;
    expect(await findingsOn("azure", source)).toEqual(["breaks config-cloud-mismatch settings"]);
  });

  test("what a branch does that runs on the other cloud only, and not what one does that does not run there", async () => {
    const source = `${aws}if (aws.cloud === "aws") aws.emr("a");
else aws.glue("b");
if (aws.config instanceof AzureConfig) aws.dataproc("c");`;
    expect(await findingsOn("azure", source)).toEqual([
      'breaks environment-cloud-mismatch aws.glue("b")',
      'breaks environment-cloud-mismatch aws.dataproc("c")',
    ]);
  });

  test("what a provider meets whose cloud the environment chooses", async () => {
    const source = `${imports}const provider = Provider.fromEnv();
provider.bucket("raw", { config: new S3Config() });`;
    const { findings, providers } = await portabilityOf(source, "azure");
    expect(findings).toEqual(["breaks config-cloud-mismatch new S3Config()"]);
    expect(providers).toEqual([
      "Provider.fromEnv(): The environment chooses this provider's cloud: nothing in the source has to change for Azure.",
    ]);
  });

  test("the present cloud's configs where the provider is of V2, or runs on a laptop", async () => {
    const legacy = `import { AWSProvider } from "@glacier/core/providers";
${imports}const provider = new AWSProvider({ region: "eu-west-1" });
provider.bucket("raw", { config: new S3Config() });`;
    const { findings, providers } = await portabilityOf(legacy, "azure");
    expect(findings).toEqual(["breaks config-cloud-mismatch new S3Config()"]);
    expect(providers).toEqual([
      expect.stringMatching(/: AWSProvider is of Glacier V2 and of AWS alone: on Azure a Provider with AzureConfig takes its place\.$/),
    ]);
    const local = `${imports}new Provider({ config: new LocalConfig() }).bucket("raw", { config: new S3Config() });`;
    expect(await findingsOn("azure", local)).toEqual(["breaks config-cloud-mismatch new S3Config()"]);
  });
});

describe("a provider that stands in one of several branches", () => {
  const source = (mark: [string, string]): string => `${imports}if (process.env.CLOUD === "aws")
  ${mark[0]}new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })${mark[1]}.bucket("raw", { config: new S3Config() });
else new Provider({ config: new GcpConfig({ project: "data" }) }).bucket("raw", { config: new GcsConfig() });`;

  test("moves where no branch is on the target", async () => {
    expect(await findingsOn("azure", source(["", ""]))).toEqual([
      "breaks config-cloud-mismatch new S3Config()",
      "breaks config-cloud-mismatch new GcsConfig()",
    ]);
  });

  test("stays where another branch is, and moves where it is asked about by itself", async () => {
    expect(await findingsOn("gcp", source(["", ""]))).toEqual([]);
    expect(await findingsOn("gcp", source(["⟦", "⟧"]))).toEqual(["breaks config-cloud-mismatch new S3Config()"]);
  });
});

describe("a laptop that takes a cloud's place on some path", () => {
  const local = "new Provider({ config: new LocalConfig() })";
  const cloud = 'new Provider({ config: new AwsConfig({ region: "eu-west-1" }) })';

  test.each([
    ["by its config", `const provider = new Provider({ config: isDev ? new LocalConfig() : new AwsConfig({ region: "eu-west-1" }) });`],
    ["by itself", `const provider = isDev ? ${local} : ${cloud};`],
    ["in a function", `function connect() { if (isDev) return ${local}; return ${cloud}; }\nconst provider = connect();`],
  ])("stays one %s, and what is said of the cloud is as certain as without it", async (_how, made) => {
    const source = `${imports}const isDev = process.env.DEV === "1";
${made}
provider.bucket("raw.data", { config: isDev ? new S3Config() : [new S3Config(), new BlobConfig()] });
provider.bucket("clean", { config: new S3Config() });
if (provider.cloud === "local") provider.bucket("scratch", { config: new S3Config() });`;
    const { providers, findings } = await portabilityOf(source, "azure");
    expect(findings).toEqual(['breaks bucket-name "raw.data"', "breaks config-cloud-mismatch new S3Config()"]);
    expect(providers).toEqual([expect.stringMatching(/^new AwsConfig\(/)]);
  });

  test("stays one beside a cloud that moves, as in a test, and what both reach is as certain as without it", async () => {
    const source = `${imports}function build(provider: Provider) { provider.bucket("raw.data", { config: new S3Config() }); }
build(${cloud});
build(${local});
${local}.bucket("only here", { config: new S3Config() });`;
    const { providers, findings } = await portabilityOf(source, "azure");
    expect(findings).toEqual(['breaks bucket-name "raw.data"', "breaks config-cloud-mismatch new S3Config()"]);
    expect(providers).toEqual([expect.stringMatching(/^new AwsConfig\(/)]);
  });

  test("moves where nothing else would, whatever is on the target already", async () => {
    const source = `${imports}${local};\nnew Provider({ config: new AzureConfig({ resourceGroup: "data" }) });`;
    expect((await portabilityOf(source, "azure")).providers).toEqual([expect.stringMatching(/^new LocalConfig\(\)/)]);
  });

  test("moves where it is asked about by itself", async () => {
    const source = `${imports}const provider = process.env.DEV ? ⟦${local}⟧ : ${cloud};
provider.bucket("raw", { config: new S3Config() });`;
    const { providers } = await portabilityOf(source, "azure");
    expect(providers).toEqual([expect.stringMatching(/^new LocalConfig\(\)/)]);
  });
});

describe("what costs or needs care on another cloud", () => {
  test("a bucket's name that the present and the other cloud take, and the next one would not", async () => {
    expect(await findingsOn("gcp", `${aws}aws.bucket("raw--data");`)).toEqual(['costs bucket-name-not-portable "raw--data"']);
    expect(await findingsOn("gcp", `${aws}aws.bucket("raw-data");`)).toEqual([]);
  });

  test("what is a warning on the present cloud, for another reason there; an error is said once", async () => {
    const { report } = await portabilityOf(`${aws}aws.bucket("raw.data");\naws.bucket("raw_data.");`, "gcp");
    expect(report.findings.map(({ effect, message }) => `${effect} ${message}`)).toEqual([
      'costs The bucket name "raw.data" means trouble on Google Cloud: it holds a dot, so the domain must be verified as yours first.',
    ]);
    expect(report.alreadyReported).toBe(2);
  });

  test("a lifecycle that is paid for longer there, when it is carried over", async () => {
    const rules = `[{ transition: { days: 30, storageClass: "GLACIER" }, expiration: { days: 150 } }]`;
    const { report } = await portabilityOf(`${aws}aws.bucket("raw", { config: new S3Config({ lifecycleRules: ${rules} }) });`, "azure");
    expect(report.findings.map(({ effect, code }) => `${effect} ${code}`)).toEqual([
      "breaks config-cloud-mismatch",
      "costs lifecycle-minimum-duration",
    ]);
    expect(report.findings[1]?.message).toMatch(
      /^Carried over to BlobConfig: .* keeps objects in Archive for 120 days, but 180 are billed\.$/,
    );
  });

  test("a task that uses the SDK of another cloud than the one that is asked about", async () => {
    const source = `import { S3Client } from "@aws-sdk/client-s3";
${imports}export const load = task(async function load() { return new S3Client({}); });`;
    expect(await findingsOn("azure", source)).toEqual(["costs cloud-sdk-in-task S3Client"]);
    expect(await findingsOn("aws", source)).toEqual([]);
  });
});

describe("what is ignored on another cloud", () => {
  test("settings without an equivalent, by their names and not their values", async () => {
    const source = `${aws}aws.bucket("raw", { config: new S3Config({ versioning: true, encryption: "aws:kms", kmsKeyId: "key-of-etl" }) });`;
    const { report } = await portabilityOf(source, "azure");
    expect(report.findings.filter(({ effect }) => effect === "ignored").map(({ message }) => message)).toEqual([
      "The setting encryption of S3Config is lost: BlobConfig has no equivalent of S3Config.encryption.",
      "The setting kmsKeyId of S3Config is lost: BlobConfig has no equivalent of S3Config.kmsKeyId.",
    ]);
    expect(JSON.stringify(report.findings.map(({ message }) => message))).not.toContain("key-of-etl");
  });

  test("every cloud's config on a laptop", async () => {
    expect(await findingsOn("local", `${aws}aws.bucket("raw", { config: new S3Config() });`)).toEqual([
      "ignored without-effect new S3Config()",
    ]);
  });
});

describe("what is left alone", () => {
  test.each([
    ["one config per cloud", `${aws}aws.bucket("raw", { config: [new S3Config(), new BlobConfig()] });`],
    ["no config at all", `${aws}aws.bucket("raw"); aws.spark("job"); aws.databricks("cluster");`],
    [
      "a provider that is there already",
      `${imports}new Provider({ config: new AzureConfig({ resourceGroup: "data" }) }).bucket("raw", { config: new BlobConfig() });`,
    ],
    [
      "a provider and a config that one condition chooses",
      `${imports}const isAws = process.env.CLOUD === "aws";
const provider = new Provider({ config: isAws ? new AwsConfig({ region: "eu-west-1" }) : new AzureConfig({ resourceGroup: "data" }) });
provider.bucket("raw", { config: isAws ? new S3Config() : new BlobConfig() });`,
    ],
    [
      "two providers of two clouds that meet their configs at one call",
      `${imports}function open(provider: Provider, config: S3Config | BlobConfig) { return provider.bucket("raw", { config }); }
open(new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }), new S3Config());
open(new Provider({ config: new AzureConfig({ resourceGroup: "data" }) }), new BlobConfig());`,
    ],
    [
      "a config and a name that the environment may choose together with the provider",
      `${imports}const provider = Provider.fromEnv();
provider.bucket(process.env.AWS_REGION ? "raw.data" : "raw-data", { config: process.env.AWS_REGION ? new S3Config() : new BlobConfig() });
if (process.env.AWS_REGION) provider.glue("job");`,
    ],
    [
      "what a branch makes, where another branch makes it on the target",
      `${imports}switch (process.env.CLOUD) {
  case "aws": {
    new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).bucket("raw", { config: new S3Config() });
    break;
  }
  case "azure":
    new Provider({ config: new AzureConfig({ resourceGroup: "data" }) }).bucket("raw", { config: new BlobConfig() });
}`,
    ],
    [
      "what a laptop does in the place of a cloud that the environment chooses",
      `${imports}function connect() {
  if (process.env.CI) return { provider: new Provider({ config: new LocalConfig() }), config: new S3Config() };
  return { provider: Provider.fromEnv(), config: undefined };
}
const { provider, config } = connect();
provider.bucket("raw", { config });`,
    ],
    [
      "a provider whose config comes from outside on some path",
      `${imports}declare function settings(): AzureConfig;
const isAws = process.env.CLOUD === "aws";
const provider = new Provider({ config: isAws ? new AwsConfig({ region: "eu-west-1" }) : settings() });
provider.bucket("raw", { config: isAws ? new S3Config() : new BlobConfig() });`,
    ],
    [
      "a provider that comes from outside",
      `${imports}export function open(provider: Provider) { return provider.bucket("raw", { config: new S3Config() }); }`,
    ],
    [
      "a provider whose cloud was asked for",
      `${imports}const provider = Provider.fromEnv();
if (provider.cloud === "aws") provider.bucket("raw", { config: new S3Config() });`,
    ],
    ["half-typed code", `${aws}aws.bucket("raw", { config: new S3Con`],
    [
      "what a comment silences",
      `${aws}// glacier-disable-next-line config-cloud-mismatch -- AWS only\naws.bucket("raw", { config: new S3Config() });`,
    ],
  ])("%s", async (_what, source) => {
    expect(await findingsOn("azure", source)).toEqual([]);
  });

  test("what the ordinary check says already, which is counted", async () => {
    const gcp = `${imports}const gcp = new Provider({ config: new GcpConfig({ project: "data" }) });\ngcp.bucket("raw", { config: new S3Config() });`;
    const { findings, report } = await portabilityOf(gcp, "azure");
    expect(findings).toEqual([]);
    expect(report.alreadyReported).toBe(1);
  });

  test("a suppression of what is wrong on the present cloud alone", async () => {
    const source = `${aws}// glacier-disable-next-line environment-cloud-mismatch -- known\naws.dataproc("cluster");`;
    expect(await findingsOn("gcp", source)).toEqual([]);
  });

  test("settings that the other cloud's config needs: whoever writes it will see", async () => {
    const source = `${imports}import { EmrConfig } from "@glacier/core/config";
new Provider({ config: new AwsConfig({ region: "eu-west-1" }) }).spark("job", { config: new EmrConfig({ releaseLabel: "emr-7.0.0" }) });`;
    expect(await findingsOn("azure", source)).toEqual([
      'breaks config-cloud-mismatch new EmrConfig({ releaseLabel: "emr-7.0.0" })',
      'ignored without-effect new EmrConfig({ releaseLabel: "emr-7.0.0" })',
    ]);
  });
});

describe("providers that would move", () => {
  test("are named at their config, with what the other one needs and what does not carry over", async () => {
    const source = `${imports}new Provider({ config: new AwsConfig({ region: "eu-west-1", profile: "etl", roleArn: undefined }) });`;
    const { providers, report } = await portabilityOf(source, "azure");
    expect(providers).toEqual([
      'new AwsConfig({ region: "eu-west-1", profile: "etl", roleArn: undefined }): On Azure a provider takes AzureConfig in the place of AwsConfig. It needs resourceGroup. Choose a location: region names a place of AWS. profile and roleArn do not carry over.',
    ]);
    expect(report.providers[0]?.clouds).toEqual(["aws"]);
    expect(report.providers[0]?.fixes.map(({ title }) => title)).toEqual(["Change the provider to Azure, configured by the environment"]);
  });

  test("move alone when one is asked about: then data leaves it, and engines of others do not reach its buckets", async () => {
    const source = `${imports}const source = new Provider({ config: ⟦new AwsConfig({ region: "eu-west-1" })⟧ });
const other = new Provider({ config: new AwsConfig({ region: "us-east-1" }) });
const raw = source.bucket("raw", { config: new S3Config() });
const clean = other.bucket("clean", { config: new S3Config() });
const cluster = other.emr("cluster");
const copy = task(async function copy(from: any, to: any) { await to.write(await from.scan()); });
const count = task({ executor: cluster }, async function count(from: any) { return from.scan(); });
export const all = pipeline({ name: "all" }, () => { copy(raw, clean); count(raw); });`;
    const { findings, providers } = await portabilityOf(source, "azure");
    expect(findings).toEqual([
      "breaks config-cloud-mismatch new S3Config()",
      "costs cross-cloud-transfer copy(raw, clean)",
      "breaks executor-cloud-mismatch count(raw)",
    ]);
    expect(providers).toHaveLength(1);
  });
});

test("a provider that is on the cloud already stays, also where another copy of the package describes the cloud", async () => {
  const { workspace, dispose } = await openProject({
    "a.ts": `${imports}export const azure = new Provider({ config: new AzureConfig() });`,
  });
  const target = { ...(cloudById("azure") ?? expect.fail("azure is a cloud")) };
  expect((await workspace.portability({ target }))?.providers).toEqual([]);
  dispose();
});
