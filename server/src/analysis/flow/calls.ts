import type { FunctionFact, Site, Statement } from "../facts/facts.ts";
import { expectation, isAssertion, passAssertion } from "./assertions.ts";
import { callBuiltin } from "./builtins.ts";
import { instantiate } from "./classes.ts";
import { droppedInside, isLostOnTheWay, within } from "./dropped.ts";
import { expectingFailure } from "./expected-failures.ts";
import { madeByGenerator } from "./generators.ts";
import { takeArguments } from "./given-promises.ts";
import { callGlacier, constructGlacier } from "./glacier.ts";
import { NEVER } from "./guards.ts";
import { inPromise } from "./in-promises.ts";
import { makeArray } from "./iteration.ts";
import { inTest } from "./kept-failures.ts";
import { awaiting, forgetWritesOf, runLater, runPending, unwaited } from "./later.ts";
import type { Machine } from "./machine.ts";
import { ENVIRONMENTS, forgetMembers, makeObject } from "./members.ts";
import { sourcesOf } from "./origins.ts";
import { forget, orDefault } from "./patterns.ts";
import { callPipeline, callTask } from "./pipelines.ts";
import { afterPreparation, prepare, stageOf } from "./preparations.ts";
import { isTooDeep, leaveOut } from "./recursion.ts";
import { changeByType } from "./typed-receivers.ts";
import { type Atom, atomsOf, type CallFrame, Environment, type FunctionAtom, UNDEFINED, type UnknownAtom, type Value } from "./values.ts";

/** Calls whatever a value may be. */
export function call(machine: Machine, callee: Value, given: readonly Value[], site: Site, self?: Value): Value {
  if (!machine.isReached || !machine.step()) return machine.fresh();
  return machine.over(callee, (atom) => callAtom(machine, atom, given, site, self));
}

function callAtom(machine: Machine, atom: Atom, given: readonly Value[], site: Site, self: Value | undefined): Value {
  switch (atom.kind) {
    case "function":
      return callFunction(machine, atom, given, site, self);
    case "builtin":
      return callBuiltin(machine, atom, given, site);
    case "glacier":
      return callGlacier(machine, atom.name, given, site);
    case "task":
      return callTask(machine, atom, given, site);
    case "pipeline":
      return callPipeline(machine, atom, given, site);
    default:
      return callUnknown(machine, atom, given, site);
  }
}

/** `new callee(…)`. */
export function construct(machine: Machine, callee: Value, given: readonly Value[], site: Site): Value {
  if (!machine.isReached || !machine.step()) return machine.fresh();
  return machine.over(callee, (atom) => {
    switch (atom.kind) {
      case "class":
        machine.noteCall(atom.fact);
        return instantiate(machine, atom, given, site);
      case "glacier":
        return constructGlacier(machine, atom.name, given, site);
      case "builtin":
        return callBuiltin(machine, { ...atom, name: `new ${atom.name}` }, given, site);
      case "function": {
        const made = makeObject(machine, site, true);
        callFunction(machine, atom, given, site, made);
        return made;
      }
      default:
        return constructUnknown(machine, atom, given, site);
    }
  });
}

/** What is constructed is a new thing each time, unlike what a function of the same arguments gives. */
function constructUnknown(machine: Machine, callee: Atom, given: readonly Value[], site: Site): Value {
  const answer = callUnknown(machine, callee, given, site);
  return answer.kind === "unknown" ? machine.unknown(`new ${answer.key}@${machine.identity(answer)}`) : answer;
}

/** Executes a function of the workspace with what it is given. */
export function callFunction(machine: Machine, atom: FunctionAtom, given: readonly Value[], site: Site, self?: Value): Value {
  machine.noteCall(atom.fact);
  return execute(machine, atom, given, { site, isSupposed: false }, self);
}

/** Executes a function that nothing calls, so that what it does is seen all the same. */
export function suppose(machine: Machine, atom: FunctionAtom): void {
  const site = { file: atom.module.file, node: atom.fact.node };
  execute(machine, atom, unknownArguments(machine, atom.fact), { site, isSupposed: true }, undefined);
}

function execute(
  machine: Machine,
  atom: FunctionAtom,
  given: readonly Value[],
  by: Pick<CallFrame, "site" | "isSupposed">,
  self: Value | undefined,
): Value {
  machine.run.uses.add(atom.module.file);
  if (isTooDeep(machine, atom.fact)) return leaveOut(machine, atom, given);
  const { frame, returned, yielded, jumps, module, role, isAwaited, isResultAwaited } = machine;
  const dropped = droppedInside(machine, atom, by.site);
  const name = atom.fact.name ?? atom.inferredName ?? atom.shownName ?? "";
  const depth = (frame?.depth ?? 0) + 1;
  const own = atom.fact.arrow ? undefined : (self ?? atom.self);
  machine.frame = {
    kind: "call",
    ...by,
    ...(own && { self: own }),
    name,
    function: atom.fact,
    ...(role && { role }),
    paths: machine.paths,
    parent: frame,
    depth,
  };
  machine.role = undefined;
  machine.isAwaited = false;
  // Of what nobody is seen to call nobody knows what follows.
  machine.isResultAwaited = isAwaited || by.isSupposed;
  machine.returned = [];
  machine.yielded = atom.fact.generator && { items: [], open: false };
  machine.jumps = [];
  machine.module = atom.module;
  const environment = new Environment(atom.environment);
  if (!atom.fact.arrow) {
    machine.declare(environment, "this", own ?? machine.unknown("this"));
    if (atom.owner) machine.declare(environment, "super", atom.owner);
  }
  bindParameters(machine, atom.fact, atom.bound ? [...atom.bound, ...given] : given, environment);
  if (machine.inArguments && !atom.bound) takeArguments(machine, atom.fact, by.site, environment);
  const body = (): Value => machine.inActivation(false, () => executeBody(machine, atom.fact, environment));
  const run = (): Value => within(machine, dropped, atom.fact.async ? () => inPromise(machine, body) : body);
  // A generator's body runs when somebody asks for what it yields.
  const result = atom.fact.generator
    ? generated(
        unwaited(machine, () => runLater(machine, atom, by.site, run)),
        given.map((value) => machine.questionKey(value)),
      )
    : atom.fact.async && !machine.isResultAwaited
      ? runPending(machine, atom, by.site, run)
      : run();
  Object.assign(machine, { frame, returned, yielded, jumps, module, isAwaited, isResultAwaited });
  return result;
}

/** What a generator yields depends on what it is given. */
const generated = (items: Value, given: readonly string[]): Value =>
  items.kind === "array" ? { ...items, about: given.join("}{") } : items;

function executeBody(machine: Machine, fact: FunctionFact, environment: Environment): Value {
  const { body } = fact;
  if (!Array.isArray(body)) return awaiting(machine, machine.isResultAwaited, () => machine.evaluate(body, environment));
  for (const name of hoistedNames(fact, body)) if (!environment.cells.has(name)) machine.declare(environment, name, UNDEFINED);
  machine.executeAll(body, environment);
  if (machine.isReached) machine.returned.push({ guard: machine.paths, value: UNDEFINED });
  machine.paths = machine.returned.reduce((sum, { guard }) => machine.guards.or(sum, guard), NEVER);
  const result = machine.restrict(machine.join(machine.returned));
  return machine.yielded ? madeByGenerator(machine, machine.yielded) : result;
}

function bindParameters(machine: Machine, fact: FunctionFact, given: readonly Value[], environment: Environment): void {
  fact.parameters.forEach((parameter, index) => {
    const value = parameter.rest
      ? makeArray(machine, given.slice(index))
      : orDefault(machine, given[index] ?? UNDEFINED, parameter.default, environment);
    machine.bind(parameter.target, value, environment, "declare");
    if (parameter.field) {
      const self = environment.cells.get("this");
      // The parameter itself knows its type, too.
      const own = environment.cells.get(parameter.field);
      if (self) machine.setProperty(machine.read(self), parameter.field, own ? machine.read(own) : value);
    }
  });
}

/** The names that `var` declares anywhere in a function. */
export function hoistedNames(owner: object, body: readonly Statement[]): readonly string[] {
  const known = hoisted.get(owner);
  if (known) return known;
  const names: string[] = [];
  collectHoisted(body, names);
  hoisted.set(owner, names);
  return names;
}

const hoisted = new WeakMap<object, readonly string[]>();

function collectHoisted(statements: readonly (Statement | undefined)[], names: string[]): void {
  for (const statement of statements) {
    if (!statement) continue;
    switch (statement.kind) {
      case "variables":
        if (statement.declaration === "var") {
          for (const { target } of statement.declarations) if (target.kind === "bind") names.push(target.name);
        }
        break;
      case "if":
        collectHoisted([statement.whenTrue, statement.whenFalse], names);
        break;
      case "block":
        collectHoisted(statement.body, names);
        break;
      case "for":
        collectHoisted([statement.initial, statement.body], names);
        break;
      case "for-of":
        collectHoisted([statement.target.kind === "variables" ? statement.target : undefined, statement.body], names);
        break;
      case "while":
      case "labelled":
        collectHoisted([statement.body], names);
        break;
      case "switch":
        for (const { body } of statement.cases) collectHoisted(body, names);
        break;
      case "try":
        collectHoisted([...statement.body, ...(statement.handler ?? []), ...(statement.finalizer ?? [])], names);
        break;
      default:
        break;
    }
  }
}

/**
 * Calls something that the workspace does not show. It may call the functions that it is given and change the objects;
 * asked the same of the same things, it is taken to answer the same.
 */
export function callUnknown(machine: Machine, callee: Atom, given: readonly Value[], site: Site): Value {
  if (!machine.dropped || isLostOnTheWay(callee)) return callOutside(machine, callee, given, site);
  return within(machine, undefined, () => callOutside(machine, callee, given, site));
}

function callOutside(machine: Machine, callee: Atom, given: readonly Value[], site: Site): Value {
  if (machine.recording && mayRecord(callee, given)) machine.recording.isOpen = true;
  const passed = callee.kind === "unknown" ? callee.passes : undefined;
  if (callee.kind === "unknown" && callee.method) changeByType(machine, callee.method, callee, given, site);
  for (const value of given) {
    machine.over(value, (atom) => {
      if (atom.kind === "function") {
        const act = (): Value => callFunction(machine, atom, passedOn(callee, given) ?? unknownArguments(machine, atom.fact, passed), site);
        // It may give a promise of what that gives: `limit(() => load())`.
        const run = (): Value =>
          inPromise(machine, () => runStage(machine, callee, atom, (own) => runLater(machine, atom, site, own), act));
        const isCalled = isOfLanguage(machine, callee) ? machine.guards.settled() : machine.guards.fresh();
        machine.within(isCalled, isNeverAtOnce(callee) ? () => unwaited(machine, run) : run);
      } else {
        if (isTable(callee)) callCases(machine, atom, site);
        // What is given with it may be called, too.
        for (const inner of functionsIn(machine, atom)) forgetWritesOf(machine, inner);
        // What asserts something of a thing leaves it as it is.
        if (!isAssertion(callee)) machine.forThisRunAlone(() => forget(machine, atom));
      }
      return UNDEFINED;
    });
  }
  machine.asksOutside ||= !isOfLanguage(machine, callee) || given.flatMap(atomsOf).some(({ kind }) => kind === "unknown");
  replaceNamed(machine, callee, given);
  passAssertion(machine, callee, given);
  if (callee.kind !== "unknown" && callee.kind !== "builtin" && callee.kind !== "glacier") return machine.fresh();
  const answer = machine.unknown(`${machine.keyOf(callee)}(${given.map((value) => machine.questionKey(value)).join(",")})`);
  return { ...answer, ...expectation(callee, given) };
}

/** `it.each(…)` and its like: it is given a table of cases. */
const isTable = (callee: Atom): boolean => callee.kind === "unknown" && /\.each$/.test(callee.key);

/** The tests call what stands in a table of cases, and may well expect it to fail. */
function callCases(machine: Machine, table: Atom, site: Site): void {
  const rows = table.kind === "array" ? machine.seen(table).items.flatMap(({ value }) => atomsOf(value)) : [];
  for (const atom of new Set(rows.flatMap((row) => (row.kind === "function" ? row : functionsIn(machine, row))))) {
    const act = (): Value => callFunction(machine, atom, unknownArguments(machine, atom.fact), site);
    machine.within(machine.guards.fresh(), () => expectingFailure(machine, () => runLater(machine, atom, site, act)));
  }
}

/** Does what is done later, also what a runner of tests does before others or after them. */
function runStage(machine: Machine, callee: Atom, given: FunctionAtom, later: (act: () => Value) => Value, act: () => Value): Value {
  const stage = stageOf(callee);
  const { prepared } = machine.run;
  if (stage) machine.run.isTest = true;
  if (stage?.isPreparation) return prepare(machine, given, stage.isRepeated, () => later(act));
  if (stage) return inTest(machine, () => later(() => afterPreparation(machine, act)));
  const outside = new Map(prepared);
  const result = later(act);
  // What a group of tests prepares it prepares for itself.
  prepared.clear();
  for (const [key, value] of outside) prepared.set(key, value);
  return result;
}

/** Whether code that the source does not show may call tasks: it is no part of the platform, or is given some. */
function mayRecord(callee: Atom, given: readonly Value[]): boolean {
  if (callee.kind === "unknown" && !PLATFORM.test(callee.key) && !PLATFORM_MODULE.test(callee.key)) return true;
  return given.flatMap(atomsOf).some(({ kind }) => kind === "task" || kind === "pipeline" || kind === "function");
}

const PLATFORM_MODULE = /^module:(?:node:)?(?:assert|crypto|fs|os|path|perf_hooks|process|url|util)(?:\/\w+)?(?:\.|$)/;

const PLATFORM = /^(?:process|console|Math|JSON|Date|Number|String|Object|Array|Intl|URL|crypto|performance|structuredClone)\b/;

function functionsIn(machine: Machine, atom: Atom): FunctionAtom[] {
  if (atom.kind !== "object" && atom.kind !== "array") return [];
  const seen = machine.seen(atom);
  const values =
    seen.kind === "object" ? [...seen.properties.values()].flatMap(({ value }) => value ?? []) : seen.items.map(({ value }) => value);
  return values.flatMap(atomsOf).filter((it) => it.kind === "function");
}

/** Whether the language itself says what a function does, though the analysis does not follow it. */
const isOfLanguage = (machine: Machine, callee: Atom): boolean => sourcesOf(machine.guards, machine.keyOf(callee)).length === 0;

/** Timers and listeners call after the code that hands them a function, at a time that it does not tell. */
const isNeverAtOnce = (callee: Atom): boolean => callee.kind === "unknown" && TIMERS_AND_LISTENERS.test(callee.key);

const TIMERS_AND_LISTENERS =
  /(?:^|\.)(?:setTimeout|setInterval|setImmediate|queueMicrotask|nextTick|on|once|addListener|addEventListener)$/;

/** What a timer gives to the function that it calls: `setTimeout(load, 10, provider)`. */
function passedOn(callee: Atom, given: readonly Value[]): readonly Value[] | undefined {
  const name = callee.kind === "unknown" && TIMER.exec(callee.key)?.[1];
  const from = name ? FIRST_PASSED_ON.get(name) : undefined;
  return from === undefined ? undefined : given.slice(from);
}

/** Of the platform; what has the same name elsewhere may give a function what it likes. */
const TIMER = /^(?:(?:globalThis|global|window|self|process|module:(?:node:)?(?:timers|process))\.)?(\w+)$/;

const FIRST_PASSED_ON: ReadonlyMap<string, number> = new Map([
  ["setTimeout", 2],
  ["setInterval", 2],
  ["setImmediate", 1],
  ["nextTick", 1],
]);

/** What is given with the name of one of its members may have another one after the call: `vi.spyOn(provider, "bucket")`, `Object.defineProperty(…)`. */
function replaceNamed(machine: Machine, callee: Atom, given: readonly Value[]): void {
  if (callee.kind === "unknown" && callee.key.endsWith(".stubEnv")) {
    const [name, value] = given;
    if (name?.kind === "literal" && value)
      for (const key of ENVIRONMENTS) machine.setProperty({ kind: "unknown", key }, String(name.value), value);
    return;
  }
  const [object, name] = given;
  if (callee.kind === "unknown" && REPLACERS.test(callee.key) && object && name && name.kind !== "literal") forgetMembers(machine, object);
  given.forEach((literal, index) => {
    const name = literal.kind === "literal" ? literal.value : undefined;
    if (index === 0 || typeof name !== "string") return;
    for (const object of given.slice(0, index)) machine.forThisRunAlone(() => machine.setProperty(object, name, machine.fresh()));
  });
}

/** What test tools call that puts something in a member's place, whichever it is. */
const REPLACERS = /\.(?:spyOn|stub|replace|method)$/;

/** Something for each parameter that nothing is known of, but that they come together. */
/** `first`: the class of the first of them, where that is known. */
function unknownArguments(machine: Machine, fact: FunctionFact, first?: string): UnknownAtom[] {
  const { key } = machine.fresh();
  return fact.parameters.map((_, index) => ({ ...machine.unknown(`${key}/${index}`), ...(index === 0 && first && { type: first }) }));
}
