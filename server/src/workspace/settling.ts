import type { Analysis } from "../analysis/analysis.ts";

/**
 * Executes modules again whose things others do something else to than these were left open for, and all that depend on them, until that is no more so.
 * To be begun once all modules were completed. `isThere`: whether a module is still looked at. Adds the files in which something else is observed, gives
 * the modules that were executed again, and yields before each.
 */
export function* settling(analysis: Analysis, isThere: (file: string) => boolean, observed: Set<string>): Generator<void, Set<string>> {
  const again = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const outdated = analysis.outdated(isThere);
    if (outdated.length === 0) break;
    const forgotten = analysis.forget(outdated, false);
    for (const file of forgotten.observed) observed.add(file);
    for (const module of forgotten.modules) {
      again.add(module);
      if (!isThere(module)) continue;
      yield;
      analysis.complete(module, observed);
    }
  }
  return again;
}

/** A module that finds something left open may do more to others' things, and so on: nobody writes a longer chain. */
const ROUNDS = 6;
