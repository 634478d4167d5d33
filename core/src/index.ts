export { pl } from "./data/polars.ts";
export {
  ConfigMismatchError,
  ConfigValidationError,
  DirectInstantiationError,
  type ErrorCode,
  GlacierError,
  PipelineError,
  UnsupportedOperationError,
} from "./errors.ts";
export type { Graph, GraphEdge, GraphEdgeKind, GraphNode, GraphNodeKind, Position, Range } from "./graph/graph.ts";
export type { JsonValue } from "./json.ts";
export { currentStep, type StepContext } from "./pipeline/context.ts";
export type {
  PlannedStep,
  RunEvent,
  RunResult,
  RunStatus,
  SourceLocation,
  StepError,
  StepResult,
  StepStatus,
} from "./pipeline/events.ts";
export type { TaskOutput } from "./pipeline/handle.ts";
export { type Pipeline, type PipelineOptions, pipeline } from "./pipeline/pipeline.ts";
export { RunError } from "./pipeline/run.ts";
export type { CheckpointOptions, RunOptions } from "./pipeline/run-options.ts";
export { type StepArgument, type Task, type TaskReference, task } from "./pipeline/task.ts";
export type { TaskOptions } from "./pipeline/task-options.ts";
export { type BucketOptions, Provider, type ProviderOptions, type ResourceOptions, type ServerlessOptions } from "./provider/provider.ts";
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
} from "./resources/adapter.ts";
export { Bucket } from "./resources/bucket.ts";
export { ExecutionEnvironment } from "./resources/execution-environment.ts";
export { Resource } from "./resources/resource.ts";
export { Serverless, type ServerlessHandler } from "./resources/serverless.ts";
