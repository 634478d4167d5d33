import { type Graph, type GraphEdge, type GraphEdgeKind, type GraphNode, pipelineId, providerId, stepId } from "@glacier/core/graph";
import type { Observation } from "../analysis/flow/observations.ts";
import {
  type Atom,
  atomsOf,
  type ConfigAtom,
  type PipelineAtom,
  type ProviderAtom,
  type ResourceAtom,
  type StepRecord,
  type StepScope,
  type Value,
} from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { idOfResource, namesOfProvider, namesOfResource, uriOfBucket } from "./names.ts";
import { part } from "./part.ts";

/** The graph of the workspace, or a part of it, as the source says it. Equal to `pipeline.graph()` wherever the source says everything. */
export function buildGraph(source: SourceView, observations: readonly Observation[], options: { file?: string; pipeline?: string }): Graph {
  const builder = new GraphBuilder(source);
  for (const observation of options.file === undefined ? observations : asSeenFrom(options.file, observations)) {
    if (observation.kind === "provider") builder.provider(observation.provider);
    else if (observation.kind === "factory") builder.resource(observation.resource);
    else if (observation.kind === "pipeline") builder.pipeline(observation.pipeline);
  }
  return part(builder.result(), builder.given, options);
}

/** The graph of some pipelines, and of nothing else. */
export function graphOfPipelines(source: SourceView, pipelines: readonly PipelineAtom[]): Graph {
  const builder = new GraphBuilder(source);
  for (const pipeline of pipelines) builder.pipeline(pipeline);
  return builder.result();
}

/** Ids come from names, and two files may each have a pipeline of one name: seen from a file, its own counts, and what it makes lies there. */
function asSeenFrom(file: string, observations: readonly Observation[]): Observation[] {
  const own = observations.filter(({ site }) => site.file === file);
  const names = new Set(own.flatMap((it) => (it.kind === "pipeline" ? [it.pipeline.name] : [])));
  const others = observations.filter((it) => it.site.file !== file && !(it.kind === "pipeline" && names.has(it.pipeline.name)));
  return [...own, ...others];
}

class GraphBuilder {
  readonly #source: SourceView;
  readonly #nodes = new Map<string, GraphNode>();
  /** Per step, the resources that it is given, whether or not it is seen to use them. */
  readonly given = new Map<string, string[]>();
  readonly #edges = new Map<string, GraphEdge>();

  constructor(source: SourceView) {
    this.#source = source;
  }

  result(): Graph {
    return { version: 1, nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] };
  }

  provider(provider: ProviderAtom): { id: string; name: string; cloud: string | undefined; config: ConfigAtom | undefined }[] {
    return namesOfProvider(provider).map(({ name, cloud, config }) => {
      const id = providerId(name);
      const clouds = cloud === undefined ? [] : [cloud];
      this.#node({ id, kind: "provider", name, clouds, location: this.#source.locate(provider.origin.site), detail: {} });
      return { id, name, cloud, config };
    });
  }

  /** Adds a resource and the providers that it may be of; gives its ids. A resource of a provider that comes from outside has no name, and is absent. */
  resource(resource: ResourceAtom): string[] {
    const providers = atomsOf(resource.provider).flatMap((atom) => (atom.kind === "provider" ? this.provider(atom) : []));
    return providers.flatMap(({ id: owner, name: providerName, cloud, config }) =>
      namesOfResource(resource).map((name) => {
        const id = idOfResource(resource.type, providerName, name);
        const kind = resource.type === "bucket" || resource.type === "serverless" ? resource.type : "environment";
        const uri = resource.type === "bucket" ? uriOfBucket(cloud, config, resource) : undefined;
        const clouds = cloud === undefined ? [] : [cloud];
        this.#node({
          id,
          kind,
          name,
          clouds,
          ...(uri !== undefined && { uri }),
          location: this.#source.locate(resource.origin.site),
          detail: {},
        });
        this.#edge(owner, id, "creates");
        return id;
      }),
    );
  }

  pipeline(pipeline: PipelineAtom): void {
    const { name } = pipeline;
    if (name === undefined) return;
    const home = pipelineId(name);
    const detail: GraphNode["detail"] = pipeline.description === undefined ? {} : { description: pipeline.description };
    this.#node({ id: home, kind: "pipeline", name, clouds: [], location: this.#source.locate(pipeline.origin.site), detail });
    for (const step of pipeline.steps) {
      const id = stepId(name, step.name);
      const task = step.task.name ?? "";
      this.#node({ id, kind: "step", name: step.name, clouds: [], location: this.#source.locate(step.origin.site), detail: { task } });
      this.#edge(home, id, "contains");
      for (const input of handlesIn(step.arguments)) this.#edge(stepId(name, input.name), id, "dataflow");
      for (const other of waitsFor(step, pipeline.steps)) this.#edge(id, stepId(name, other.name), "dependsOn");
      this.#resourcesOf(id, step);
    }
  }

  #resourcesOf(step: string, { arguments: given, task, access }: StepRecord): void {
    for (const resource of resourcesIn(given)) {
      for (const id of this.resource(resource)) {
        this.given.set(step, [...(this.given.get(step) ?? []), id]);
        for (const { operation, site, resource: accessed } of access) {
          if (accessed === resource && this.#isInTask(site, task.body)) this.#edge(step, id, operation);
        }
      }
    }
    const executor = task.options && task.options.kind === "object" ? task.options.properties.get("executor")?.value : undefined;
    for (const atom of executor ? atomsOf(executor) : []) {
      if (atom.kind === "resource") for (const id of this.resource(atom)) this.#edge(step, id, "runsOn");
    }
  }

  /** Only what stands in the task's own text counts, as at run time, where nothing is executed to draw a graph. */
  #isInTask(site: { file: string; node: number }, body: Value): boolean {
    return atomsOf(body).some((atom) => {
      if (atom.kind !== "function" || atom.module.file !== site.file) return false;
      const [whole, call] = [this.#source.offsets({ file: site.file, node: atom.fact.node }), this.#source.offsets(site)];
      return whole.start <= call.start && call.end <= whole.end;
    });
  }

  #node(node: GraphNode): void {
    const known = this.#nodes.get(node.id);
    if (!known) this.#nodes.set(node.id, node);
    else known.clouds = [...new Set([...known.clouds, ...node.clouds])].sort();
  }

  #edge(from: string, to: string, kind: GraphEdgeKind): void {
    // Ids may hold any character, JSON keeps them apart.
    this.#edges.set(JSON.stringify([from, to, kind]), { from, to, kind });
  }
}

/** The steps that a step's `dependsOn` means: those of the task in the same call of a body, else in one around it, else anywhere. */
function waitsFor(step: StepRecord, steps: readonly StepRecord[]): StepRecord[] {
  const { options } = step.task;
  const list = options?.kind === "object" ? options.properties.get("dependsOn")?.value : undefined;
  const tasks = list?.kind === "array" ? list.items.flatMap(({ value }) => atomsOf(value)) : [];
  return tasks.flatMap((task) => {
    const all = steps.filter((other) => other.task === task);
    for (let around: StepScope | undefined = step.scope; around; around = around.parent) {
      const near = all.filter((other) => other.scope === around);
      if (near.length > 0) return near;
    }
    return all;
  });
}

const handlesIn = (given: readonly Value[]): StepRecord[] => leaves(given).flatMap((atom) => (atom.kind === "handle" ? [atom.step] : []));

const resourcesIn = (given: readonly Value[]): ResourceAtom[] => leaves(given).flatMap((atom) => (atom.kind === "resource" ? [atom] : []));

/** What arguments hold, also inside arrays and plain objects. */
function leaves(values: readonly Value[], depth = 0): Atom[] {
  if (depth > 6) return [];
  return values.flatMap(atomsOf).flatMap((atom) => {
    if (atom.kind === "array")
      return leaves(
        atom.items.map(({ value }) => value),
        depth + 1,
      );
    if (atom.kind !== "object" || atom.class) return [atom];
    return leaves(
      [...atom.properties.values()].flatMap(({ value }) => value ?? []),
      depth + 1,
    );
  });
}
