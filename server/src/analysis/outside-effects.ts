import { type DoneToThing, type OutsideEffect, outsideEffects, together } from "./flow/effects.ts";
import type { ModuleRun } from "./flow/module-run.ts";

/** What modules do to things that others have made, when they are loaded or when their functions are called: whoever reads these does not know whether that has happened. */
export class OutsideEffects {
  /** By the module that has made the things, and by that which does something to them: also while that one waits to be executed again. */
  readonly #byHome = new Map<string, Map<string, readonly OutsideEffect[]>>();
  /** The homes of what a module does something to. */
  readonly #homes = new Map<string, ReadonlySet<string>>();
  /** What the things of a module were left open for. */
  readonly #leftOpen = new Map<string, string>();
  readonly #changed = new Set<string>();

  /** Takes what a module's runs have done. `homes` gives the run that has made a thing as it is now. */
  note(module: string, runs: readonly ModuleRun[], homes: (file: string) => ModuleRun | undefined): void {
    // Hardly any module does anything to others' things.
    if (runs.every(({ effects }) => effects.size === 0)) this.#set(module, new Map());
    else
      this.#set(
        module,
        Map.groupBy(outsideEffects(runs, homes), ({ home }) => home),
      );
  }

  #set(module: string, effects: ReadonlyMap<string, readonly OutsideEffect[]>): void {
    for (const home of this.#homes.get(module) ?? []) {
      this.#byHome.get(home)?.delete(module);
      this.#changed.add(home);
    }
    for (const [home, done] of effects) {
      const known = this.#byHome.get(home);
      if (known) known.set(module, done);
      else this.#byHome.set(home, new Map([[module, done]]));
      this.#changed.add(home);
    }
    if (effects.size === 0) this.#homes.delete(module);
    else this.#homes.set(module, new Set(effects.keys()));
  }

  /** What is done to the things of a module, by the way to each; to be asked when they are left open for it. */
  on(home: string): ReadonlyMap<string, DoneToThing> {
    const done = this.#doneTo(home);
    if (done.size === 0) this.#leftOpen.delete(home);
    else this.#leftOpen.set(home, keyOf(done));
    return done;
  }

  #doneTo = (home: string): ReadonlyMap<string, DoneToThing> => together(this.#byHome.get(home) ?? NOTHING);

  /** The modules whose things are not left open for what is done to them now. `isThere`: whether a module is still looked at. */
  outdated(isThere: (module: string) => boolean): string[] {
    for (const module of [...this.#homes.keys()]) if (!isThere(module)) this.#set(module, new Map());
    const found = [...this.#changed].filter((home) => keyOf(this.#doneTo(home)) !== (this.#leftOpen.get(home) ?? ""));
    this.#changed.clear();
    return found;
  }

  forget(): void {
    this.#byHome.clear();
    this.#homes.clear();
    this.#leftOpen.clear();
    this.#changed.clear();
  }
}

const NOTHING: ReadonlyMap<string, readonly OutsideEffect[]> = new Map();

/** Whoever does it first does not matter. */
const keyOf = (done: ReadonlyMap<string, DoneToThing>): string =>
  [...done]
    .map(([way, { kind, isOwn, by }]) => `${way} ${kind} ${isOwn} ${by}`)
    .sort()
    .join("\n");
