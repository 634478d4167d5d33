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
};
