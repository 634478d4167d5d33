import { AwsConfig } from "../../config/index.ts";
import type { CloudDescriptor } from "../descriptor.ts";
import { splitUri } from "../descriptor-uri.ts";

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
  parseUri: (uri, env) => {
    // s3a is Hadoop's name for the same.
    const found = splitUri(uri, ["s3", "s3a"]);
    if (found === undefined || "problem" in found) return found;
    return { config: AwsConfig.fromEnv(env), bucketName: found.authority, path: found.path };
  },
  uriForm: "s3://bucket/key",
};
