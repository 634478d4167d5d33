import { cloudOfProviderConfig } from "@glacier/core/clouds";
import type { Range } from "@glacier/core/graph";
import type { Site } from "../analysis/facts/facts.ts";
import { keyOfSite } from "../analysis/facts/site-key.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { atomsOf } from "../analysis/flow/values.ts";
import { touches } from "../analysis/ranges.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** The places at which the providers are made that a range touches, or whose config it touches, by {@link keyOfSite}. */
export function providersAt(
  source: SourceView,
  observations: readonly Observation[],
  { file, range }: { file: string; range: Range },
): Set<string> {
  const isThere = (site: Site): boolean => site.file === file && touches(source.locate(site).range, range);
  const found = observations.flatMap((made) => {
    if (made.kind !== "provider") return [];
    const configs = atomsOf(made.provider.config).flatMap((atom) =>
      atom.kind === "config" && cloudOfProviderConfig(atom.className) ? [atom.origin.site] : [],
    );
    return [made.provider.origin.site, ...configs].some(isThere) ? [keyOfSite(made.provider.origin.site)] : [];
  });
  return new Set(found);
}
