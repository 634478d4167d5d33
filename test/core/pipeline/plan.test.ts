import { describe, expect, it } from "vitest";
import { type PlanStep, planSteps } from "../../../core/src/pipeline/plan.ts";
import { fc } from "../../support/properties.ts";

const step = (name: string, inputs: string[] = [], waitsFor: string[] = [], task = name): PlanStep => ({ name, task, inputs, waitsFor });
const chain = [step("load"), step("clean", ["load"]), step("save", ["clean"]), step("report", [], ["load"])];

/** Steps that wait only for earlier ones, shuffled so that the order of the body tells nothing. */
const acyclic = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 30 }).chain((rows) => {
  const steps = rows.map((row, index) => {
    const others = index === 0 ? [] : row.map((n) => `s${n % index}`);
    return step(`s${index}`, others.slice(0, 2), others.slice(2));
  });
  return fc.shuffledSubarray(steps, { minLength: steps.length });
});

describe("planSteps", () => {
  it("puts every step exactly once, after all it waits for, whatever the body's order", () => {
    fc.assert(
      fc.property(acyclic, (steps) => {
        const { order } = planSteps(steps);
        expect([...order].sort()).toEqual(steps.map(({ name }) => name).sort());
        for (const { name, inputs, waitsFor } of steps) {
          for (const other of [...inputs, ...waitsFor]) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name));
        }
      }),
    );
  });

  it("always finds a cycle, and names its steps only", () => {
    fc.assert(
      fc.property(acyclic, fc.integer({ min: 1, max: 8 }), (steps, length) => {
        const ring = Array.from({ length }, (_, index) => step(`ring${index}`, [], [`ring${(index + 1) % length}`]));
        expect(() => planSteps([...steps, ...ring])).toThrow(/wait for each other.*ring0/);
        expect(() => planSteps([...ring, ...steps])).not.toThrow(/\bs\d/);
      }),
    );
  });

  it("keeps the order of the body where nothing else is asked", () => {
    expect(planSteps(chain).order).toEqual(["load", "clean", "save", "report"]);
  });

  it("selects a step alone, and says whose output it lacks", () => {
    expect(planSteps(chain, { only: ["clean"] })).toMatchObject({ order: ["clean"], missing: ["load"] });
  });

  it("selects what a step needs, and what needs it", () => {
    expect(planSteps(chain, { only: ["clean"], upstream: true })).toMatchObject({ order: ["load", "clean"], missing: [] });
    expect(planSteps(chain, { only: ["clean"], downstream: true })).toMatchObject({ order: ["clean", "save"], missing: ["load"] });
    expect(planSteps(chain, { only: ["load"], downstream: true }).order).toEqual(["load", "clean", "save", "report"]);
  });

  it("with both, also takes what the steps after it need", () => {
    const steps = [step("a"), step("b"), step("c", ["a", "b"])];
    expect(planSteps(steps, { only: ["a"], upstream: true, downstream: true })).toMatchObject({ order: ["a", "b", "c"], missing: [] });
  });

  it("lacks no output of a step that is only waited for", () => {
    expect(planSteps(chain, { only: ["report"] })).toMatchObject({ order: ["report"], missing: [] });
  });

  it("takes a task's name for all of its steps, and a step's name for that step", () => {
    const steps = [
      step("load", [], [], "load"),
      step("load#2", [], [], "load"),
      step("inner/load", [], [], "load"),
      step("inner/clean", [], [], "clean"),
    ];
    expect(planSteps(steps, { only: ["load"] }).order).toEqual(["load"]);
    expect(planSteps(steps, { only: ["clean"] }).order).toEqual(["inner/clean"]);
    expect(planSteps(steps.slice(1), { only: ["load"] }).order).toEqual(["load#2", "inner/load"]);
  });

  it("refuses an unknown name, with the nearest one", () => {
    expect(() => planSteps(chain, { only: ["claen"] })).toThrow(
      expect.objectContaining({ code: "PIPELINE_INVALID", hint: "Did you mean 'clean'?", choices: ["load", "clean", "save", "report"] }),
    );
  });

  it("orders a chain that is longer than the stack is deep", () => {
    const steps = Array.from({ length: 20_000 }, (_, index) => step(`s${index}`, index === 19_999 ? [] : [`s${index + 1}`]));
    expect(planSteps(steps).order[0]).toBe("s19999");
  });
});
