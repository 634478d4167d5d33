import type { RequestDefinition } from "./definition.ts";
import type { Location, Range } from "./text.ts";

export interface OutlineParams {
  uri: string;
}

/** The pipelines and tasks that a document declares, for code lenses. */
export interface Outline extends Declarations<Location> {
  uri: string;
}

/** `Place` is how a place is written: between client and server with a document's URI, inside the server with a file. */
export interface Declarations<Place extends { range: Range }> {
  /** The version of the text that the ranges belong to; null for a document that is not open. */
  version: number | null;
  pipelines: OutlinePipeline<Place>[];
  tasks: OutlineTask<Place>[];
}

export interface OutlinePipeline<Place extends { range: Range } = Location> {
  /** The graph's id of the pipeline, `pipeline:<name>`. */
  id: string;
  name: string;
  /** The whole declaration. */
  range: Range;
  /** What to mark: the name where there is one, else the start of the call. */
  selectionRange: Range;
  steps: OutlineStep<Place>[];
}

/** At the call in the pipeline's body, which lies in another document than the pipeline where the body does. */
export type OutlineStep<Place = Location> = Place & {
  /** The graph's id of the step, `step:<pipeline>/<name>`. */
  id: string;
  /** The step's name: the task's, numbered from its second call on (`cleanData#2`). */
  name: string;
  /** The name of the task that it calls. */
  task: string;
};

export interface OutlineTask<Place extends { range: Range } = Location> {
  name: string;
  /** The whole declaration. */
  range: Range;
  selectionRange: Range;
  /** The steps that call this task, in whichever document: what "Run task" can run. */
  steps: TaskUse<Place>[];
}

/** In the document that declares the pipeline. */
export type TaskUse<Place extends { range: Range } = Location> = Omit<Place, "range"> & { pipeline: string; step: string };

/** Answers with empty lists for a document that has nothing of Glacier's. */
export const outlineRequest: RequestDefinition<OutlineParams, Outline> = { method: "glacier/outline" };
