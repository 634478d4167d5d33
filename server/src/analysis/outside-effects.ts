import { type DoneToThings, includes, sum, together } from "./flow/done-to-things.ts";
import { type OutsideEffect, outsideEffects } from "./flow/effects.ts";
import type { ModuleRun } from "./flow/module-run.ts";

/** What a module does to a thing of another one. */
interface Done extends OutsideEffect {
  /** It was seen to do so with none of what it asks left open: so no edit elsewhere, but of what it uses itself, puts an end to that. */
  isFirm: boolean;
  /** By a text that it has no more: it counts until the module has been executed again. */
  isPast: boolean;
  /** When it was seen last, what is left open was asked. */
  asks: boolean;
}

/**
 * What modules do to things that others have made, when they are loaded or when their functions are called: whoever reads these does not know whether that
 * has happened. A module that finds something left open may do more to others' things for that. So it is begun with nothing left open, and what is left
 * open only grows; where less is done after an edit, or perhaps only for what was left open itself, what hangs on that is begun again with nothing left open.
 */
export class OutsideEffects {
  /** By the module that has made the things, and by that which does something to them: also while that one waits to be executed again. */
  readonly #byHome = new Map<string, Map<string, readonly Done[]>>();
  /** What a module does, by the homes of what it does it to. */
  readonly #byModule = new Map<string, ReadonlyMap<string, readonly Done[]>>();
  /** What the things of a module were left open for. */
  readonly #leftOpen = new Map<string, DoneToThings>();
  readonly #changed = new Set<string>();

  /** Takes what a module's runs have done. `homes` gives the run that has made a thing as it is now; `isFirm` whether they have asked nothing that is left open. */
  note(module: string, runs: readonly ModuleRun[], homes: (file: string) => ModuleRun | undefined, isFirm: () => boolean): void {
    const known = [...(this.#byModule.get(module)?.values() ?? [])].flat();
    // Hardly any module does anything to others' things.
    if (known.length === 0 && runs.every(({ effects }) => effects.size === 0)) return;
    const effects = outsideEffects(runs, homes);
    const areFirm = effects.length > 0 && isFirm();
    // What it did with less left open it does still, though the run may not have told it from what others do.
    const done = new Map(known.flatMap((it) => (it.isPast ? [] : [[keyOf(it), it]])));
    for (const it of effects) {
      const key = keyOf(it);
      done.set(key, { ...it, isFirm: areFirm || done.get(key)?.isFirm === true, isPast: false, asks: !areFirm });
    }
    this.#set(
      module,
      Map.groupBy(done.values(), ({ home }) => home),
    );
  }

  /**
   * Takes modules that are to be executed with other texts than before. Gives all that are to be executed again for that: where everything is that hangs on a
   * module's things, and some of it asks what is left open of these, it is begun again with nothing left open at once.
   */
  edited(modules: Set<string>, dependants: Dependants): Set<string> {
    if (this.#byModule.size === 0) return modules;
    const asked = [...modules].filter((home) => [...(this.#byHome.get(home)?.values() ?? [])].flat().some(({ asks }) => asks));
    for (const module of this.#begun(this.#hangingOn(asked, dependants))) modules.add(module);
    for (const module of modules) {
      const done = this.#byModule.get(module);
      if (done)
        this.#set(module, new Map([...done].map(([home, all]) => [home, all.map((it) => ({ ...it, isFirm: false, isPast: true }))])));
    }
    return modules;
  }

  #set(module: string, done: ReadonlyMap<string, readonly Done[]>): void {
    for (const home of this.#byModule.get(module)?.keys() ?? []) {
      this.#byHome.get(home)?.delete(module);
      this.#changed.add(home);
    }
    for (const [home, all] of done) {
      const known = this.#byHome.get(home);
      if (known) known.set(module, all);
      else this.#byHome.set(home, new Map([[module, all]]));
      this.#changed.add(home);
    }
    if (done.size === 0) this.#byModule.delete(module);
    else this.#byModule.set(module, done);
  }

  /** What is done to the things of a module, by the way to each; to be asked when they are left open for it. */
  on(home: string): DoneToThings {
    const done = sum(this.#leftOpen.get(home) ?? NONE, this.#doneTo(home));
    if (done.size > 0) this.#leftOpen.set(home, done);
    return done;
  }

  #doneTo = (home: string): DoneToThings => together(this.#byHome.get(home) ?? NOTHING);

  /**
   * The modules to begin again after an edit, once all were completed, since what things are left open for may be done no more. `isThere`: whether a module is
   * still looked at; `dependants` gives the modules that hang on some.
   */
  unfounded(isThere: (module: string) => boolean, dependants: Dependants): Iterable<string> {
    for (const module of [...this.#byModule.keys()]) if (!isThere(module)) this.#set(module, NOTHING);
    const unfounded = [...this.#changed].filter((home) => !this.#isFounded(home));
    const found = this.#hangingOn(unfounded, dependants);
    const isFirm = [...found].every((module) => [...(this.#byModule.get(module)?.values() ?? [])].flat().every((it) => it.isFirm));
    if (!isFirm) return this.#begun(found);
    for (const home of unfounded) this.#leftOpen.delete(home);
    return unfounded;
  }

  /** The modules that hang on some, those included whose things these do something to, and what hangs on them. */
  #hangingOn(modules: string[], dependants: Dependants): Set<string> {
    const found = new Set<string>();
    for (let homes = modules; homes.length > 0; ) {
      const added = [...dependants(homes)].filter((module) => !found.has(module));
      for (const module of added) found.add(module);
      homes = added.flatMap((module) => [...(this.#byModule.get(module)?.keys() ?? [])]).filter((home) => !found.has(home));
    }
    return found;
  }

  /** Leaves nothing open in modules any more, nor elsewhere for what they do. */
  #begun(modules: Set<string>): Set<string> {
    for (const module of modules) {
      this.#leftOpen.delete(module);
      this.#set(module, NOTHING);
    }
    return modules;
  }

  /** Whether all that a module's things are left open for is done by others, and not perhaps for that alone. */
  #isFounded(home: string): boolean {
    const open = this.#leftOpen.get(home);
    if (!open) return true;
    const firm = [...(this.#byHome.get(home) ?? [])].map(([module, all]) => [module, all.filter((it) => it.isFirm)] as const);
    return includes(together(new Map(firm)), open);
  }

  /** The modules whose things are not left open for all that is done to them now. */
  outdated(): string[] {
    const found = [...this.#changed].filter((home) => !includes(this.#leftOpen.get(home) ?? NONE, this.#doneTo(home)));
    this.#changed.clear();
    return found;
  }

  forget(): void {
    this.#byHome.clear();
    this.#byModule.clear();
    this.#leftOpen.clear();
    this.#changed.clear();
  }
}

type Dependants = (modules: Iterable<string>) => Iterable<string>;

const NOTHING: ReadonlyMap<string, readonly Done[]> = new Map();

const NONE: DoneToThings = new Map();

const keyOf = ({ home, way, kind, isOwn }: OutsideEffect): string => `${home} ${way} ${kind} ${isOwn}`;
