import type { GraphNode } from "@glacier/core/graph";
import type { NotificationDefinition, RequestDefinition } from "./definition.ts";
import type { ChangedParams } from "./graph.ts";
import type { Location } from "./text.ts";

type JsonValue = GraphNode["detail"][string];

/**
 * What the source says about a value. A field that may hold a secret is `secret` however it is written: its value never leaves the server, and of
 * one that is an environment variable only the variable's name does.
 */
export type StaticValue =
  | { kind: "literal"; value: JsonValue }
  | { kind: "env"; variable: string; default?: JsonValue }
  | { kind: "secret"; variable?: string }
  | { kind: "unknown" };

/** `Place` is how a place is written: between client and server with a document's URI, inside the server with a file. */
export interface ResourceProvider<Place = Location> {
  /**
   * One for each place that a provider leads to: workspace folders and files may name theirs alike, and then share the graph's id.
   * The same from one answer to the next.
   */
  key: string;
  /** The graph's id of the provider. */
  id: string;
  name: string;
  /** The clouds it may be; empty where only a run can tell. */
  clouds: string[];
  /** The fields of its config object, by name. */
  config: Record<string, StaticValue>;
  /**
   * Set where `config` is not all that the source gives: `environment` when the config, or the provider itself, is read from the environment by
   * `fromEnv()`, and `unknown` when only a run can tell what else there is.
   */
  configFrom?: "environment" | "unknown";
  location: Place;
  buckets: ResourceBucket<Place>[];
}

export interface ResourceBucket<Place = Location> {
  /** The graph's id of the bucket. */
  id: string;
  name: string;
  bucketName: StaticValue;
  path: StaticValue;
  format: StaticValue;
  /** Where every part of it is known. */
  uri?: string;
  location: Place;
}

export interface Resources<Place = Location> {
  providers: ResourceProvider<Place>[];
}

/** The providers and buckets of the workspace as the source says them; nothing is run to find them. */
export const resourcesRequest: RequestDefinition<Record<string, never>, Resources> = { method: "glacier/resources" };

/** The answer of {@link resourcesRequest} is another than it was. Sent at most every few hundred milliseconds while someone types. */
export const resourcesChangedNotification: NotificationDefinition<ChangedParams> = { method: "glacier/resourcesChanged" };
