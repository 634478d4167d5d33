import type { CloudDescriptor } from "../descriptor.ts";

/** This machine: buckets are folders, and every environment runs here. A cloud's configs are accepted and ignored. */
export const descriptor: CloudDescriptor = {
  id: "local",
  label: "Local",
  providerConfig: "LocalConfig",
  configs: { bucket: [], serverless: [], databricks: [], glue: [], emr: [], dataproc: [], synapse: [], spark: ["SparkConfig"] },
  ignoresForeignConfigs: true,
  nameField: "basePath",
};
