import type { Graph, GraphEdge, GraphEdgeKind, GraphNode } from "../graph/graph.ts";
import { bucketId, environmentId, pipelineId, providerId, serverlessId, stepId } from "../graph/ids.ts";
import type { JsonValue } from "../json.ts";
import { forEachLeaf } from "./arguments.ts";
import { bucketUsage } from "./bucket-usage.ts";
import { userFrame } from "./location.ts";
import { planSteps } from "./plan.ts";
import type { RecordedStep, Recording } from "./recorder.ts";
import { asResource, type ResourceLike } from "./resource-like.ts";

/**
 * The graph of what a body recorded: the pipeline, its steps, the resources they are given or run on, and the providers of those.
 * @throws PipelineError for a cycle.
 */
export function graphOf({ pipeline, steps }: Recording): Graph {
  planSteps(steps.map((step) => ({ ...step, task: step.task.name })));
  const graph = new GraphBuilder();
  const home = pipelineId(pipeline.name);
  graph.node({
    id: home,
    kind: "pipeline",
    name: pipeline.name,
    clouds: [],
    location: locationOf(pipeline.site),
    detail: present({ description: pipeline.description }),
  });
  for (const step of steps) {
    const id = stepId(pipeline.name, step.name);
    const unclear = addResources(graph, id, step);
    const detail = present({
      task: step.task.name,
      description: step.task.options.description,
      unclear: unclear.length > 0 ? unclear : undefined,
    });
    graph.node({ id, kind: "step", name: step.name, clouds: [], location: locationOf(step.site), detail });
    graph.edge(home, id, "contains");
    for (const input of step.inputs) graph.edge(stepId(pipeline.name, input), id, "dataflow");
    for (const other of step.waitsFor) graph.edge(id, stepId(pipeline.name, other), "dependsOn");
  }
  return graph.result();
}

/** Adds what a step is given and runs on. Returns the buckets of which its function's text does not tell what it does with them. */
function addResources(graph: GraphBuilder, step: string, { task, args }: RecordedStep): string[] {
  const unclear: string[] = [];
  forEachLeaf(args, (value, path) => {
    const resource = asResource(value);
    if (!resource) return;
    const id = graph.resource(resource);
    if (resource.kind !== "bucket") return;
    const usage = bucketUsage(task.fn, path);
    if (usage.reads) graph.edge(step, id, "reads");
    if (usage.writes) graph.edge(step, id, "writes");
    if (usage.unclear) unclear.push(id);
  });
  const executor = asResource(task.options.executor);
  if (executor) graph.edge(step, graph.resource(executor), "runsOn");
  return unclear;
}

class GraphBuilder {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, GraphEdge>();

  node(node: GraphNode): void {
    if (!this.nodes.has(node.id)) this.nodes.set(node.id, node);
  }

  /** Adds a resource and its provider, and gives the resource's id. */
  resource({ kind, name, uri, provider }: ResourceLike): string {
    const id = idOf(kind, provider.name, name);
    const clouds = [provider.cloud];
    this.node({ id: providerId(provider.name), kind: "provider", name: provider.name, clouds, detail: {} });
    this.node({ id, kind, name, clouds, ...(uri === undefined ? {} : { uri }), detail: {} });
    this.edge(providerId(provider.name), id, "creates");
    return id;
  }

  edge(from: string, to: string, kind: GraphEdgeKind): void {
    // Ids may hold any character, JSON keeps them apart.
    this.edges.set(JSON.stringify([from, to, kind]), { from, to, kind });
  }

  result(): Graph {
    return { version: 1, nodes: [...this.nodes.values()], edges: [...this.edges.values()] };
  }
}

function idOf(kind: ResourceLike["kind"], provider: string, name: string): string {
  switch (kind) {
    case "bucket":
      return bucketId(provider, name);
    case "serverless":
      return serverlessId(provider, name);
    case "environment":
      return environmentId(provider, name);
  }
}

/** The place where something was made, as an empty range: a stack tells the start only. */
function locationOf(site: Error): GraphNode["location"] {
  const frame = userFrame(site.stack);
  if (!frame) return undefined;
  const position = { line: frame.line - 1, character: frame.column - 1 };
  return { file: frame.file, range: { start: position, end: position } };
}

function present(detail: Record<string, JsonValue | undefined>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(detail).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
}
