import type { CloudDescriptor } from "../descriptor.ts";

/** Amazon Web Services. */
export const descriptor: CloudDescriptor = {
  id: "aws",
  label: "AWS",
  providerConfig: "AwsConfig",
  configs: {
    bucket: ["S3Config"],
    serverless: ["LambdaConfig"],
    databricks: ["DatabricksConfig"],
    glue: ["GlueConfig"],
    emr: ["EmrConfig"],
    spark: ["EmrConfig", "SparkConfig"],
  },
  ignoresForeignConfigs: false,
  nameField: "region",
  bucketUri: ({ bucketName, path }) => (path === "" ? `s3://${bucketName}` : `s3://${bucketName}/${path}`),
};
