import type { Graph } from "@glacier/core/graph";
import type { NotificationDefinition, RequestDefinition } from "./definition.ts";

export interface GraphParams {
  /** Only what this document declares or touches. Default: the whole workspace. */
  uri?: string;
  /** Only this pipeline, its steps, and the resources they reach. Default: every pipeline. */
  pipeline?: string;
}

/** The graph as the source says it. In this answer a node's `location.file` is the document's URI. */
export const graphRequest: RequestDefinition<GraphParams, Graph> = { method: "glacier/graph" };

export interface ChangedParams {
  /** The documents whose change caused it; empty where it may be any. */
  uris: string[];
}

/** The workspace's graph is another than it was. Sent at most every few hundred milliseconds while someone types. */
export const graphChangedNotification: NotificationDefinition<ChangedParams> = { method: "glacier/graphChanged" };
