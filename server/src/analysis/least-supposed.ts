import type { Callers } from "./callers.ts";
import type { Observation } from "./flow/observations.ts";

/** What one module has observed in a file. */
export interface ObservedByModule {
  observations: Observation[];
  /** Whether some of it is only supposed to happen. */
  isSupposed: boolean;
}

/** What is observed of each thing with the fewest suppositions, and without those of what is called after all. */
export function leastSupposed(modules: readonly ObservedByModule[], callers: Callers): readonly Observation[] {
  const certain: Observation[] = [];
  let isSupposed = false;
  for (const module of modules) {
    // Nearly always, and not even looked at one by one then.
    if (!module.isSupposed) certain.push(...module.observations);
    else {
      for (const each of module.observations) {
        if (each.suppositions.length > 0 && each.suppositions.some((fact) => callers.has(fact))) continue;
        certain.push(each);
        isSupposed ||= each.suppositions.length > 0;
      }
    }
  }
  if (!isSupposed) return certain;
  const least = new Map<string, number>();
  for (const each of certain) {
    const key = subjectOf(each);
    least.set(key, Math.min(least.get(key) ?? Number.POSITIVE_INFINITY, each.suppositions.length));
  }
  return certain.filter((each) => each.suppositions.length === least.get(subjectOf(each)));
}

/** What an observation is about: something at a place, and of several pipelines that meet there each for itself. */
function subjectOf(observation: Observation): string {
  const { kind, site } = observation;
  const pipeline = "pipeline" in observation ? observation.pipeline.origin.site : undefined;
  return `${kind}:${site.node}:${pipeline ? `${pipeline.node}:${pipeline.file}` : ""}`;
}
