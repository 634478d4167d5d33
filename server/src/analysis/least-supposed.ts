import type { ClassFact, FunctionFact } from "./facts/facts.ts";
import type { Observation } from "./flow/observations.ts";

/** What is observed of each thing with the fewest suppositions, and without those of what `isCalled` after all. */
export function leastSupposed(
  lists: readonly { observations: readonly Observation[] }[],
  isCalled: (fact: FunctionFact | ClassFact) => boolean,
): Observation[] {
  const certain: Observation[] = [];
  let isSupposed = false;
  for (const { observations } of lists) {
    for (const each of observations) {
      if (each.suppositions.length > 0 && each.suppositions.some(isCalled)) continue;
      certain.push(each);
      isSupposed ||= each.suppositions.length > 0;
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
