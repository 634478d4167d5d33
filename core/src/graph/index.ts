export type { Graph, GraphEdge, GraphEdgeKind, GraphNode, GraphNodeKind, Position, Range } from "./graph.ts";
export { bucketId, environmentId, pipelineId, providerId, serverlessId, stepId } from "./ids.ts";
export { mergeGraphs } from "./merge-graphs.ts";
export { readingOperations, usageOf, writingOperations } from "./operations.ts";
export { toDot } from "./render/dot.ts";
export { toMermaid } from "./render/mermaid.ts";
export { toSvg } from "./render/svg.ts";
export { toText } from "./render/text.ts";
