import { type Graph, type GraphEdge, type GraphEdgeKind, type GraphNode, pipelineId, providerId, stepId } from "@glacier/core/graph";
import { ALWAYS, type Guard, type Guards } from "../analysis/flow/guards.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import {
  type Alternative,
  atomsOf,
  type ConfigAtom,
  type PipelineAtom,
  type ProviderAtom,
  type ResourceAtom,
  type StepRecord,
  type Value,
} from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { bucketUsage } from "./bucket-usage.ts";
import { idOfResource, namesOfProvider, namesOfResource, uriOfBucket } from "./names.ts";
import { part } from "./part.ts";

/** The graph of the workspace, or a part of it, as the source says it. Equal to `pipeline.graph()` wherever the source says everything. */
export function buildGraph(
  source: SourceView,
  guards: Guards,
  observations: readonly Observation[],
  options: { file?: string; pipeline?: string },
): Graph {
  const builder = new GraphBuilder(source, guards);
  for (const observation of options.file === undefined ? observations : asSeenFrom(options.file, observations)) {
    if (observation.kind === "provider") builder.provider(observation.provider);
    else if (observation.kind === "factory") builder.resource(observation.resource);
    else if (observation.kind === "pipeline") builder.pipeline(observation.pipeline);
  }
  return part(builder.result(), builder.given, options);
}

/** The graph of some pipelines, and of nothing else. */
export function graphOfPipelines(source: SourceView, guards: Guards, pipelines: readonly PipelineAtom[]): Graph {
  const builder = new GraphBuilder(source, guards);
  for (const pipeline of pipelines) builder.pipeline(pipeline);
  return builder.result();
}

/** Ids come from names, and two files may each have a pipeline of one name: seen from a file, its own counts, and what it makes lies there. */
function asSeenFrom(file: string, observations: readonly Observation[]): Observation[] {
  const own = observations.filter(({ site }) => site.file === file);
  const names = new Set(own.flatMap((it) => (it.kind === "pipeline" ? [it.pipeline.label] : [])));
  const others = observations.filter((it) => it.site.file !== file && !(it.kind === "pipeline" && names.has(it.pipeline.label)));
  return [...own, ...others];
}

const alternativesOf = (value: Value): readonly Alternative[] =>
  value.kind === "choice" ? value.alternatives : [{ guard: ALWAYS, atom: value }];

class GraphBuilder {
  readonly #source: SourceView;
  readonly #guards: Guards;
  readonly #nodes = new Map<string, GraphNode>();
  /** Per step, the resources that it is given, whether or not it is seen to use them. */
  readonly given = new Map<string, string[]>();
  readonly #edges = new Map<string, GraphEdge>();
  /** The places of the pipelines whose names the source does not say, by what they are called here. */
  readonly #unnamed = new Map<string, string>();

  constructor(source: SourceView, guards: Guards) {
    this.#source = source;
    this.#guards = guards;
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
    const name = this.#nameOf(pipeline);
    const home = pipelineId(name);
    const detail: GraphNode["detail"] = pipeline.description === undefined ? {} : { description: pipeline.description };
    this.#node({ id: home, kind: "pipeline", name, clouds: [], location: this.#source.locate(pipeline.origin.site), detail });
    for (const step of pipeline.steps) this.#step(name, step, pipeline.origin.guard);
  }

  /** `around`: the paths on which there is the pipeline. */
  #step(pipeline: string, step: StepRecord, around: Guard): void {
    const id = stepId(pipeline, step.name);
    const detail: GraphNode["detail"] = { task: step.task.label };
    this.#node({ id, kind: "step", name: step.name, clouds: [], location: this.#source.locate(step.origin.site), detail });
    this.#edge(pipelineId(pipeline), id, "contains");
    const sometimes = new Set<string>();
    if (!this.#guards.implies(around, step.guard)) sometimes.add(id);
    for (const { atom, guard } of step.given) {
      if (atom.kind !== "handle") continue;
      const from = stepId(pipeline, atom.step.name);
      this.#edge(from, id, "dataflow");
      if (!this.#guards.implies(step.guard, guard)) sometimes.add(from);
    }
    for (const { steps, guard } of step.dependencies) {
      for (const other of steps) {
        const to = stepId(pipeline, other.name);
        this.#edge(id, to, "dependsOn");
        if (!this.#guards.implies(step.guard, this.#guards.and(guard, other.guard))) sometimes.add(to);
      }
    }
    const unclear = this.#resourcesOf(id, step, sometimes);
    if (unclear.length > 0) detail.unclear = unclear;
    // What is drawn is what may be. A run's graph knows, and has nothing of the kind.
    if (sometimes.size > 0) detail.sometimes = [...sometimes].sort();
  }

  /** Two pipelines are not one because the source does not say what either is called. */
  #nameOf({ name, label, origin: { site } }: PipelineAtom): string {
    if (name !== undefined) return name;
    const place = JSON.stringify(site);
    let free = label;
    for (let number = 2; (this.#unnamed.get(free) ?? place) !== place; number++) free = `${label}#${number}`;
    this.#unnamed.set(free, place);
    return free;
  }

  /** Adds what a step is given and runs on. Returns the buckets of which its function's text does not tell what it does with them. */
  #resourcesOf(step: string, { given, task, guard }: StepRecord, sometimes: Set<string>): string[] {
    const unclear = new Set<string>();
    const add = (resource: ResourceAtom, on: Guard): string[] => {
      const ids = this.resource(resource);
      if (ids.length > 1 || !this.#guards.implies(guard, on)) for (const id of ids) sometimes.add(id);
      return ids;
    };
    for (const { atom, path, guard: on } of given) {
      if (atom.kind !== "resource") continue;
      const usages = atomsOf(task.body).flatMap((body) => [...bucketUsage(body, path)]);
      for (const id of add(atom, on)) {
        this.given.set(step, [...(this.given.get(step) ?? []), id]);
        if (atom.type !== "bucket") continue;
        for (const usage of usages)
          if (usage === "unclear") unclear.add(id);
          else this.#edge(step, id, usage);
      }
    }
    for (const { atom, guard: on } of task.executor ? alternativesOf(task.executor) : []) {
      if (atom.kind === "resource") for (const id of add(atom, on)) this.#edge(step, id, "runsOn");
    }
    return [...unclear];
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
