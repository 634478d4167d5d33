import type { Graph } from "@glacier/core/graph";

/** The part of a graph that a file or a pipeline is about. */
export function part(
  graph: Graph,
  given: ReadonlyMap<string, readonly string[]>,
  { file, pipeline }: { file?: string; pipeline?: string },
): Graph {
  if (file === undefined && pipeline === undefined) return graph;
  const kept = new Set<string>();
  for (const node of graph.nodes) {
    if (file !== undefined && node.location?.file !== file) continue;
    if (pipeline === undefined || (node.kind === "pipeline" && node.name === pipeline)) kept.add(node.id);
  }
  // A pipeline brings its steps, a step what it uses and what it belongs to, a resource its provider.
  const ways: readonly [kind: string, forwards: boolean][] = [
    ...(pipeline === undefined ? [["contains", false] as [string, boolean]] : []),
    ["contains", true],
    ["runsOn", true],
  ];
  for (const [kind, forwards] of ways) {
    for (const edge of graph.edges) {
      if (edge.kind === kind && kept.has(forwards ? edge.from : edge.to)) kept.add(forwards ? edge.to : edge.from);
    }
  }
  for (const [step, resources] of given) if (kept.has(step)) for (const resource of resources) kept.add(resource);
  for (const edge of graph.edges) if (edge.kind === "creates" && kept.has(edge.to)) kept.add(edge.from);
  return {
    version: 1,
    nodes: graph.nodes.filter(({ id }) => kept.has(id)),
    edges: graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}
