import type { CloudDescriptor } from "../descriptor.ts";

/** Google Cloud. */
export const descriptor: CloudDescriptor = {
  id: "gcp",
  label: "Google Cloud",
  providerConfig: "GcpConfig",
  configs: {
    bucket: ["GcsConfig"],
    serverless: ["CloudFunctionConfig"],
    databricks: ["DatabricksConfig"],
    dataproc: ["DataprocConfig"],
    spark: ["DataprocConfig", "SparkConfig"],
  },
  ignoresForeignConfigs: false,
  nameField: "project",
  bucketUri: ({ bucketName, path }) => (path === "" ? `gs://${bucketName}` : `gs://${bucketName}/${path}`),
};
