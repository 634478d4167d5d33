import { AwsConfig, awsRegions } from "../../config/index.ts";
import type { CloudDescriptor } from "../descriptor.ts";
import { splitUri } from "../descriptor-uri.ts";
import { names } from "./descriptor-names.ts";
import { runtimes } from "./descriptor-runtimes.ts";

/** Amazon Web Services. */
export const descriptor: CloudDescriptor = {
  id: "aws",
  label: "AWS",
  providerConfig: "AwsConfig",
  legacyProvider: { className: "AWSProvider", renamed: {} },
  configs: {
    bucket: ["S3Config"],
    serverless: ["LambdaConfig"],
    databricks: ["DatabricksConfig"],
    glue: ["GlueConfig"],
    emr: ["EmrConfig"],
    spark: ["EmrConfig", "SparkConfig"],
  },
  ignoresForeignConfigs: false,
  names,
  runtimes,
  regions: awsRegions,
  // [Databricks, compute configuration, 2026-11-26]
  nodeTypes: { shape: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, example: "i3.xlarge" },
  nameField: "region",
  regionField: "region",
  bucketNamesAreGlobal: true,
  sdkPackages: ["@aws-sdk/", "@smithy/", "aws-sdk"],
  bucketUri: ({ bucketName, path }) => (path === "" ? `s3://${bucketName}` : `s3://${bucketName}/${path}`),
  parseUri: (uri, env) => {
    const found = splitUri(uri, descriptor.uriSchemes);
    if (found === undefined || "problem" in found) return found;
    return { config: AwsConfig.fromEnv(env), bucketName: found.authority, path: found.path };
  },
  // s3a is Hadoop's name for the same.
  uriSchemes: ["s3", "s3a"],
  uriForm: "s3://bucket/key",
};
