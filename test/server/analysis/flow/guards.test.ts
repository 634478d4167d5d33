import { expect, test } from "vitest";
import { ALWAYS, type Guard, Guards, NEVER, TooManyPaths } from "../../../../server/src/analysis/flow/guards.ts";
import { fc, runs } from "../../../support/properties.ts";

/** A formula over four conditions, and whether it holds for each of their sixteen outcomes. */
type Formula =
  | { kind: "condition"; index: number }
  | { kind: "not"; of: Formula }
  | { kind: "and" | "or" | "without"; left: Formula; right: Formula };

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 5 },
    fc.record({ kind: fc.constant("condition" as const), index: fc.nat(3) }),
    fc.record({ kind: fc.constant("not" as const), of: tie("formula") }),
    fc.record({ kind: fc.constantFrom("and" as const, "or" as const, "without" as const), left: tie("formula"), right: tie("formula") }),
  ),
}));

const outcomes = Array.from({ length: 16 }, (_, bits) => [0, 1, 2, 3].map((index) => ((bits >> index) & 1) === 1));

function holds(of: Formula, outcome: readonly boolean[]): boolean {
  switch (of.kind) {
    case "condition":
      return outcome[of.index] ?? false;
    case "not":
      return !holds(of.of, outcome);
    case "and":
      return holds(of.left, outcome) && holds(of.right, outcome);
    case "or":
      return holds(of.left, outcome) || holds(of.right, outcome);
    case "without":
      return holds(of.left, outcome) && !holds(of.right, outcome);
  }
}

function build(guards: Guards, conditions: readonly Guard[], of: Formula): Guard {
  switch (of.kind) {
    case "condition":
      return conditions[of.index] ?? NEVER;
    case "not":
      return guards.not(build(guards, conditions, of.of));
    default:
      return guards[of.kind](build(guards, conditions, of.left), build(guards, conditions, of.right));
  }
}

test("two formulas are one guard exactly when they hold for the same outcomes", () => {
  const guards = new Guards();
  const conditions = Array.from({ length: 4 }, () => guards.fresh());
  fc.assert(
    fc.property(formula, formula, (one, other) => {
      const [left, right] = [build(guards, conditions, one), build(guards, conditions, other)];
      const same = outcomes.every((outcome) => holds(one, outcome) === holds(other, outcome));
      expect(left === right).toBe(same);
      expect(guards.implies(left, right)).toBe(outcomes.every((outcome) => !holds(one, outcome) || holds(other, outcome)));
      expect(left === NEVER).toBe(outcomes.every((outcome) => !holds(one, outcome)));
      expect(left === ALWAYS).toBe(outcomes.every((outcome) => holds(one, outcome)));
    }),
    { numRuns: runs(500) },
  );
});

test("a guard knows the conditions that it depends on, and which of them the source asks about", () => {
  const guards = new Guards();
  const [asked, fresh] = [guards.asked("cloud"), guards.fresh()];
  const both = guards.conditions(guards.and(asked, fresh));
  expect(both.map((condition) => guards.subjectOf(condition))).toEqual(expect.arrayContaining(["cloud", undefined]));
  expect(guards.conditions(guards.or(asked, guards.not(asked)))).toEqual([]);
});

test("work beyond what is allowed is refused, and later work is not", () => {
  const guards = new Guards();
  const conditions = Array.from({ length: 12 }, () => guards.fresh());
  const all = (): Guard => conditions.reduce((sum, condition) => guards.and(sum, condition), ALWAYS);
  expect(() => guards.allowing(5, all)).toThrow(TooManyPaths);
  expect(all()).not.toBe(NEVER);
});
