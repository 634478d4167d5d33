// What must compile, and what must not. Checked by `tsc -p test/types`; nothing here is run.
import { Bucket, ExecutionEnvironment, type ObjectStat, Provider, type pl, Serverless, type WriteResult } from "@glacier/core";
import {
  AwsConfig,
  AzureConfig,
  BlobConfig,
  CloudFunctionConfig,
  DatabricksConfig,
  DataprocConfig,
  EmrConfig,
  GcpConfig,
  GcsConfig,
  GlueConfig,
  LambdaConfig,
  type LifecycleRule,
  type LifecycleTransition,
  LocalConfig,
  S3Config,
  SparkConfig,
  SynapseConfig,
} from "@glacier/core/config";

export const providers: Provider[] = [
  new Provider({ config: new AwsConfig({ region: "eu-west-1" }), tags: { team: "etl" }, name: "lake" }),
  new Provider({ config: new AzureConfig({ resourceGroup: "rg" }) }),
  new Provider({ config: new GcpConfig({ project: "my-project" }) }),
  new Provider({ config: new LocalConfig() }),
  Provider.fromEnv(),
  Provider.fromEnv({ AWS_REGION: "eu-west-1" }),
];

/** A pipeline's code is the same for every cloud, so a provider's type says nothing about its cloud. */
export async function everyCloud(provider: Provider): Promise<void> {
  const bucket: Bucket = provider.bucket("raw", { path: "x/", format: "csv", config: [new S3Config(), new BlobConfig(), new GcsConfig()] });
  const written: WriteResult = await bucket.write(await bucket.scan(), { mode: "overwrite", signal: AbortSignal.timeout(1000) });
  const stat: ObjectStat = await bucket.stat(written.key);
  const uri: string = bucket.getUri();
  for await (const { objects, prefixes } of bucket.list({ prefix: "x/", delimiter: "/", pageSize: 10 }))
    console.log(objects[0]?.size, prefixes[0], stat.contentType, uri);
  await bucket.upload("a", "text");
  await bucket.upload("a", new Uint8Array());
  await bucket.upload("a", new Blob([]).stream());
  await bucket.upload("a", await bucket.read("b", { offset: 1, length: 2 }));
  const serverless: Serverless = provider.serverless("f", {
    handler: async (payload) => payload,
    config: [new LambdaConfig(), new CloudFunctionConfig()],
  });
  const environments: ExecutionEnvironment[] = [
    provider.databricks("c", { config: new DatabricksConfig({ autoscale: { minWorkers: 1, maxWorkers: 4 } }) }),
    provider.glue("j", { config: new GlueConfig() }),
    provider.emr("a", { config: new EmrConfig({ releaseLabel: "emr-7.5.0" }) }),
    provider.dataproc("c", { config: new DataprocConfig({ machineType: "n2-standard-4" }) }),
    provider.synapse("p", { config: new SynapseConfig({ workspace: "w" }) }),
    provider.spark("s", { config: [new SparkConfig(), new EmrConfig({ releaseLabel: "emr-7.5.0" })] }),
  ];
  console.log(serverless, environments);
}

export async function wrongCalls(provider: Provider, bucket: Bucket, frame: pl.DataFrame): Promise<void> {
  // @ts-expect-error a provider needs a config
  new Provider({});
  // @ts-expect-error a resource's config chooses no cloud
  new Provider({ config: new S3Config() });
  // @ts-expect-error a plain object is no config
  new Provider({ config: { region: "eu-west-1" } });
  // @ts-expect-error a provider takes no type parameter
  new Provider<AwsConfig>({ config: new LocalConfig() });
  // @ts-expect-error a function's config does not fit a bucket
  provider.bucket("raw", { config: new LambdaConfig() });
  // @ts-expect-error a provider's config does not fit a bucket
  provider.bucket("raw", { config: new AwsConfig({ region: "eu-west-1" }) });
  // @ts-expect-error a plain object is no config
  provider.bucket("raw", { config: { versioning: true } });
  // @ts-expect-error one of the array is no bucket's config
  provider.bucket("raw", { config: [new S3Config(), new GlueConfig()] });
  // @ts-expect-error an option that does not exist
  provider.bucket("raw", { pth: "x" });
  // @ts-expect-error a function needs a handler
  provider.serverless("f", {});
  // @ts-expect-error Glue takes no EMR config
  provider.glue("j", { config: new EmrConfig({ releaseLabel: "emr-7.5.0" }) });
  // @ts-expect-error spark() takes no Glue config
  provider.spark("s", { config: new GlueConfig() });
  // @ts-expect-error a resource is made by its provider
  new Bucket("raw");
  // @ts-expect-error a resource is made by its provider
  new Serverless("f", { handler: () => null });
  // @ts-expect-error a resource is made by its provider
  new ExecutionEnvironment("e");
  // @ts-expect-error records are no frame
  await bucket.write([{ a: 1 }]);
  // @ts-expect-error there is no such mode
  await bucket.write(frame, { mode: "upsert" });
  // @ts-expect-error a number is no content
  await bucket.upload("a", 5);
  // @ts-expect-error a bucket's path does not change
  bucket.path = "other";
  // @ts-expect-error a provider's cloud does not change
  provider.cloud = "aws";
}

/** Options are copied and frozen, so they may be what nobody may change. */
export function constantOptions(): (S3Config | LambdaConfig)[] {
  const rules = [
    { id: "old", transitions: [{ days: 30, storageClass: "STANDARD_IA" }], expiration: { days: 365 } },
    { prefix: "tmp/", transition: { days: 0, storageClass: "DEEP_ARCHIVE" } },
  ] as const;
  const moves: readonly LifecycleTransition<"GLACIER">[] = [{ days: 90, storageClass: "GLACIER" }];
  const named: readonly LifecycleRule<"GLACIER">[] = [{ transitions: moves }];
  const origins = ["https://example.org"] as const;
  const layers: readonly string[] = [];
  return [
    new S3Config({ lifecycleRules: rules }),
    new S3Config({ lifecycleRules: named, cors: [{ allowedOrigins: origins, allowedMethods: ["GET"] }] }),
    new S3Config({ lifecycleRules: new S3Config({ lifecycleRules: rules }).lifecycleRules }),
    new LambdaConfig({ layers }),
  ];
}

export function wrongConfigs(config: S3Config): void {
  // @ts-expect-error a region is needed
  new AwsConfig();
  // @ts-expect-error a resource group is needed
  new AzureConfig({});
  // @ts-expect-error there is no such encryption
  new S3Config({ encryption: "AES-256" });
  // @ts-expect-error a field that does not exist
  new S3Config({ versionning: true });
  // @ts-expect-error nothing is moved back to STANDARD
  new S3Config({ lifecycleRules: [{ transition: { days: 30, storageClass: "STANDARD" } }] });
  // @ts-expect-error memory is a number of megabytes
  new LambdaConfig({ memory: "256Mi" });
  // @ts-expect-error a config does not change
  config.versioning = true;
  // @ts-expect-error a config of one cloud is not one of another
  const other: GcsConfig = config;
  console.log(other, new BlobConfig({ replication: "RA-GRS" }));
  const classes = [{ transition: { days: 30, storageClass: "STANDARD" } }] as const;
  // @ts-expect-error nor by what is constant
  new S3Config({ lifecycleRules: classes });
}
