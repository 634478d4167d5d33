import type { Observation } from "./flow/observations.ts";

/** What was observed in each file, by the modules on whose behalf it happens, in the order of their names. */
export class Observers {
  readonly #byFile = new Map<string, { module: string; observations: Observation[] }[]>();

  /** Takes what a module has observed, besides what it has before. Gives the files in which it was. */
  add(module: string, observations: readonly Observation[]): Iterable<string> {
    const byFile = Map.groupBy(observations, ({ site }) => site.file);
    for (const [file, found] of byFile) {
      const known = this.#byFile.get(file);
      const place = known ? placeOf(known, module) : 0;
      const own = known?.[place];
      if (own?.module === module) own.observations.push(...found);
      else if (known) known.splice(place, 0, { module, observations: found });
      else this.#byFile.set(file, [{ module, observations: found }]);
    }
    return byFile.keys();
  }

  /** Forgets all that a module has observed in a file. */
  delete(module: string, file: string): void {
    const known = this.#byFile.get(file) ?? [];
    const place = placeOf(known, module);
    if (known[place]?.module === module) known.splice(place, 1);
    if (known.length === 0) this.#byFile.delete(file);
  }

  /** One list for each module. */
  in(file: string): readonly { observations: readonly Observation[] }[] {
    return this.#byFile.get(file) ?? [];
  }

  /** The files in which something was observed, sorted. */
  files(): string[] {
    return [...this.#byFile.keys()].sort();
  }

  clear(): void {
    this.#byFile.clear();
  }
}

/** Where a module stands in a sorted list, or would. Hundreds of modules may observe a helper, and each edit of one of them asks. */
function placeOf(list: readonly { module: string }[], module: string): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.module ?? "") < module) low = middle + 1;
    else high = middle;
  }
  return low;
}
