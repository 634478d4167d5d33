import type { GraphNode, Range } from "@glacier/core/graph";

type JsonValue = GraphNode["detail"][string];

/** A place in a file of the workspace. Files are absolute paths with forward slashes. */
export interface FileLocation {
  file: string;
  range: Range;
}

/** What a file declares, for code lenses and symbols. */
export interface Outline {
  file: string;
  /** The version of the text that the ranges belong to; null for a file that is not open. */
  version: number | null;
  pipelines: OutlinePipeline[];
  tasks: OutlineTask[];
  providers: OutlineResource[];
  buckets: OutlineResource[];
}

export interface OutlinePipeline {
  /** The graph's id, `pipeline:<name>`. */
  id: string;
  name: string;
  /** The whole declaration. */
  range: Range;
  /** The name where there is one, else the start of the call. */
  selectionRange: Range;
  steps: OutlineStep[];
}

export interface OutlineStep {
  /** The graph's id, `step:<pipeline>/<name>`. */
  id: string;
  /** The task's name, numbered from its second call on (`cleanData#2`). */
  name: string;
  task: string;
  /** The call in the pipeline's body, which may lie in another file than the pipeline. */
  file: string;
  range: Range;
}

export interface OutlineTask {
  name: string;
  range: Range;
  selectionRange: Range;
  /** The steps that call this task, in whichever file. */
  steps: { file: string; pipeline: string; step: string }[];
}

export interface OutlineResource {
  id: string;
  name: string;
  clouds: string[];
  range: Range;
  selectionRange: Range;
}

/** What the source says about a value. A field that may hold a secret is `secret` however it is written: its value never leaves the analysis. */
export type StaticValue =
  | { kind: "literal"; value: JsonValue }
  | { kind: "env"; variable: string; default?: JsonValue }
  | { kind: "secret" }
  | { kind: "unknown" };

/** The providers of the workspace, with their buckets, as the source says them. */
export interface Resources {
  providers: ResourceProvider[];
}

export interface ResourceProvider {
  id: string;
  name: string;
  /** The clouds it may be; empty where only a run can tell. */
  clouds: string[];
  /** The fields of its config object, by name. */
  config: Record<string, StaticValue>;
  location: FileLocation;
  buckets: ResourceBucket[];
}

export interface ResourceBucket {
  id: string;
  name: string;
  bucketName: StaticValue;
  path: StaticValue;
  format: StaticValue;
  /** Where every part of it is known. */
  uri?: string;
  location: FileLocation;
}
