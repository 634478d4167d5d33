import type { JsonValue } from "../json.ts";

/** A position in a text: line and character from 0, characters in UTF-16 units, as in the language server protocol. */
export interface Position {
  line: number;
  character: number;
}

/** A half-open range in a text. */
export interface Range {
  start: Position;
  end: Position;
}

/** Providers, resources, pipelines and steps, and how they hang together. Run time, static analysis and previews share this type. */
export interface Graph {
  version: 1;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export type GraphNodeKind = "provider" | "bucket" | "serverless" | "environment" | "pipeline" | "step";

export interface GraphNode {
  /** Derived from names (see `ids.ts`), so that the static and the runtime graph of a pipeline agree. */
  id: string;
  kind: GraphNodeKind;
  name: string;
  /** The clouds this node may live on; empty where unknown. */
  clouds: string[];
  uri?: string;
  location?: { file: string; range: Range };
  /**
   * A step's `task` and `description`; `unclear`: the buckets that it hands on, where what becomes of them is not told; in the static graph `sometimes`: what is so on some
   * paths only, the step itself under its own id, and the nodes that an edge joins it with.
   */
  detail: Record<string, JsonValue>;
}

export type GraphEdgeKind = "creates" | "contains" | "dataflow" | "dependsOn" | "reads" | "writes" | "runsOn";

/** `dataflow` producer → consumer; `dependsOn` step → what it waits for; `reads`/`writes` step → bucket; `runsOn` step → environment; `contains` pipeline → step; `creates` provider → resource. */
export interface GraphEdge {
  from: string;
  to: string;
  kind: GraphEdgeKind;
}
