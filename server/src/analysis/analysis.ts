import { mayBeRead } from "./export-readers.ts";
import { type ImportedType, importedType } from "./exported-types.ts";
import { exportedNames, exportedValue, type Modules, passesOnMore } from "./exports.ts";
import type { Alignment } from "./facts/align.ts";
import type { FileFacts } from "./facts/facts.ts";
import { declaredNames } from "./facts/names.ts";
import { keepWrites } from "./facts/writes.ts";
import { hoistedNames } from "./flow/calls.ts";
import { markFilledByOthers } from "./flow/changed-elsewhere.ts";
import { Conditions } from "./flow/conditions.ts";
import { cyclesOf } from "./flow/cycles.ts";
import { leaveOpen, noteEffects } from "./flow/effects.ts";
import { Guards } from "./flow/guards.ts";
import { importedValue } from "./flow/imports.ts";
import { InertCode } from "./flow/inert.ts";
import { Interpreter } from "./flow/interpreter.ts";
import { forgetExpected } from "./flow/kept-failures.ts";
import { takeOver } from "./flow/loading.ts";
import type { Machine, Program } from "./flow/machine.ts";
import { meetingsOf } from "./flow/meetings.ts";
import { ModuleRun, withoutMore } from "./flow/module-run.ts";
import type { Move } from "./flow/moves.ts";
import type { Observation } from "./flow/observations.ts";
import { ancestry } from "./flow/operators.ts";
import { mayBeQuiet, QuietCode } from "./flow/quiet.ts";
import { supposeRest } from "./flow/suppose.ts";
import { type PipelineAtom, UNDEFINED, type Value } from "./flow/values.ts";
import { Observers } from "./observers.ts";
import { OutsideEffects } from "./outside-effects.ts";

/** What the analysis asks of whoever owns the files. */
export interface Sources {
  /** Undefined for a file that is not there or cannot be read. */
  facts(file: string): FileFacts | undefined;
  /** The file of the workspace that a specifier means. */
  resolve(specifier: string, from: string): string | undefined;
  /** The files that a file imports, types left out. */
  imports(file: string): readonly string[];
  /** The files that import a file, other than for its types alone. */
  importers(file: string): readonly string[];
  /** The files that can have anything to do with Glacier. */
  relevant(): ReadonlySet<string>;
  /** Whether a file may ask the environment something and throw, or change it, when it is loaded. */
  settlesEnvironment(file: string): boolean;
}

/** Modules to complete again, and the files in which they had observed something. */
export interface Forgotten {
  modules: Set<string>;
  observed: Set<string>;
}

/**
 * Every module of the workspace as an execution: what it observed, and which files that depends on.
 *
 * A module's top level is executed once, abstractly, on all paths at once, and so is whatever it calls, in whichever file, with the arguments of
 * that call. So what reaches a line is what really reaches it, and values that belong together stay together, however they travel.
 */
export class Analysis implements Program {
  readonly #sources: Sources;
  readonly #modules: Modules;
  #guards = new Guards();
  #conditions = new Conditions(this.#guards);
  readonly #runs = new Map<string, ModuleRun>();
  /** What nothing calls, executed apart from the module's own run. */
  readonly #rests = new Map<string, ModuleRun>();
  /** Per file, the modules whose runs have used it. */
  readonly #users = new Map<string, Set<string>>();
  readonly #observers = new Observers();
  readonly #effects = new OutsideEffects();
  /** A module is executed again far more often than its own text changes. */
  readonly #inert = new WeakMap<FileFacts, { key: string; code: InertCode }>();
  #cycles: ((file: string) => readonly string[]) | undefined;

  readonly move: Move | undefined;

  /** @param move looks at providers as if they were on another cloud */
  constructor(sources: Sources, move?: Move) {
    this.#sources = sources;
    this.#modules = {
      facts: (file) => sources.facts(file),
      resolve: (specifier, from) => sources.resolve(specifier, from),
      evaluate: (file) => this.#evaluate(file),
      isGlacier: (specifier) => this.isGlacier(specifier),
    };
    this.move = move;
  }

  /** How much memory the guards take, as a number of nodes. */
  get guardNodes(): number {
    return this.#guards.size;
  }

  get guards(): Guards {
    return this.#guards;
  }

  /** Executes a module, unless it has been. Gives the files in which it, or what came with it, observed something. */
  complete(file: string, observed: Set<string> = new Set()): void {
    if (this.#rests.has(file)) return;
    const run = this.#evaluate(file);
    if (!run) return;
    for (const member of this.#cycle(file)) {
      const each = this.#runs.get(member);
      if (each?.state !== "evaluated") continue;
      each.state = "done";
      each.observations.push(...meetingsOf(each, this.#usedRuns(each)));
      const rest = supposeRest(
        (of) => this.#machine(of),
        each,
        this.#inertCode(each),
        (run) => this.#usedRuns(run),
      );
      this.#rests.set(member, rest);
      this.#noteUses(member, rest);
      this.#effects.note(
        member,
        [each, rest],
        (home) => this.#runs.get(home),
        () => !this.#readLeftOpen([each, rest]),
      );
      for (const run of [each, rest]) for (const changed of this.#observers.add(member, run)) observed.add(changed);
    }
  }

  /** Whether runs have asked of others' things what is left open, or use what has. */
  #readLeftOpen(runs: readonly ModuleRun[]): boolean {
    const found = new Set(runs);
    // What is added to a set while it is gone through comes up too.
    for (const run of found) for (const used of this.#usedRuns(run)) found.add(used);
    return [...found].some(({ readsLeftOpen }) => readsLeftOpen);
  }

  /**
   * Forgets the modules whose things are left open for what may be done no more, once all were completed after an edit, and what hangs on them. `isThere`:
   * whether a module is still looked at.
   */
  forgetUnfounded(isThere: (file: string) => boolean): Forgotten {
    return this.#forget(this.#dependants(this.#effects.unfounded(isThere, (of) => this.#dependants(of))));
  }

  /** Forgets the modules to whose things others do more than they were left open for, once all were completed, and what hangs on them. */
  forgetOutdated(): Forgotten {
    return this.#forget(this.#dependants(this.#effects.outdated()));
  }

  /** What happens in a file, on behalf of whichever module. What is only supposed gives way to what is known to happen. */
  observations(file: string): readonly Observation[] {
    return this.#observers.in(file).flat();
  }

  /** The same, each module's in a list of its own: the same list as long as it is the same. */
  observationsByModule(file: string): readonly (readonly Observation[])[] {
    return this.#observers.in(file);
  }

  /** The files in which something was observed. */
  observedFiles(): string[] {
    return this.#observers.files();
  }

  /** The files in which modules that use a file have observed something: what is said there may point into it. */
  usersOf(file: string): Set<string> {
    const files = new Set<string>();
    for (const module of this.#dependants([file])) {
      for (const run of [this.#runs.get(module), this.#rests.get(module)]) if (run) for (const each of filesOf(run)) files.add(each);
    }
    return files;
  }

  /** Forgets what depends on files that have changed. */
  forget(changed: Iterable<string>, importsChanged: boolean): Forgotten {
    const modules = this.#effects.edited(this.#dependants(changed), (of) => this.#dependants(of));
    const forgotten = this.#forget(modules);
    if (importsChanged) this.#cycles = undefined;
    return forgotten;
  }

  #forget(modules: Set<string>): Forgotten {
    const observed = new Set<string>();
    for (const module of modules) {
      const rest = this.#rests.get(module);
      for (const run of [this.#runs.get(module), rest]) {
        for (const used of run?.uses ?? []) this.#users.get(used)?.delete(module);
        // Only what was completed was noted.
        if (run && rest) for (const file of this.#observers.delete(module, run)) observed.add(file);
      }
      this.#runs.delete(module);
      this.#rests.delete(module);
    }
    return { modules, observed };
  }

  /** Hears of new facts that an edit has made of old ones: what was concluded of statements which the edit left alone stays true. */
  keepConclusions(old: FileFacts, now: Alignment): void {
    keepWrites(old.body, now);
    const inert = this.#inert.get(old);
    if (inert?.code.takes(now.before, now.after)) this.#inert.set(now.facts, inert);
  }

  /** Takes new facts of a file without a new run, where all that has changed are statements that nothing else can tell. Gives whether it could. */
  takeQuietly(file: string, { facts, before, after, unchanged }: Alignment): boolean {
    const run = this.#runs.get(file);
    const rest = this.#rests.get(file);
    if (!run || !rest || !mayBeQuiet(before) || !mayBeQuiet(after) || !this.#quietCode(run).areQuiet(before, unchanged)) return false;
    const names = [...before, ...after].flatMap(declaredNames);
    const exported = facts.exports.flatMap((it) => (it.kind === "local" && names.includes(it.local) ? [it.exported] : []));
    if (exported.length > 0 && mayBeRead(this.#runs, this.#sources, file, new Set(exported))) return false;
    const old = run.facts;
    run.facts = facts;
    if (!this.#quietCode(run).areQuiet(after, unchanged)) {
      run.facts = old;
      return false;
    }
    rest.facts = facts;
    for (const name of names) run.environment.cells.delete(name);
    const machine = this.#machine(run);
    for (const name of hoistedNames(after, after)) machine.declare(run.environment, name, UNDEFINED);
    // What might be called later has been looked at: each edit would only add to it.
    withoutMore([run.closures, run.classes, run.instances], () =>
      machine.limited(STEPS_PER_MODULE, () => machine.executeAll(after, run.environment)),
    );
    return true;
  }

  /** The runs of the modules that a run has used. */
  #usedRuns({ file, uses }: ModuleRun): ModuleRun[] {
    return [...uses].sort().flatMap((used) => (used === file ? [] : (this.#runs.get(used) ?? [])));
  }

  #quietCode(run: ModuleRun): QuietCode {
    const isOutside = (specifier: string): boolean =>
      !this.isGlacier(specifier) && this.#sources.resolve(specifier, run.file) === undefined;
    return new QuietCode(run.facts, this.#inertCode(run), isOutside);
  }

  /** Forgets everything, and with it what the guards of a long session have grown to. */
  reset(): void {
    this.#runs.clear();
    this.#rests.clear();
    this.#users.clear();
    this.#observers.clear();
    this.#effects.forget();
    this.#cycles = undefined;
    this.#guards = new Guards();
    this.#conditions = new Conditions(this.#guards);
  }

  #dependants(changed: Iterable<string>): Set<string> {
    const found = new Set<string>();
    const queue = [...changed];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (found.has(file)) continue;
      found.add(file);
      queue.push(...(this.#users.get(file) ?? []), ...this.#cycle(file));
    }
    return found;
  }

  module(specifier: string, from: ModuleRun): ModuleRun | undefined {
    const file = this.#sources.resolve(specifier, from.file);
    return file === undefined ? undefined : this.#evaluate(file);
  }

  imported({ file }: ModuleRun): ModuleRun[] {
    const files = new Set([file]);
    // What is added to a set while it is gone through comes up too.
    for (const each of files) for (const imported of this.#sources.imports(each)) files.add(imported);
    return [...files].sort().flatMap((each) => this.#runs.get(each) ?? []);
  }

  isGlacier(specifier: string): boolean {
    return specifier === "@glacier/core" || specifier.startsWith("@glacier/core/");
  }

  exported(machine: Machine, file: string, name: string): Value | undefined {
    return exportedValue(this.#modules, machine, file, name);
  }

  exportedNames(machine: Machine, file: string): { names: ReadonlySet<string>; areAll: boolean } {
    return { names: exportedNames(this.#modules, file, machine.run.uses), areAll: !passesOnMore(this.#modules, file) };
  }

  importedType(machine: Machine, written: string, from: ModuleRun): ImportedType | undefined {
    return importedType(this.#modules, machine.run, written, from.file);
  }

  /** What a file exports, also what it only passes on. */
  exports(file: string): { name: string; value: Value }[] {
    const run = this.#evaluate(file);
    if (!run) return [];
    const machine = this.#machine(run);
    return [...exportedNames(this.#modules, file)].flatMap((name) => {
      const value = this.exported(machine, file, name);
      return value ? [{ name, value }] : [];
    });
  }

  /** The pipelines that loading a file makes: its own, and those of the files that it imports. */
  madeBy(file: string): PipelineAtom[] {
    const run = this.#evaluate(file);
    const runs = run ? [run, ...this.#usedRuns(run)] : [];
    return runs.flatMap(({ observations }) =>
      observations.flatMap((it) => (it.kind === "pipeline" && it.suppositions.length === 0 ? [it.pipeline] : [])),
    );
  }

  /** A module with its top level executed; of modules that import each other all, in an order that does not depend on who asks first. */
  #evaluate(file: string): ModuleRun | undefined {
    const known = this.#runs.get(file);
    if (known) return known;
    for (const member of this.#cycle(file)) {
      const facts = this.#runs.has(member) ? undefined : this.#sources.facts(member);
      if (!facts) continue;
      const run = new ModuleRun(member, facts);
      this.#runs.set(member, run);
      this.#execute(run);
    }
    return this.#runs.get(file);
  }

  #execute(run: ModuleRun): void {
    const { facts, environment } = run;
    run.state = "running";
    const machine = this.#machine(run);
    for (const { specifier, bindings } of facts.imports) {
      for (const { local, imported } of bindings) {
        machine.declare(environment, local, undefined).load = (reader) => importedValue(reader, run, specifier, imported);
      }
    }
    for (const { specifier, bindings } of facts.imports) {
      // What is imported for its types alone is not loaded, and may well be waiting for this module.
      if (bindings.length > 0 && bindings.every(({ typeOnly }) => typeOnly)) continue;
      this.#adopt(machine, specifier, bindings.length === 0);
    }
    for (const it of facts.exports) if (it.kind !== "local") this.#adopt(machine, it.specifier, false);
    // A runner of tests puts the mocks in their places before anything is imported.
    for (const specifier of facts.mocks) {
      const file = this.isGlacier(specifier) ? undefined : this.#sources.resolve(specifier, run.file);
      run.mocked.add(file ?? specifier);
    }
    for (const name of hoistedNames(facts, facts.body)) if (!environment.cells.has(name)) machine.declare(environment, name, UNDEFINED);
    machine.limited(STEPS_PER_MODULE, () => {
      machine.executeAll(facts.body, environment);
      if (machine.isReached) run.completed = machine.paths;
    });
    forgetExpected(machine);
    noteEffects(run);
    this.#leaveOpen(machine, run);
    run.state = "evaluated";
    markFilledByOthers(run, this.#classModules(run));
    this.#noteUses(run.file, run);
  }

  /** Who reads what others change does not know whether they have done so before. */
  #leaveOpen(machine: Machine, run: ModuleRun): void {
    const effects = this.#effects.on(run.file);
    if (effects.size > 0) leaveOpen(machine, effects);
  }

  /** The other modules whose classes a run has made instances of. */
  #classModules({ file, instances }: ModuleRun): ModuleRun[] {
    const owners = instances.flatMap(({ atom }) => (atom.class ? ancestry(atom.class) : []));
    return [...new Set(owners.map(({ module }) => module))].filter((module) => module.file !== file);
  }

  /** A run uses nothing more once it has ended. */
  #noteUses(module: string, { uses }: ModuleRun): void {
    for (const used of uses) {
      const users = this.#users.get(used);
      if (users) users.add(module);
      else this.#users.set(used, new Set([module]));
    }
  }

  /**
   * What an imported module does to others' things when it is loaded has happened for the importer too, which is run where that module comes to its
   * end. One that has nothing to do with Glacier is looked at where it is imported for what it does alone, or may say something of the environment.
   */
  #adopt(machine: Machine, specifier: string, isForEffects: boolean): void {
    const { run } = machine;
    const file = this.isGlacier(specifier) ? undefined : this.#sources.resolve(specifier, run.file);
    if (file === undefined) return;
    const counts = isForEffects || this.#sources.relevant().has(file) || this.#sources.settlesEnvironment(file);
    if (!counts) return;
    const imported = this.#evaluate(file);
    run.uses.add(file);
    if (!imported) return;
    takeOver(machine, imported, true);
    if (!run.facts.mocks.includes(specifier)) machine.goOnWhere(imported.completed);
  }

  #inertCode(run: ModuleRun): InertCode {
    const { file, facts } = run;
    const live = facts.imports.flatMap(({ specifier, bindings }) => {
      const isLive = this.#leadsToGlacier(specifier, file);
      // What has nothing of Glacier's to run may still hand on its types.
      return bindings
        .filter(({ typeOnly, local }) => isLive || (typeOnly && importedType(this.#modules, run, local, file)))
        .map(({ local }) => local);
    });
    this.#noteUses(file, run);
    const known = this.#inert.get(facts);
    const key = live.join("\n");
    if (known?.key === key) return known.code;
    const code = new InertCode(facts, new Set(live));
    this.#inert.set(facts, { key, code });
    return code;
  }

  #leadsToGlacier(specifier: string, from: string): boolean {
    if (this.isGlacier(specifier)) return true;
    const imported = this.#sources.resolve(specifier, from);
    return imported !== undefined && this.#sources.relevant().has(imported);
  }

  #machine(run: ModuleRun): Machine {
    return new Interpreter(this.#guards, this.#conditions, this, run);
  }

  #cycle(file: string): readonly string[] {
    this.#cycles ??= cyclesOf((of) => this.#sources.imports(of));
    return this.#cycles(file);
  }
}

/** A thousand times what a file of ordinary length takes. */
const STEPS_PER_MODULE = 50_000;

const filesOf = (run: ModuleRun): Set<string> => new Set(run.observations.map(({ site }) => site.file));
