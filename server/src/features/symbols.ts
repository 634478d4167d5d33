import type { Range } from "@glacier/core/graph";
import type { Outline } from "../workspace/answers.ts";
import type { Workspace } from "../workspace/workspace.ts";

export type GlacierSymbolKind = "pipeline" | "step" | "task" | "provider" | "bucket";

export interface GlacierSymbol {
  name: string;
  kind: GlacierSymbolKind;
  /** What stands beside the name: the clouds of a resource, the task of a numbered step. */
  detail?: string;
  file: string;
  range: Range;
  selectionRange: Range;
  children: GlacierSymbol[];
}

/** What a file declares, in the order of its text; a pipeline's steps under the pipeline. */
export function documentSymbols(workspace: Pick<Workspace, "outline">, file: string): GlacierSymbol[] {
  const outline = workspace.outline(file);
  const leaf = (
    kind: GlacierSymbolKind,
    symbol: { name: string; range: Range; selectionRange: Range },
    detail?: string,
  ): GlacierSymbol => ({
    name: symbol.name === "" ? kind : symbol.name,
    kind,
    ...(detail === undefined || detail === "" ? {} : { detail }),
    file,
    range: symbol.range,
    selectionRange: symbol.selectionRange,
    children: [],
  });
  return [
    ...outline.pipelines.map((pipeline) => ({ ...leaf("pipeline", pipeline), children: stepsOf(pipeline, file) })),
    ...outline.tasks.map((task) => leaf("task", task)),
    ...outline.providers.map((provider) => leaf("provider", provider, provider.clouds.join(", "))),
    ...outline.buckets.map((bucket) => leaf("bucket", bucket, bucket.clouds.join(", "))),
  ].sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

/** The pipelines, tasks, providers and buckets whose name has the query's characters in order. */
export function workspaceSymbols(workspace: Pick<Workspace, "files" | "outline">, query: string): GlacierSymbol[] {
  return workspace
    .files()
    .flatMap((file) => documentSymbols(workspace, file))
    .filter(({ name }) => hasInOrder(name.toLowerCase(), query.toLowerCase()));
}

/** A symbol's children lie in its range, as the protocol asks; a step called in another file's function does not. */
function stepsOf(pipeline: Outline["pipelines"][number], file: string): GlacierSymbol[] {
  return pipeline.steps
    .filter((step) => step.file === file && contains(pipeline.range, step.range))
    .map(({ name, task, range }) => ({
      name,
      kind: "step",
      ...(task === name ? {} : { detail: task }),
      file,
      range,
      selectionRange: range,
      children: [],
    }));
}

const contains = (outer: Range, inner: Range): boolean =>
  (outer.start.line < inner.start.line || (outer.start.line === inner.start.line && outer.start.character <= inner.start.character)) &&
  (inner.end.line < outer.end.line || (inner.end.line === outer.end.line && inner.end.character <= outer.end.character));

function hasInOrder(text: string, characters: string): boolean {
  let from = 0;
  for (const character of characters) {
    const at = text.indexOf(character, from);
    if (at < 0) return false;
    from = at + character.length;
  }
  return true;
}
