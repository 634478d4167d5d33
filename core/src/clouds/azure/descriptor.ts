import type { CloudDescriptor } from "../descriptor.ts";

/** Microsoft Azure. */
export const descriptor: CloudDescriptor = {
  id: "azure",
  label: "Azure",
  providerConfig: "AzureConfig",
  configs: {
    bucket: ["BlobConfig"],
    serverless: ["AzureFunctionConfig"],
    databricks: ["DatabricksConfig"],
    synapse: ["SynapseConfig"],
    spark: ["SynapseConfig", "SparkConfig"],
  },
  ignoresForeignConfigs: false,
  nameField: "resourceGroup",
  bucketUri: ({ config, bucketName, path }) => {
    const account = config.storageAccount ?? accountOf(config.connectionString);
    // Without an account Hadoop's short form is all that can be said.
    const container = typeof account === "string" ? `${bucketName}@${account}.dfs.core.windows.net` : bucketName;
    return path === "" ? `abfs://${container}` : `abfs://${container}/${path}`;
  },
};

/** `…;AccountName=etl;…` → `etl`. */
function accountOf(connectionString: unknown): string | undefined {
  return typeof connectionString === "string" ? /(?:^|;)AccountName=([a-z0-9]+)/i.exec(connectionString)?.[1] : undefined;
}
