import type { ImportedType } from "../exported-types.ts";
import type { ClassFact, Expression, FunctionFact, NodeId, Pattern, Site, Statement } from "../facts/facts.ts";
import { isStackOverflow } from "../stack-overflow.ts";
import type { Conditions } from "./conditions.ts";
import type { DroppedCalls } from "./dropped.ts";
import type { Yielded } from "./generators.ts";
import type { ObservedInArguments } from "./given-promises.ts";
import { ALWAYS, type Guard, type Guards, NEVER, TooManyPaths } from "./guards.ts";
import { identityOf, keyOf, nextNumber, questionKey } from "./keys.ts";
import type { PendingCall } from "./later.ts";
import { Memory } from "./memory.ts";
import type { Activations, ModuleRun, Supposition } from "./module-run.ts";
import type { Move } from "./moves.ts";
import type { Observation } from "./observations.ts";
import {
  type Alternative,
  type Atom,
  type Branch,
  type CallRole,
  type Cell,
  type Choice,
  type ClassAtom,
  type Environment,
  type Frame,
  type FunctionAtom,
  literal,
  type Origin,
  type ResourceAtom,
  type StepRecord,
  type StepScope,
  type UnknownAtom,
  type Value,
} from "./values.ts";

/** How a name or place takes a value: as a new name, or as one that exists. */
export type BindingMode = "declare" | "var" | "assign";

/** Where `break` and `continue` lead. */
export interface JumpTarget {
  labels: readonly string[];
  isLoop: boolean;
  broken: Guard;
  continued: Guard;
}

/** What the analysis knows of files: the only way from a run to other modules. */
export interface Program {
  /** The module that a specifier means in a file, run if it has not been; undefined where it lies outside of the workspace. */
  module(specifier: string, from: ModuleRun): ModuleRun | undefined;
  /** The modules that a run's module imports, itself or through others, and itself, as far as they have been run. */
  imported(run: ModuleRun): ModuleRun[];
  /** Whether a specifier is one of Glacier's packages. */
  isGlacier(specifier: string): boolean;
  exported(machine: Machine, file: string, name: string): Value | undefined;
  /** The names that a file exports, and whether there are no others. */
  exportedNames(machine: Machine, file: string): { names: ReadonlySet<string>; areAll: boolean };
  /** What a type that a file imports under a name says of what is of it; undefined of one that is declared elsewhere. */
  importedType(machine: Machine, written: string, from: ModuleRun): ImportedType | undefined;
  /** Set where the question is what the source would do on another cloud. */
  readonly move: Move | undefined;
}

/** A pipeline's body under execution: where its steps go, and the names they have taken. */
export interface Recording {
  steps: StepRecord[];
  scope: StepScope;
  /** Each name with the paths on which a step has it. */
  taken: Map<string, Guard>;
  /** Whether code that the source does not show may have recorded steps too. */
  isOpen: boolean;
}

/**
 * The state of an abstract execution, and what can be done to values whatever they are.
 *
 * Code is executed once, on all paths together: `paths` says on which ones the current point is reached, and a value that differs between paths
 * is a choice whose alternatives carry guards. Two values chosen by one condition therefore stay paired wherever they go.
 */
export abstract class Machine extends Memory {
  readonly guards: Guards;
  readonly conditions: Conditions;
  readonly program: Program;
  /** The paths on which the current point is reached. */
  paths: Guard = ALWAYS;
  /** The paths that have left by `throw` since the enclosing `try`. */
  thrown: Guard = NEVER;
  returned: { guard: Guard; value: Value }[] = [];
  /** In a generator, what it has yielded. */
  yielded: Yielded | undefined;
  jumps: JumpTarget[] = [];
  frame: Frame | undefined;
  /** The calls and turns of loops that are under way, each a number of its own, outermost first. */
  activations: readonly number[] = [];
  run: ModuleRun;
  /** The module whose code is being executed; `run` is the module that caused it. */
  module: ModuleRun;
  /** The pipeline whose body is being executed. */
  recording: Recording | undefined;
  /** Hears of what is done with resources while a task is being executed. */
  accessed: ((resource: ResourceAtom, method: string, given: readonly Value[], site: Site) => void) | undefined;
  /** The code under way is meant to fail: a test says so. */
  isFailureExpected = false;
  /** What throws in the code under way is caught, and the program goes on. */
  isCaught = false;
  /** The functions and classes that are executed though nothing seen so far calls them, outermost first. */
  suppositions: Supposition = [];
  /** What is written to by callbacks that come once the code under way waits for something. */
  scheduled = new Set<Cell>();
  /** The paths on which something threw that nothing has waited for. */
  rejected: Guard = NEVER;
  /** Something was asked that the source does not show, and that may have thrown. */
  asksOutside = false;
  /** The asynchronous call under way that nothing waits for. */
  pending: PendingCall | undefined;
  /** What is being evaluated is waited for before the code around it goes on. */
  isAwaited = false;
  /** Whether what the function under way gives back is. */
  isResultAwaited = false;
  /** The calls of the statement under way whose result nothing takes. */
  dropped: DroppedCalls | undefined;
  /** In how many asynchronous functions and promises' callbacks the code under way stands, one within the other: what it throws rejects the innermost. */
  promises = 0;
  /** What was observed while the arguments of the call that comes next were made. */
  inArguments: ObservedInArguments | undefined;
  /** In a `try`, what was observed while that was made which it waits for. */
  awaited: Observation[] | undefined;
  /** How often functions were followed that are under way already. */
  recursions = new Map<FunctionFact, number>();
  /** What the next call is for, where that is not what the source says there. */
  role: CallRole | undefined;
  #innermost: Activations = { call: 0, turn: 0 };
  #steps = 0;

  constructor(guards: Guards, conditions: Conditions, program: Program, run: ModuleRun) {
    super();
    this.guards = guards;
    this.conditions = conditions;
    this.program = program;
    this.run = run;
    this.module = run;
  }

  protected get reader(): Machine {
    return this;
  }

  abstract evaluate(expression: Expression, environment: Environment): Value;
  abstract executeAll(statements: readonly Statement[], environment: Environment): void;
  abstract bind(pattern: Pattern, value: Value, environment: Environment, mode: BindingMode): void;
  abstract call(callee: Value, given: readonly Value[], site: Site, self?: Value): Value;
  abstract callFunction(atom: FunctionAtom, given: readonly Value[], site: Site, self?: Value): Value;
  /** Executes a function that nothing calls, so that what it does is seen all the same. */
  abstract suppose(atom: FunctionAtom): void;
  abstract callUnknown(callee: Atom, given: readonly Value[], site: Site): Value;
  abstract construct(callee: Value, given: readonly Value[], site: Site): Value;
  abstract property(object: Value, name: string): Value;
  abstract setProperty(object: Value, name: string, value: Value): void;
  abstract makeFunction(fact: FunctionFact, environment: Environment, self?: Value, owner?: ClassAtom): FunctionAtom;

  get isReached(): boolean {
    return this.paths !== NEVER;
  }

  /** Notes a call, or a construction. That a function calls itself, directly or through others, says of none of them that anybody calls it. */
  noteCall(fact: FunctionFact | ClassFact): void {
    const { run, suppositions } = this;
    if (suppositions.includes(fact)) return;
    run.called.add(fact);
    const [supposed] = suppositions;
    if (!supposed) return;
    const from = run.calledFrom.get(fact);
    if (from) from.add(supposed);
    else run.calledFrom.set(fact, new Set([supposed]));
  }

  /** Leaves the paths on which something is known not to have come to this point; all stay where that is none. */
  goOnWhere(guard: Guard): void {
    const both = this.guards.and(this.paths, guard);
    if (both !== NEVER) this.paths = both;
  }

  /** One more step of work; false once so many were taken that going on would cost the reader more than it tells. */
  step(): boolean {
    return --this.#steps > 0;
  }

  /** Does something within limits: code that takes too many steps, or too many paths at once, is left where it stands. */
  limited(steps: number, act: () => void): void {
    this.#steps = steps;
    this.#innermost = { call: 0, turn: 0 };
    try {
      this.guards.allowing(steps * NODES_PER_STEP, act);
    } catch (error) {
      // Code nested deeper than the engine's stack is left where it stands too.
      if (!(error instanceof TooManyPaths) && !isStackOverflow(error)) throw error;
    }
  }

  /** Notes that the source takes a branch by what a guard depends on, and where it says so. Gives the guard. */
  branchingOn(guard: Guard, branch?: Branch): Guard {
    const { asks, branches } = this.run;
    if (branch && !branches.has(guard)) branches.set(guard, branch);
    for (const condition of this.guards.conditions(guard)) {
      const subject = this.guards.subjectOf(condition);
      if (subject !== undefined && !asks.has(subject)) asks.set(subject, this.#innermost);
    }
    return guard;
  }

  /** Does what is done once for each call of a function, or for each turn of a loop. */
  inActivation<Result>(isTurn: boolean, act: () => Result): Result {
    const { activations } = this;
    const before = this.#innermost;
    const call = nextActivation++;
    this.activations = [...activations, call];
    this.#innermost = { call, turn: isTurn ? call : before.turn };
    const result = act();
    this.activations = activations;
    this.#innermost = before;
    return result;
  }

  /** Of a loop not every turn is followed. */
  leaveTurnsOut(): void {
    if (this.yielded) this.yielded.open = true;
  }

  site(node: NodeId): Site {
    return { file: this.module.file, node };
  }

  observe(observation: Distribute<Observation>): void {
    if (!this.isReached || this.#steps <= 0 || this.isFailureExpected) return;
    // The parts common to all observations complete any one of them.
    const caught = this.isCaught && { isCaught: true as const };
    const observed = { ...observation, guard: this.paths, suppositions: this.suppositions, ...caught } as Observation;
    this.run.observations.push(observed);
    if (this.promises > 0) this.run.promises.set(observed, this.promises);
  }

  origin(site: Site): Origin {
    return { site, frame: this.frame, guard: this.paths };
  }

  /** A value that nothing else equals. */
  fresh(): UnknownAtom {
    return { kind: "unknown", key: `~${nextNumber()}` };
  }

  /** Something of what a thing holds, which is no more from outside than that. */
  partOf(thing: Atom): UnknownAtom {
    return this.unknown(`${this.keyOf(thing)}[#${nextNumber()}]`);
  }

  unknown(key: string): UnknownAtom {
    return key.length > KEY_LIMIT ? this.fresh() : { kind: "unknown", key };
  }

  keyOf(value: Value): string {
    return keyOf(value);
  }

  questionKey(value: Value): string {
    return questionKey(value);
  }

  identity(thing: object): number {
    return identityOf(thing);
  }

  /** Makes one value of what several paths give. */
  join(parts: readonly { guard: Guard; value: Value }[]): Value {
    const alternatives: Alternative[] = [];
    const add = (guard: Guard, atom: Atom): void => {
      if (guard === NEVER) return;
      const same = alternatives.find((it) => isSameAtom(it.atom, atom));
      if (same) same.guard = this.guards.or(same.guard, guard);
      else alternatives.push({ guard, atom });
    };
    for (const { guard, value } of parts) {
      if (value.kind === "choice") for (const inner of value.alternatives) add(this.guards.and(guard, inner.guard), inner.atom);
      else add(guard, value);
    }
    const [only] = alternatives;
    if (alternatives.length === 1 && only) return only.atom;
    if (alternatives.length === 0) return this.fresh();
    const choice: Choice = { kind: "choice", alternatives };
    // Which of several unknown values it is makes no difference but to what they were read from.
    const isUnknown = alternatives.every(({ atom }) => atom.kind === "unknown" && atom.type === undefined);
    return isUnknown || alternatives.length > CHOICE_LIMIT ? this.unknown(this.keyOf(choice)) : choice;
  }

  /** A value as the current paths see it. */
  restrict(value: Value): Value {
    if (value.kind !== "choice" || this.paths === ALWAYS) return value;
    const possible = value.alternatives.filter(({ guard }) => this.guards.and(guard, this.paths) !== NEVER);
    const [only] = possible;
    if (possible.length === 1 && only) return only.atom;
    return possible.length === value.alternatives.length || possible.length === 0 ? value : { kind: "choice", alternatives: possible };
  }

  /** Does something with each thing that a value may be, each on its own paths. */
  over(value: Value, act: (atom: Atom) => Value): Value {
    if (value.kind !== "choice") return act(value);
    const before = this.paths;
    const parts: { guard: Guard; value: Value }[] = [];
    let after: Guard = NEVER;
    for (const { guard, atom } of value.alternatives) {
      this.paths = this.guards.and(before, guard);
      if (this.paths === NEVER) continue;
      parts.push({ guard, value: act(atom) });
      after = this.guards.or(after, this.paths);
    }
    this.paths = after;
    return this.join(parts);
  }

  /** Does something on some of the current paths; the others wait. Its result is undefined where it is not reached. */
  within<Result>(guard: Guard, act: () => Result): { reached: boolean; result: Result | undefined } {
    const before = this.paths;
    const inside = this.guards.and(before, guard);
    if (inside === NEVER) return { reached: false, result: undefined };
    this.paths = inside;
    const result = act();
    this.paths = this.guards.or(this.paths, this.guards.without(before, guard));
    return { reached: true, result };
  }

  /** A truth value that holds on some paths. */
  boolean(guard: Guard): Value {
    if (guard === ALWAYS || guard === NEVER) return literal(guard === ALWAYS);
    const alternatives: Alternative[] = [
      { guard, atom: literal(true) },
      { guard: this.guards.not(guard), atom: literal(false) },
    ];
    return this.restrict({ kind: "choice", alternatives } satisfies Choice);
  }
}

type Distribute<Each> = Each extends Observation ? Omit<Each, "guard" | "suppositions"> : never;

function isSameAtom(left: Atom, right: Atom): boolean {
  if (left === right) return true;
  if (left.kind === "literal" && right.kind === "literal") return left.value === right.value;
  if (left.kind === "unknown" && right.kind === "unknown") return left.key === right.key;
  if (left.kind === "glacier" && right.kind === "glacier") return left.name === right.name;
  return false;
}

// Observations of several runs are compared, so what tells calls and turns apart is counted across all of them.
let nextActivation = 1;

/** More alternatives than these are not followed one by one. */
export const CHOICE_LIMIT = 24;
const KEY_LIMIT = 2_000;
const NODES_PER_STEP = 0.4;
