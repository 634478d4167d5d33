import { AwsConfig } from "./aws-config.ts";
import { AzureConfig } from "./azure-config.ts";
import { AzureFunctionConfig } from "./azure-function-config.ts";
import { BlobConfig } from "./blob-config.ts";
import { CloudFunctionConfig } from "./cloud-function-config.ts";
import { DatabricksConfig } from "./databricks-config.ts";
import { DataprocConfig } from "./dataproc-config.ts";
import { EmrConfig } from "./emr-config.ts";
import { GcpConfig } from "./gcp-config.ts";
import { GcsConfig } from "./gcs-config.ts";
import { GlueConfig } from "./glue-config.ts";
import { LambdaConfig } from "./lambda-config.ts";
import { LocalConfig } from "./local-config.ts";
import { S3Config } from "./s3-config.ts";
import { SparkConfig } from "./spark-config.ts";
import { SynapseConfig } from "./synapse-config.ts";

/**
 * Every config class by its name. A class' name, kind, schema and secrets are in its `definition`.
 * Which cloud a class fits is not here but in the clouds' descriptors.
 */
export const configClasses = {
  AwsConfig,
  AzureConfig,
  GcpConfig,
  LocalConfig,
  S3Config,
  BlobConfig,
  GcsConfig,
  LambdaConfig,
  AzureFunctionConfig,
  CloudFunctionConfig,
  DatabricksConfig,
  GlueConfig,
  EmrConfig,
  DataprocConfig,
  SynapseConfig,
  SparkConfig,
} as const;

/** The name of a config class that Glacier brings. */
export type ConfigClassName = keyof typeof configClasses;

/** A config object of any class. */
export type AnyConfig = InstanceType<(typeof configClasses)[ConfigClassName]>;

/** A config that a provider takes. */
export type ProviderConfig = AwsConfig | AzureConfig | GcpConfig | LocalConfig;

/** Whether a word is the name of a config class. */
export function isConfigClassName(name: string): name is ConfigClassName {
  return Object.hasOwn(configClasses, name);
}
