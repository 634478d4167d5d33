export { type DataFormat, dataFormats } from "../config/formats.ts";
export type { PreviewColumn } from "../data/preview-frames.ts";
export { GlacierError } from "../errors.ts";
export type { JsonValue } from "../json.ts";
export { type BucketAt, bucketAt } from "../provider/bucket-at.ts";
export { forceLocal } from "../provider/local-override.ts";
export { Provider, type ProviderOptions } from "../provider/provider.ts";
export type {
  DeployResult,
  JobDefinition,
  JobStatus,
  ListOptions,
  ListPage,
  ObjectInfo,
  ObjectStat,
  ReadOptions,
  UploadSource,
  WriteOptions,
  WriteResult,
} from "./adapter.ts";
export { Bucket } from "./bucket.ts";
export { ExecutionEnvironment } from "./execution-environment.ts";
export { objectUri } from "./object-uri.ts";
export { type PreviewOptions, previewRows, type RowPreview } from "./preview-rows.ts";
export { Resource } from "./resource.ts";
export { Serverless, type ServerlessHandler } from "./serverless.ts";
