import type { Graph, GraphEdge, GraphEdgeKind, GraphNode, GraphNodeKind } from "../graph.ts";

/** A graph as a picture wants it: steps inside their pipelines, arrows in the order in which things happen, everything sorted. */
export interface Outline {
  pipelines: { node: GraphNode; steps: GraphNode[] }[];
  /** Providers, resources, and steps without a pipeline. */
  loose: GraphNode[];
  arrows: Arrow[];
}

/** An arrow of the picture. It follows time: from a bucket to the step that reads it, from a step to the one that waits for it. */
export interface Arrow {
  from: string;
  to: string;
  kind: Exclude<GraphEdgeKind, "contains">;
}

const kindOrder: readonly GraphNodeKind[] = ["provider", "bucket", "serverless", "environment", "pipeline", "step"];

/** Sorts a graph for drawing. The order of the graph's own nodes and edges makes no difference; an edge to a node that is not there is left out. */
export function outline(graph: Graph): Outline {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = graph.edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  const home = new Map(edges.filter(({ kind }) => kind === "contains").map(({ from, to }) => [to, from]));
  const sorted = [...nodes.values()].sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) || compare(a.id, b.id));
  return {
    pipelines: sorted
      .filter(({ kind }) => kind === "pipeline")
      .map((node) => ({ node, steps: sorted.filter(({ id }) => home.get(id) === node.id) })),
    loose: sorted.filter(({ id, kind }) => kind !== "pipeline" && !home.has(id)),
    arrows: edges.flatMap(arrowsOf).sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.kind, b.kind)),
  };
}

/** The text of a node: its name, its place, and whether it is there on some paths only. */
export function labelOf({ id, name, uri, detail }: GraphNode): string[] {
  const isUnsure = Array.isArray(detail.sometimes) && detail.sometimes.includes(id);
  return [name, ...(uri === undefined ? [] : [uri]), ...(isUnsure ? ["on some paths"] : [])];
}

function arrowsOf({ from, to, kind }: GraphEdge): Arrow[] {
  switch (kind) {
    case "contains":
      return [];
    case "reads":
    case "dependsOn":
      return [{ from: to, to: from, kind }];
    case "creates":
    case "dataflow":
    case "writes":
    case "runsOn":
      return [{ from, to, kind }];
  }
}

/** By UTF-16 unit: the same on every machine, whatever its language. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
