import type { Callers } from "./callers.ts";
import type { Observation } from "./flow/observations.ts";

/** What one module has observed in a file. */
export interface ObservedByModule {
  observations: readonly Observation[];
  /** Whether some of it is only supposed to happen. */
  isSupposed: boolean;
  /** What counted of it when it was last asked for. */
  counted?: readonly Observation[];
}

/**
 * What is observed of each thing with the fewest suppositions, and without those of what is called after all: each module's in a list of its own, which is
 * the module's own list where all of it counts.
 */
export function leastSupposed(modules: readonly ObservedByModule[], callers: Callers): readonly (readonly Observation[])[] {
  let isSupposed = false;
  const certain = modules.map((module) => {
    // Nearly always, and not even looked at one by one then.
    if (!module.isSupposed) return module.observations;
    const found = thoseThat(module.observations, ({ suppositions }) => !suppositions.some((fact) => callers.has(fact)));
    const left = isSameList(module.counted, found) ? module.counted : found;
    module.counted = left;
    isSupposed ||= left.some(({ suppositions }) => suppositions.length > 0);
    return left;
  });
  if (!isSupposed) return certain;
  const least = new Map<string, number>();
  for (const each of certain.flat()) {
    const key = subjectOf(each);
    least.set(key, Math.min(least.get(key) ?? Number.POSITIVE_INFINITY, each.suppositions.length));
  }
  return certain.map((list) => thoseThat(list, (each) => each.suppositions.length === least.get(subjectOf(each))));
}

const isSameList = (one: readonly Observation[] | undefined, other: readonly Observation[]): one is readonly Observation[] =>
  one?.length === other.length && one.every((each, index) => each === other[index]);

/** The list itself where all are like that: what was concluded of it stays true. */
const thoseThat = (list: readonly Observation[], isLike: (observation: Observation) => boolean): readonly Observation[] =>
  list.every(isLike) ? list : list.filter(isLike);

/** What an observation is about: something at a place, and of several pipelines that meet there each for itself. */
function subjectOf(observation: Observation): string {
  const { kind, site } = observation;
  const pipeline = "pipeline" in observation ? observation.pipeline.origin.site : undefined;
  return `${kind}:${site.node}:${pipeline ? `${pipeline.node}:${pipeline.file}` : ""}`;
}
