const providers = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig, GcpConfig, LocalConfig } from "@glacier/core/config";
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
const gcp = new Provider({ config: new GcpConfig({ project: "data" }) });
const local = new Provider({ config: new LocalConfig() });
void [aws, azure, gcp, local];
`;
const configs = (names: string): string => `import { ${names} } from "@glacier/core/config";\n`;

/** Programs with one mistake each, which the compiler takes, or is told to take. */
export const mistakenPrograms: Record<string, string> = {
  "a config of another cloud": `${configs("S3Config")}${providers}azure.bucket("raw", { config: new S3Config({ versioning: true, storageClass: "STANDARD_IA", cors: [] }) });`,
  "lifecycle rules of another cloud": `${configs("S3Config")}${providers}gcp.bucket("raw", { config: new S3Config({ lifecycleRules: [{ prefix: "a/", transition: { days: 90, storageClass: "GLACIER" }, expiration: { days: 500 } }] }) });`,
  "a function of another cloud": `${configs("LambdaConfig")}${providers}gcp.serverless("f", { handler: "./f.ts#f", config: new LambdaConfig({ memory: 512, timeout: 30, architecture: "arm64" }) });`,
  "an array in which none fits": `${configs("GcsConfig, S3Config")}${providers}azure.bucket("raw", { config: [new S3Config(), new GcsConfig()] });`,
  "a config on some paths": `${configs("S3Config")}${providers}for (const provider of [aws, azure, gcp]) provider.bucket("raw", { config: new S3Config() });`,
  "a config of another kind": `${configs("LambdaConfig")}${providers}// @ts-ignore: a mistake.\naws.bucket("raw", { config: new LambdaConfig({ memory: 256 }) });`,
  "a config of another kind beside one that fits": `${configs("LambdaConfig, S3Config")}${providers}// @ts-ignore: a mistake.\naws.bucket("raw", { config: [new S3Config(), new LambdaConfig()] });`,
  "a provider's config at a resource": `${providers}// @ts-ignore: a mistake.\naws.bucket("raw", { config: new AwsConfig({ region: "eu-west-1" }) });`,
  "an engine that is not there": `${configs("GlueConfig")}${providers}azure.glue("nightly", { name: "n", config: new GlueConfig({ numWorkers: 4 }) });`,
  "an engine that is not there on some paths": `${providers}for (const provider of [aws, gcp]) provider.dataproc("nightly");`,
  "one config twice": `${configs("S3Config")}${providers}aws.bucket("raw", { config: [new S3Config(), new S3Config({ versioning: true })] });`,
  "a resource's config at a provider": `${configs("S3Config")}import { Provider } from "@glacier/core";\n// @ts-ignore: a mistake.\nnew Provider({ config: new S3Config() });`,
  "new Bucket": `import { Bucket, Provider } from "@glacier/core";\nconst provider = Provider.fromEnv();\n// @ts-ignore: a mistake.\nexport const raw = new Bucket("raw", { provider, path: "a.parquet" });`,
  "new Serverless": `import { Provider, Serverless } from "@glacier/core";\n// @ts-ignore: a mistake.\nexport const f = (provider: Provider) => new Serverless({ provider, functionName: "f", handler: "./f.ts#f" });`,
  "new ExecutionEnvironment": `import { ExecutionEnvironment, Provider } from "@glacier/core";\n// @ts-ignore: a mistake.\nexport const job = (provider: Provider) => new ExecutionEnvironment(provider, "job", { environmentType: "emr" });`,
  AWSProvider: `import { AWSProvider } from "@glacier/core/providers";\nexport const provider = new AWSProvider({ region: "eu-west-1", profile: "etl" });`,
  GCPProvider: `import { GCPProvider } from "@glacier/core/providers";\nexport const provider = new GCPProvider({ projectId: "data", region: "europe-west1" });`,
  LocalProvider: `import { LocalProvider } from "@glacier/core/providers";\nexport const provider = new LocalProvider();`,
  "AzureProvider.fromEnv": `import { AzureProvider } from "@glacier/core/providers";\nexport const provider = AzureProvider.fromEnv();`,
  "a class of V2 that is a field's type": `import * as v2 from "@glacier/core/providers";\nexport class Store {\n  #all = new Map<string, v2.AWSProvider>();\n  constructor(private readonly provider: v2.AWSProvider = new v2.AWSProvider({ region: "eu-west-1" })) { this.#all.set("own", provider); }\n  get own(): v2.AWSProvider | undefined { return this.provider ?? this.#all.get("own"); }\n}`,
  "a class of V2 behind an alias of a type": `import { AWSProvider as Aws, type AzureProvider } from "@glacier/core/providers";\ntype Ours = Aws | AzureProvider;\nconst makers = { aws: () => new Aws({ region: "eu-west-1" }) } satisfies Record<string, () => Aws>;\nexport const make = (): Ours => makers.aws() as Aws;`,
  "a secret in a field": `${configs("DatabricksConfig")}export const config = new DatabricksConfig({ token: "correct-horse" });`,
  "a secret in a record": `${configs("LambdaConfig")}export const config = new LambdaConfig({ environment: { DB_PASSWORD: "correct-horse" } });`,
  "a secret in a constant": `${configs("DatabricksConfig")}const token: string = "correct-horse";\nexport const config = new DatabricksConfig({ token });`,
  "a secret behind a variable": `${configs("DatabricksConfig")}export const config = new DatabricksConfig({ token: process.env.MINE || "correct-horse" });`,
  "a secret among arguments": `${configs("DatabricksConfig")}const make = (token: string) => new DatabricksConfig({ token });\nexport const config = make("correct-horse");`,
  "an open bucket": `${configs("S3Config")}export const config = new S3Config({ publicAccessBlock: false });`,
  "a config among options": `${configs("S3Config")}${providers}azure.bucket("raw", { path: "a.csv", config: new S3Config({ cors: [], versioning: true, publicAccessBlock: true, storageClass: "GLACIER" }), format: "csv" });`,
  "a config without arguments": `${configs("S3Config")}${providers}azure.bucket("raw", { config: new S3Config });`,
  "a config whose fields all go": `${configs("S3Config")}${providers}azure.bucket("raw", { config: new S3Config({ cors: [], publicAccessBlock: true }) });`,
  "a config whose last field goes": `${configs("BlobConfig")}${providers}aws.bucket("raw", { config: new BlobConfig({ tier: "Cool", versioning: true, softDeleteRetentionDays: 3 }) });`,
  "a config on one side of a condition": `${configs("BlobConfig, S3Config")}${providers}export const raw = (isNew: boolean) => azure.bucket("raw", { config: isNew ? new S3Config({ versioning: true }) : new BlobConfig() });`,
  "a config of another kind among options": `${configs("LambdaConfig")}${providers}// @ts-ignore: a mistake.\naws.bucket("raw", { path: "a.csv", config: new LambdaConfig(), format: "csv" });`,
  "one config twice between others": `${configs("GcsConfig, S3Config")}${providers}aws.bucket("raw", { config: [new S3Config(), new GcsConfig(), new S3Config({})] });`,
  "new Bucket with a name among its options": `import { Bucket, Provider } from "@glacier/core";\nconst provider = Provider.fromEnv();\n// @ts-ignore: a mistake.\nexport const raw = new Bucket({ path: "a.csv", bucketName: "raw", format: "csv", provider });`,
  "new Bucket with a provider that comes first": `import { Bucket, Provider } from "@glacier/core";\nconst provider = Provider.fromEnv();\n// @ts-ignore: a mistake.\nexport const raw = new Bucket(provider, "raw", { path: "a.csv", format: "csv" });`,
  bucketSource: `import { Provider } from "@glacier/core";\n// @ts-ignore: a mistake.\nexport const raw = Provider.fromEnv().bucketSource({ path: "a.csv", bucket: "raw", format: "csv" });`,
  "a misspelt field": `${configs("S3Config")}// @ts-ignore: a mistake.\nexport const config = new S3Config({ publicAccessBlock: true, versionning: true, storageClass: "STANDARD" });`,
  "a field that there is none of": `${configs("S3Config")}// @ts-ignore: a mistake.\nexport const config = new S3Config({ versioning: true, colour: "red" });`,
  "a misspelt value": `${configs("S3Config")}// @ts-ignore: a mistake.\nexport const config = new S3Config({ storageClass: "STANDARD_AI" });`,
};
