import type { ModuleRun } from "./module-run.ts";
import type { FactoryCall, ResourcesMeet } from "./observations.ts";

/**
 * The buckets of one name that are made in different files, and that a module brings together: it makes or imports both. What is said of a file may
 * depend only on runs that touch it, and this module's run does touch both.
 */
export function meetingsOf(run: ModuleRun, used: readonly ModuleRun[]): ResourcesMeet[] {
  const own = bucketsOf(run);
  const calls = [...used.flatMap(bucketsOf), ...own];
  const byName = new Map<string, FactoryCall[]>();
  for (const call of calls) {
    const name = nameOf(call);
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), call]);
  }
  return [...byName.values()].flatMap((same) =>
    same.flatMap((call, index) =>
      same.slice(0, Math.min(index, MEETING_LIMIT)).flatMap((other): ResourcesMeet[] => {
        if (call.site.file === other.site.file) return [];
        return [{ kind: "meeting", site: call.site, guard: call.guard, suppositions: call.suppositions, call, other }];
      }),
    ),
  );
}

/** A bucket whose config may say something else elsewhere. */
const bucketsOf = ({ observations }: ModuleRun): FactoryCall[] =>
  observations.flatMap((it) =>
    it.kind === "factory" && it.type === "bucket" && it.suppositions.length === 0 && it.configs.some(({ list }) => list?.length)
      ? [it]
      : [],
  );

const nameOf = ({ resource: { resourceName } }: FactoryCall): string | undefined =>
  resourceName.kind === "literal" && typeof resourceName.value === "string" ? resourceName.value : undefined;

/** One bucket that is made in very many files is compared with the first of them. */
const MEETING_LIMIT = 20;
