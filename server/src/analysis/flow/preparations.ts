import type { FileFacts, FunctionFact } from "../facts/facts.ts";
import { writesOf } from "../facts/writes.ts";
import { ALWAYS } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { ENVIRONMENTS } from "./members.ts";
import type { Atom, Cell, FunctionAtom, LiteralAtom, Value } from "./values.ts";

/** What a runner of tests calls a function for: before the tests that stand beside the call, or as one of them. */
export function stageOf(callee: Atom): Stage | undefined {
  if (callee.kind !== "unknown") return undefined;
  const name = STAGES.exec(callee.key)?.[1];
  if (name === undefined) return TESTING_MODULES.test(callee.key) ? { isPreparation: false } : undefined;
  return name.startsWith("before") ? { isPreparation: true, isRepeated: name === "beforeEach" } : { isPreparation: false };
}

type Stage = { isPreparation: true; isRepeated: boolean } | { isPreparation: false };

const STAGES = /^(?:module:[^()\s]+\.|(?:Deno|QUnit)\.)?(beforeAll|beforeEach|before|it|test|specify)(?=$|[.(])(?!\.describe)/;

/** Modules that are functions which take a test: `import test from "node:test"`. */
const TESTING_MODULES = /^module:(?:node:test|ava|tape)(?:\.default)?(?:\.(?:only|serial|failing))?$/;

/** What a preparation has set, and whether it sets that again before each test. */
export interface Prepared {
  value: LiteralAtom;
  isRepeated: boolean;
}

/**
 * Does what a preparation does: what it sets of the environment the tests find, and not the code in whose midst it stands. An inner group's comes behind
 * those around it, and what is repeated before each test behind all that is not.
 */
export function prepare(machine: Machine, { fact, module }: FunctionAtom, isRepeated: boolean, act: () => Value): Value {
  const { members, prepared } = machine.run;
  const before = new Map([...members].map(([key, cell]) => [key, cell.value]));
  const result = act();
  for (const [key, cell] of [...members]) {
    const name = variableIn(key);
    if (name === undefined || cell.value === before.get(key)) continue;
    const value = cell.value && machine.restrict(cell.value);
    const isKept = isRepeated || !isWrittenBeside(module.facts, fact, name);
    const isLast = isRepeated || !prepared.get(key)?.isRepeated;
    if (value?.kind !== "literal" || !isKept) prepared.delete(key);
    else if (isLast) prepared.set(key, { value, isRepeated });
    if (before.has(key)) cell.value = before.get(key);
    else members.delete(key);
  }
  return result;
}

/** Whether something else in a preparation's group of tests sets a variable: a test may find what another one has set in the meantime. */
function isWrittenBeside({ body }: FileFacts, preparation: FunctionFact, name: string): boolean {
  const writes = writesOf(body).filter((it) => it.name === name);
  const around = writes.map(({ functions }) => functions.map(({ fact }) => fact));
  const own = around.find((functions) => functions.includes(preparation));
  const group = own?.[own.indexOf(preparation) - 1];
  return around.filter((functions) => group === undefined || functions.includes(group)).length > 1;
}

/** Does what a test does, which finds what was prepared. */
export function afterPreparation(machine: Machine, act: () => Value): Value {
  const { members, prepared } = machine.run;
  const before = new Map<string, Cell | undefined>();
  for (const [key, { value }] of prepared) {
    before.set(key, members.get(key));
    const cell = { value, birth: ALWAYS, home: machine.run };
    members.set(key, cell);
    // As if the test had written it itself.
    for (const log of machine.writes) log.add(cell);
  }
  const result = act();
  for (const [key, cell] of before) {
    if (cell) members.set(key, cell);
    else members.delete(key);
  }
  return result;
}

function variableIn(key: string): string | undefined {
  const environment = [...ENVIRONMENTS].find((it) => key.startsWith(`${it}.`));
  return environment && key.slice(environment.length + 1);
}
