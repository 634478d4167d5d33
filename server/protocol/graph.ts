import type { Graph } from "@glacier/core/graph";
import type { NotificationDefinition, RequestDefinition } from "./definition.ts";

export interface GraphParams {
  /** Only what this document declares or touches. Default: the whole workspace. */
  uri?: string;
  /** Only this pipeline, its steps, and the resources they reach. Default: every pipeline. */
  pipeline?: string;
}

/**
 * The graph as the source says it. In this answer a node's `location.file` is the document's URI.
 *
 * Ids are those of a run's graph wherever the source says the names that they are made of. What only a run can tell is written so that no run can
 * have it: `$VARIABLE` for a part that the environment decides, `?` for any other, and `Provider.fromEnv()` for the name of a provider whose whole
 * config the environment decides. Such a provider and its resources have no `clouds`.
 */
export const graphRequest: RequestDefinition<GraphParams, Graph> = { method: "glacier/graph" };

export interface ChangedParams {
  /** The documents whose change caused it; empty where it may be any. */
  uris: string[];
}

/** The workspace's graph is another than it was. Sent at most every few hundred milliseconds while someone types. */
export const graphChangedNotification: NotificationDefinition<ChangedParams> = { method: "glacier/graphChanged" };
