import type { Analysis, Forgotten } from "../analysis/analysis.ts";

/**
 * Executes modules again whose things others do something else to than these were left open for, and all that depend on them, until that is no more so: it
 * comes to its end, since what things are left open for only grows. To be begun once all modules were completed. `isThere`: whether a module is still looked
 * at. Adds the files in which something else is observed, gives the modules that were executed again, and yields before each.
 */
export function* settling(analysis: Analysis, isThere: (file: string) => boolean, observed: Set<string>): Generator<void, Set<string>> {
  const again = new Set<string>();
  function* execute(forgotten: Forgotten): Generator<void, void> {
    for (const file of forgotten.observed) observed.add(file);
    for (const module of forgotten.modules) {
      again.add(module);
      if (!isThere(module)) continue;
      yield;
      analysis.complete(module, observed);
    }
  }
  yield* execute(analysis.forgetUnfounded(isThere));
  for (let forgotten = analysis.forgetOutdated(); forgotten.modules.size > 0; forgotten = analysis.forgetOutdated())
    yield* execute(forgotten);
  return again;
}
