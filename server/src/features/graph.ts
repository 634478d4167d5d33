import type { Graph } from "@glacier/core/graph";
import type { Workspace } from "../workspace/workspace.ts";

/** The graph of the workspace, of a file or of a pipeline, its locations as the URIs that an editor opens. */
export function graph(
  workspace: Pick<Workspace, "graph">,
  options: { file?: string; pipeline?: string },
  uriOf: (file: string) => string,
): Graph {
  const { nodes, ...rest } = workspace.graph(options);
  return {
    ...rest,
    nodes: nodes.map((node) =>
      node.location === undefined ? node : { ...node, location: { ...node.location, file: uriOf(node.location.file) } },
    ),
  };
}
