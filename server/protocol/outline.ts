import type { RequestDefinition } from "./definition.ts";
import type { Range } from "./text.ts";

export interface OutlineParams {
  uri: string;
}

/** The pipelines and tasks that a document declares, for code lenses. */
export interface Outline {
  uri: string;
  /** The version of the text that the ranges belong to; null for a document that is not open. */
  version: number | null;
  pipelines: OutlinePipeline[];
  tasks: OutlineTask[];
}

export interface OutlinePipeline {
  /** The graph's id of the pipeline, `pipeline:<name>`. */
  id: string;
  name: string;
  /** The whole declaration. */
  range: Range;
  /** What to mark: the name where there is one, else the start of the call. */
  selectionRange: Range;
  steps: OutlineStep[];
}

export interface OutlineStep {
  /** The graph's id of the step, `step:<pipeline>/<name>`. */
  id: string;
  /** The step's name: the task's, numbered from its second call on (`cleanData#2`). */
  name: string;
  /** The name of the task that it calls. */
  task: string;
  /** The document of the call in the pipeline's body; another than the pipeline's where the body lies elsewhere. */
  uri: string;
  range: Range;
}

export interface OutlineTask {
  name: string;
  /** The whole declaration. */
  range: Range;
  selectionRange: Range;
  /** The steps that call this task, in whichever document: what "Run task" can run. */
  steps: TaskUse[];
}

export interface TaskUse {
  /** The document that declares the pipeline. */
  uri: string;
  pipeline: string;
  step: string;
}

/** Answers with empty lists for a document that has nothing of Glacier's. */
export const outlineRequest: RequestDefinition<OutlineParams, Outline> = { method: "glacier/outline" };
