/** What server and client say to each other beside the language server protocol. The only part of the server that the client imports. */
export type { NotificationDefinition, ParamsOf, RequestDefinition, ResultOf } from "./definition.ts";
export { type ChangedParams, type GraphParams, graphChangedNotification, graphRequest } from "./graph.ts";
export {
  type Declarations,
  type Outline,
  type OutlineParams,
  type OutlinePipeline,
  type OutlineStep,
  type OutlineTask,
  outlineRequest,
  type TaskUse,
} from "./outline.ts";
export {
  cloudsRequest,
  type GlacierInitializationOptions,
  type Portability,
  type PortabilityChange,
  type PortabilityFinding,
  type PortabilityParams,
  portabilityFixesRequest,
  portabilityRequest,
} from "./portability.ts";
export {
  type ResourceBucket,
  type ResourceProvider,
  type Resources,
  resourcesChangedNotification,
  resourcesRequest,
  type StaticValue,
} from "./resources.ts";
export { type ServerStatus, statusNotification } from "./status.ts";
export type { Location, Position, Range } from "./text.ts";
