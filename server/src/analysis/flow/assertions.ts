import { ALWAYS, type Guard, NEVER } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { equality, truthOf } from "./operators.ts";
import { type Atom, atomsOf, UNDEFINED, type UnknownAtom, type Value } from "./values.ts";

/** Leaves, after a call of what the workspace does not show, only the paths on which it comes back: one that asserts throws on the others. */
export function passAssertion(machine: Machine, callee: Atom, given: readonly Value[]): void {
  if (callee.kind !== "unknown") return;
  if (EXITS.test(callee.key)) {
    machine.paths = NEVER;
    return;
  }
  const holds = machine.branchingOn(assertedBy(machine, callee, given));
  machine.thrown = machine.guards.or(machine.thrown, machine.guards.without(machine.paths, holds));
  machine.paths = machine.guards.and(machine.paths, holds);
}

/** What `expect(value)` gives knows its subject, so that `toBe` can say something of it. */
export const expectation = (callee: Atom, given: readonly Value[]): Pick<UnknownAtom, "expected"> | undefined =>
  callee.kind === "unknown" && EXPECTS.test(callee.key) && given[0] ? { expected: given[0] } : undefined;

function assertedBy(machine: Machine, { key, expected }: UnknownAtom, given: readonly Value[]): Guard {
  const name = key.slice(key.lastIndexOf(".") + 1);
  if (expected) return EQUALITIES.has(name) ? equal(machine, expected, given[0]) : ALWAYS;
  if (ASSERTS.test(key)) return truthOf(machine, given[0] ?? UNDEFINED);
  if (!OF_ASSERT.test(key)) return ALWAYS;
  if (name === "ok" || name === "isTrue" || name === "isOk") return truthOf(machine, given[0] ?? UNDEFINED);
  if (name === "fail") return NEVER;
  if (EQUALITIES.has(name)) return equal(machine, given[0], given[1]);
  return UNEQUALITIES.has(name) ? unequal(machine, given[0], given[1]) : ALWAYS;
}

/** Objects may be equal by what they hold, which is left open. */
const areComparable = (...values: readonly Value[]): boolean =>
  values.flatMap(atomsOf).every(({ kind }) => kind === "literal" || kind === "unknown");

function equal(machine: Machine, left: Value = UNDEFINED, right: Value = UNDEFINED): Guard {
  return areComparable(left, right) ? truthOf(machine, equality(machine, left, right)) : ALWAYS;
}

function unequal(machine: Machine, left: Value = UNDEFINED, right: Value = UNDEFINED): Guard {
  return areComparable(left, right) ? machine.guards.not(truthOf(machine, equality(machine, left, right))) : ALWAYS;
}

const EXITS = /(?:^|:)process(?:\.default|\.\*)?\.(?:exit|abort)$/;

/** `assert(…)` itself, by whichever name a module exports it. */
const ASSERTS = /(?:^|[.:/-])(?:assert|assert\/strict|invariant)(?:\.default|\.\*|\.strict)*$/;

/** `assert.equal(…)`, and `equal` imported from a module of assertions. */
const OF_ASSERT = /(?:^|[.:/-])assert(?:\/strict)?(?:\.default|\.\*|\.strict)*\.\w+$/;

const EXPECTS = /(?:^|[.:])expect$/;

const EQUALITIES: ReadonlySet<string> = new Set([
  "equal",
  "strictEqual",
  "deepEqual",
  "deepStrictEqual",
  "toBe",
  "toEqual",
  "toStrictEqual",
]);

const UNEQUALITIES: ReadonlySet<string> = new Set(["notEqual", "notStrictEqual", "notDeepEqual", "notDeepStrictEqual"]);
