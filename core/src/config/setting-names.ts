/**
 * What a class calls a setting that has another name in other classes: `location` of an `AzureConfig` for `region`. Undefined where the class calls it
 * that itself, or has none. Nothing is said about values, which may well be of another kind.
 */
export function nameOfSetting(className: string, nameElsewhere: string): string | undefined {
  for (const names of settings) {
    const own = Object.hasOwn(names, className) ? names[className] : undefined;
    if (own !== undefined && own !== nameElsewhere && Object.values(names).includes(nameElsewhere)) return own;
  }
  return undefined;
}

/** Per setting, its name in each class that has it. */
const settings: readonly Readonly<Record<string, string>>[] = [
  { AwsConfig: "region", AzureConfig: "location", GcpConfig: "region", GcsConfig: "location" },
  { S3Config: "storageClass", BlobConfig: "tier", GcsConfig: "storageClass" },
  { GlueConfig: "numWorkers", DataprocConfig: "numWorkers", DatabricksConfig: "numWorkers", SynapseConfig: "numNodes" },
  { GlueConfig: "workerType", DataprocConfig: "machineType", DatabricksConfig: "instanceType", SynapseConfig: "nodeSize" },
  {
    LambdaConfig: "roleArn",
    GlueConfig: "roleArn",
    EmrConfig: "roleArn",
    CloudFunctionConfig: "serviceAccount",
    DataprocConfig: "serviceAccount",
  },
];
