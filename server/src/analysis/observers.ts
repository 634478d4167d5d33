import { type Called, type CalledFrom, Callers } from "./callers.ts";
import type { Observation } from "./flow/observations.ts";
import { leastSupposed, type ObservedByModule } from "./least-supposed.ts";

/** What was observed in each file, by the modules on whose behalf it happens. */
export class Observers {
  readonly #byFile = new Map<string, InFile>();
  readonly #callers = new Callers();
  /** By function, the files in which something is observed, or was once, that happens only if it is called. */
  #supposedIn = new WeakMap<Called, Set<string>>();

  /** Takes what a module has observed, besides what it has before. Gives the files of which something else is observed now. */
  add(module: string, { observations, called, calledFrom }: Run): Set<string> {
    const changed = this.#supposingFiles(this.#callers.add(called, calledFrom));
    for (const [file, found] of Map.groupBy(observations, ({ site }) => site.file)) {
      changed.add(file);
      const supposed = new Set(found.flatMap(({ suppositions }) => suppositions));
      const isSupposed = supposed.size > 0;
      for (const fact of supposed) this.#noteSupposed(fact, file);
      const known = this.#byFile.get(file) ?? { modules: [], kept: undefined };
      const place = placeOf(known.modules, module);
      const own = known.modules[place];
      if (own?.module === module) {
        // What was concluded of the list must not be taken for what is true of a longer one.
        own.observations = [...own.observations, ...found];
        own.isSupposed ||= isSupposed;
        known.kept = undefined;
      } else {
        known.modules.splice(place, 0, { module, observations: found, isSupposed });
        known.kept = isSupposed ? undefined : withList(known.kept, place, found);
      }
      this.#byFile.set(file, known);
    }
    return changed;
  }

  /** Forgets all that a module has observed in the files of one of its runs. Gives the files of which something else is observed now. */
  delete(module: string, { observations, called, calledFrom }: Run): Set<string> {
    const changed = this.#supposingFiles(this.#callers.delete(called, calledFrom));
    for (const file of new Set(observations.map(({ site }) => site.file))) {
      changed.add(file);
      const known = this.#byFile.get(file);
      const place = known ? placeOf(known.modules, module) : 0;
      if (!known || known.modules[place]?.module !== module) continue;
      const [own] = known.modules.splice(place, 1);
      known.kept = own?.isSupposed ? undefined : withList(known.kept, place);
      if (known.modules.length === 0) this.#byFile.delete(file);
    }
    return changed;
  }

  /**
   * Each module's in a list of its own, in the order of the modules' names; what is only supposed gives way to what is known to happen. The same lists as
   * long as they are the same: hundreds of modules may observe a helper, and an edit of one of them makes one list new.
   */
  in(file: string): readonly (readonly Observation[])[] {
    const known = this.#byFile.get(file);
    if (!known) return NOTHING;
    const { changes } = this.#callers;
    if (known.kept && (known.kept.asOf === undefined || known.kept.asOf === changes)) return known.kept.lists;
    const lists = leastSupposed(known.modules, this.#callers);
    known.kept = { lists, asOf: known.modules.some(({ isSupposed }) => isSupposed) ? changes : undefined };
    return lists;
  }

  /** The files in which something was observed, sorted. */
  files(): string[] {
    return [...this.#byFile.keys()].sort();
  }

  clear(): void {
    this.#byFile.clear();
    this.#callers.clear();
    this.#supposedIn = new WeakMap();
  }

  /** What is supposed of functions gives way where they are called, and comes back where they are not. */
  #supposingFiles(functions: readonly Called[]): Set<string> {
    return new Set(functions.flatMap((fact) => [...(this.#supposedIn.get(fact) ?? [])]));
  }

  #noteSupposed(fact: Called, file: string): void {
    const files = this.#supposedIn.get(fact);
    if (files) files.add(file);
    else this.#supposedIn.set(fact, new Set([file]));
  }
}

const NOTHING: readonly (readonly Observation[])[] = [];

/** What is asked of a module's run. */
interface Run {
  observations: readonly Observation[];
  called: Iterable<Called>;
  calledFrom: CalledFrom;
}

interface InFile {
  modules: (ObservedByModule & { module: string })[];
  kept: Counted | undefined;
}

/** What counts of it. Where something is supposed, that is good until something else is called. */
interface Counted {
  lists: readonly (readonly Observation[])[];
  asOf: number | undefined;
}

/** With one list more at a place, or without that one: where nothing is supposed each counts for itself, and the others are not looked at. */
function withList(kept: Counted | undefined, place: number, found?: readonly Observation[]): Counted | undefined {
  if (!kept || kept.asOf !== undefined) return undefined;
  return { ...kept, lists: found ? kept.lists.toSpliced(place, 0, found) : kept.lists.toSpliced(place, 1) };
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
