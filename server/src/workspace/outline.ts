import { pipelineId, providerId, type Range, stepId } from "@glacier/core/graph";
import type { OutlineTask } from "../../protocol/index.ts";
import type { Site } from "../analysis/facts/facts.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { atomsOf } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { idOfResource, namesOfProvider, namesOfResource } from "../graph/names.ts";
import type { FileLocation, Outline, OutlineResource } from "./answers.ts";
import { declarationOf } from "./declaration.ts";

type Kind<K extends Observation["kind"]> = Observation & { kind: K };

/** What a file declares. `everywhere` are all files in which a pipeline may call one of its tasks. */
export function outlineOf(
  file: string,
  version: number | null,
  source: SourceView,
  observations: (file: string) => readonly Observation[],
  everywhere: readonly string[],
): Outline {
  const own = observations(file);
  const ofKind = <K extends Observation["kind"]>(kind: K): Kind<K>[] => own.filter((it): it is Kind<K> => it.kind === kind);
  const place = (site: Site): { range: Range; selectionRange: Range } => declarationOf(source, site);
  const pipelines = once(ofKind("pipeline"), ({ site }) => site).flatMap(({ pipeline, site }) => {
    const { name } = pipeline;
    if (name === undefined) return [];
    const steps = pipeline.steps.map((step) => {
      const at = source.locate(step.origin.site);
      return { id: stepId(name, step.name), name: step.name, task: step.task.name ?? "", file: at.file, range: at.range };
    });
    return [{ id: pipelineId(name), name, ...place(site), steps }];
  });
  const tasks = once(ofKind("task"), ({ site }) => site);
  const uses = tasks.length === 0 ? [] : usesIn(everywhere.flatMap(observations));
  return {
    file,
    version,
    pipelines,
    tasks: tasks.flatMap(({ task, site }): OutlineTask<FileLocation>[] => {
      if (task.name === undefined) return [];
      const steps = uses
        .filter((use) => use.task.file === site.file && use.task.node === site.node)
        .map(({ file: of, pipeline, step }) => ({ file: of, pipeline, step }));
      return [{ name: task.name, ...place(site), steps }];
    }),
    providers: once(ofKind("provider"), ({ site }) => site).map(({ provider, site }): OutlineResource => {
      const names = namesOfProvider(provider);
      const clouds = names.flatMap(({ cloud }) => cloud ?? []);
      const name = names[0]?.name ?? "";
      return { id: providerId(name), name, clouds: clouds.length === names.length ? [...new Set(clouds)] : [], ...place(site) };
    }),
    buckets: once(ofKind("factory"), ({ site }) => site).flatMap(({ resource, site }): OutlineResource[] => {
      if (resource.type !== "bucket") return [];
      const owners = atomsOf(resource.provider).flatMap((atom) => (atom.kind === "provider" ? namesOfProvider(atom) : []));
      const clouds = owners.flatMap(({ cloud }) => cloud ?? []);
      const name = namesOfResource(resource)[0] ?? "";
      const id = idOfResource("bucket", owners[0]?.name ?? "?", name);
      return [{ id, name, clouds: clouds.length === owners.length ? [...new Set(clouds)] : [], ...place(site) }];
    }),
  };
}

function usesIn(observations: readonly Observation[]): { task: Site; file: string; pipeline: string; step: string }[] {
  return observations.flatMap((observation) => {
    if (observation.kind !== "pipeline") return [];
    const { name, steps } = observation.pipeline;
    if (name === undefined) return [];
    return steps.map((step) => ({ task: step.task.origin.site, file: observation.site.file, pipeline: name, step: step.name }));
  });
}

/** One of each place: a function that makes something is called more than once. */
function once<Item>(items: readonly Item[], siteOf: (item: Item) => Site): Item[] {
  return items.filter((item, index) => items.findIndex((other) => siteOf(other).node === siteOf(item).node) === index);
}
