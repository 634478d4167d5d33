import type { Dependency } from "../analysis/flow/dependencies.ts";
import type { Guard, Guards } from "../analysis/flow/guards.ts";
import type { TaskRecorded } from "../analysis/flow/observations.ts";
import type { StepRecord } from "../analysis/flow/values.ts";
import { waitingFor, wayTo, withoutOrder } from "../analysis/recording/order.ts";
import { type Together, together } from "../analysis/recording/together.ts";
import { placeOfDependency, removeDependency } from "../fixes/dependencies.ts";
import { declaredCycles } from "./declared-cycles.ts";
import { nameOfStep } from "./describe-step.ts";
import { defineRule } from "./rule.ts";
import { nameOfPipeline, stepIsHere, told } from "./story-of-steps.ts";

/** Steps that wait for each other. */
export const pipelineCycle = defineRule<{
  cycle: { steps: readonly string[]; pipeline: string; isPartial: boolean };
  declared: { names: readonly string[] };
}>({
  meta: { id: "pipeline-cycle", severity: "error" },
  messages: {
    cycle: ({ steps, pipeline, isPartial }) =>
      `${isPartial ? "On some paths these" : "These"} steps of ${pipeline} wait for each other, so none could ever start: ${steps.join(" → ")}.`,
    declared: ({ names }) => `These tasks depend on each other, so none of their steps could ever start: ${names.join(" → ")}.`,
  },
  subjects: { task: ({ task }) => task.dependsOnSite !== undefined, dependency: (recording) => closedBy(recording).length > 0 },
  create(context) {
    const tasks = context.observed("task").flatMap(([first]) => (first ? [first.task] : []));
    for (const { at, names } of declaredCycles(context.source, tasks)) context.report({ message: "declared", data: { names }, at });
    for (const recordings of context.observed("dependency")) {
      const reported = new Set<Dependency["task"]>();
      for (const recording of recordings) {
        const { step, pipeline, guard } = recording;
        for (const { dependency, way } of closedBy(recording)) {
          if (reported.has(dependency.task)) continue;
          const when = happens(context.guards, guard, [...way.map((it) => it.guard), dependency.guard], waits(context.guards, way));
          if (!when) continue;
          reported.add(dependency.task);
          context.report({
            message: "cycle",
            data: {
              steps: [step, ...way].map((it) => nameOfStep(context.source, it)),
              pipeline: nameOfPipeline(pipeline),
              isPartial: when === "sometimes",
            },
            at: placeOfDependency(context.source, step.task, dependency),
            severity: when === "always" ? "error" : "warning",
            related: [
              told(context.source, pipeline.origin.site, `They are steps of ${nameOfPipeline(pipeline)}.`),
              ...way.map((it) => stepIsHere(context.source, it)),
            ],
            fixes: () => removeDependency(context.source, step.task, dependency),
          });
        }
      }
    }
  },
});

/** When steps wait for each other that do so on some paths only. Two conditions, one of a step and one of its waiting, may exclude each other. */
function happens(guards: Guards, base: Guard, steps: readonly Guard[], waiting: readonly Guard[]): Together | undefined {
  const when = together(guards, base, steps);
  if (when === "always") return together(guards, base, [base, ...waiting]);
  const all = steps.reduce((sum, step) => guards.and(sum, step), base);
  return waiting.every((each) => guards.implies(all, each)) ? when : undefined;
}

/** The paths on which each step of a way waits for the next. */
const waits = (guards: Guards, way: readonly StepRecord[]): Guard[] =>
  way.slice(1).map((next, index) => waitingFor(guards, way[index] ?? next, next));

/** The cycles that an entry of this step's `dependsOn` closes; of several entries on one cycle the first step's counts. */
function closedBy({ step, steps }: TaskRecorded): { dependency: Dependency; way: StepRecord[] }[] {
  // Nearly always there is an order, and no way to look for from each step.
  if (!withoutOrder(steps).has(step)) return [];
  return step.dependencies.flatMap((dependency) =>
    dependency.steps.flatMap((other) => {
      const way = wayTo(other, step);
      if (!way) return [];
      const first = steps.find((each) => way.includes(each) && each.dependencies.some((it) => it.steps.some((to) => way.includes(to))));
      return first === step ? [{ dependency, way }] : [];
    }),
  );
}
