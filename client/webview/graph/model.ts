import type { Graph, GraphEdgeKind, GraphNode, GraphNodeKind } from "@glacier/core/graph";

/** A line as the page draws it: always in the direction in which data or time flows, whatever the graph's own edge says. */
export interface ViewEdge {
  id: string;
  from: string;
  to: string;
  kind: GraphEdgeKind;
}

export interface ViewNode {
  id: string;
  kind: Exclude<GraphNodeKind, "pipeline">;
  name: string;
  subtitle: string;
  clouds: readonly string[];
  /** The frame (a pipeline) it is drawn in. */
  frame?: string;
  hasLocation: boolean;
}

export interface ViewFrame {
  id: string;
  name: string;
  clouds: readonly string[];
  hasLocation: boolean;
}

export interface ViewModel {
  frames: ViewFrame[];
  nodes: ViewNode[];
  edges: ViewEdge[];
  /** The kinds of line that this graph has, in legend order, hidden ones included. */
  edgeKinds: GraphEdgeKind[];
}

/** Legend order, and the words of the legend. `contains` is drawn as a frame, never as a line. */
export const EDGE_LABELS: Readonly<Partial<Record<GraphEdgeKind, string>>> = {
  dataflow: "data",
  dependsOn: "waits for",
  reads: "reads",
  writes: "writes",
  runsOn: "runs on",
  creates: "made by provider",
};

/** A provider's lines touch every resource: they drown the flow of data, so a graph with pipelines starts without them. */
export function defaultHidden(graph: Graph): GraphEdgeKind[] {
  return graph.nodes.some((node) => node.kind === "pipeline") ? ["creates"] : [];
}

/** The graph as it is drawn: pipelines become frames, lines point the way data and time flow, hidden kinds are left out. */
export function toViewModel(graph: Graph, hidden: ReadonlySet<string>): ViewModel {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const frameOf = new Map<string, string>();
  for (const edge of graph.edges) {
    if (edge.kind === "contains" && byId.get(edge.from)?.kind === "pipeline") frameOf.set(edge.to, edge.from);
  }

  const drawn = drawnEdges(graph, byId);
  const edges = drawn.filter((edge) => !hidden.has(edge.kind));
  const touched = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const present = new Set(drawn.map((edge) => edge.kind));

  const frames: ViewFrame[] = [];
  const nodes: ViewNode[] = [];
  for (const node of graph.nodes) {
    if (node.kind === "pipeline") {
      frames.push({ id: node.id, name: node.name, clouds: node.clouds, hasLocation: node.location !== undefined });
      continue;
    }
    // A provider whose lines are hidden would float about unconnected; its cloud is on every resource's badge anyway.
    if (node.kind === "provider" && hidden.has("creates") && !touched.has(node.id)) continue;
    const frame = frameOf.get(node.id);
    nodes.push({
      id: node.id,
      kind: node.kind,
      name: node.name,
      subtitle: subtitle(node),
      clouds: node.clouds,
      hasLocation: node.location !== undefined,
      ...(frame === undefined ? {} : { frame }),
    });
  }
  const edgeKinds = (Object.keys(EDGE_LABELS) as GraphEdgeKind[]).filter((kind) => present.has(kind)); // keys of EDGE_LABELS are edge kinds
  return { frames, nodes, edges, edgeKinds };
}

function drawnEdges(graph: Graph, byId: ReadonlyMap<string, GraphNode>): ViewEdge[] {
  const dataPairs = new Set(graph.edges.filter((edge) => edge.kind === "dataflow").map((edge) => pairKey(edge.from, edge.to)));
  const seen = new Set<string>();
  const result: ViewEdge[] = [];
  for (const edge of graph.edges) {
    if (edge.kind === "contains" || !byId.has(edge.from) || !byId.has(edge.to)) continue;
    // A step reads *from* a bucket and waits *for* a step: the data, or the turn, comes the other way.
    const against = edge.kind === "reads" || edge.kind === "dependsOn";
    const from = against ? edge.to : edge.from;
    const to = against ? edge.from : edge.to;
    // Data orders the two steps already; a second line beside it says nothing.
    if (edge.kind === "dependsOn" && dataPairs.has(pairKey(from, to))) continue;
    const id = `${edge.kind}:${pairKey(from, to)}`;
    if (seen.has(id)) continue;
    seen.add(id);
    result.push({ id, from, to, kind: edge.kind });
  }
  return result;
}

const pairKey = (from: string, to: string): string => `${from}\u0000${to}`;

function subtitle(node: GraphNode): string {
  switch (node.kind) {
    case "bucket":
      return node.uri ?? text(node.detail.path) ?? "bucket";
    case "provider":
      return "provider";
    case "serverless":
      return text(node.detail.runtime) ?? "serverless function";
    case "environment":
      return text(node.detail.environmentType) ?? "execution environment";
    case "step":
      return taskOf(node) ?? "task";
    case "pipeline":
      return text(node.detail.description) ?? "";
  }
}

/** A step is called like its task unless the task is called more than once, or goes by another name. */
function taskOf(node: GraphNode): string | undefined {
  const task = text(node.detail.task);
  return task === undefined || task === node.name ? undefined : `task ${task}`;
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** What a screen reader says for a node. */
export function describeNode(node: ViewNode, model: ViewModel): string {
  const name = (id: string): string => model.nodes.find((other) => other.id === id)?.name ?? id;
  const parts = [`${node.kind} ${node.name}`];
  if (node.clouds.length > 0) parts.push(`on ${node.clouds.join(" or ")}`);
  const say = (word: string, kinds: readonly GraphEdgeKind[], here: "from" | "to"): void => {
    const there = here === "from" ? "to" : "from";
    const others = model.edges.filter((edge) => edge[here] === node.id && kinds.includes(edge.kind)).map((edge) => name(edge[there]));
    if (others.length > 0) parts.push(`${word} ${others.join(", ")}`);
  };
  say("reads", ["reads"], "to");
  say("after", ["dataflow", "dependsOn"], "to");
  say("before", ["dataflow", "dependsOn"], "from");
  say("writes", ["writes"], "from");
  say("runs on", ["runsOn"], "from");
  say("read by", ["reads"], "from");
  say("written by", ["writes"], "to");
  say("runs", ["runsOn"], "to");
  return parts.join(", ");
}
