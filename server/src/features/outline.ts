import type { Outline } from "../../protocol/index.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** What a document declares, with the ranges of its text. */
export function outline(workspace: Pick<Workspace, "outline">, uri: string, file: string, uriOf: (file: string) => string): Outline {
  const { version, pipelines, tasks } = workspace.outline(file);
  return {
    uri,
    version,
    pipelines: pipelines.map(({ id, name, range, selectionRange, steps }) => ({
      id,
      name,
      range,
      selectionRange,
      steps: steps.map((step) => ({ id: step.id, name: step.name, task: step.task, uri: uriOf(step.file), range: step.range })),
    })),
    tasks: tasks.map(({ name, range, selectionRange, steps }) => ({
      name,
      range,
      selectionRange,
      steps: steps.map((step) => ({ uri: uriOf(step.file), pipeline: step.pipeline, step: step.step })),
    })),
  };
}
