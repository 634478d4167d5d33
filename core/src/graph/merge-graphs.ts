import type { Graph, GraphEdge, GraphNode } from "./graph.ts";

/** The graphs of several pipelines as one; what they share is in it once. */
export function mergeGraphs(graphs: readonly Graph[]): Graph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const graph of graphs) {
    for (const node of graph.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
    for (const edge of graph.edges) edges.set(JSON.stringify([edge.from, edge.to, edge.kind]), edge);
  }
  return { version: 1, nodes: [...nodes.values()], edges: [...edges.values()] };
}
