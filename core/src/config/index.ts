export { type ArchivedAtOnce, archivedAtOnce, offlineClasses } from "./archive.ts";
export { AwsConfig } from "./aws-config.ts";
export { AzureConfig } from "./azure-config.ts";
export { AzureFunctionConfig, azureFunctionPlans } from "./azure-function-config.ts";
export { BlobConfig, blobReplications, blobTiers } from "./blob-config.ts";
export {
  type ConfigFieldInfo,
  checkConfig,
  choicesAt,
  configFields,
  configKind,
  exposingFields,
  fieldsOfObjects,
  readField,
} from "./check-config.ts";
export { CloudFunctionConfig, cloudFunctionLimits } from "./cloud-function-config.ts";
export { type AnyConfig, type ConfigClassName, configClasses, isConfigClassName, type ProviderConfig } from "./config-classes.ts";
export { credentialsIn, hasCredential, isNoSecret, namesSecret, secretVariable } from "./credentials.ts";
export { DatabricksConfig } from "./databricks-config.ts";
export { DataprocConfig } from "./dataproc-config.ts";
export { type ConfigDefinition, type ConfigKind, type ConfigObject, configClassOf } from "./define-config.ts";
export { didYouMean } from "./did-you-mean.ts";
export { EmrConfig, emrWorkerSizes } from "./emr-config.ts";
export type { Environment } from "./environment.ts";
export { type CarriedOver, carryOver, type EquivalentField, equivalentField } from "./equivalents.ts";
export { type Fact, fact } from "./fact.ts";
export { type DataFormat, DEFAULT_FORMAT, dataFormats, fileExtensions, formatOf, hasFormat, readFormat, suggestFormat } from "./formats.ts";
export { GcpConfig } from "./gcp-config.ts";
export { GcsConfig, gcsLegacyClasses, gcsStorageClasses } from "./gcs-config.ts";
export { GlueConfig, glueMaxWorkers, glueWorkerTypes } from "./glue-config.ts";
export { LambdaConfig, lambdaLimits, lambdaReservedVariables } from "./lambda-config.ts";
export type { LifecycleRule, LifecycleTransition } from "./lifecycle-rules.ts";
export { LocalConfig } from "./local-config.ts";
export type { ConfigProblem, ConfigRule } from "./problems.ts";
export { UNKNOWN_VALUE } from "./readable.ts";
export { withoutCredentials } from "./redact.ts";
export { awsRegions, azureLocations, gcpRegions, gcsLocations, type RegionTable } from "./regions.ts";
export { S3Config, s3Encryptions, s3StorageClasses, s3TransitionClasses } from "./s3-config.ts";
export { SparkConfig } from "./spark-config.ts";
export { SynapseConfig, synapseNodeSizes } from "./synapse-config.ts";
