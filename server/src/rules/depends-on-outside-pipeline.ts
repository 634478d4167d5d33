import type { Dependency } from "../analysis/flow/dependencies.ts";
import { NEVER } from "../analysis/flow/guards.ts";
import type { TaskRecorded } from "../analysis/flow/observations.ts";
import { together } from "../analysis/recording/together.ts";
import { placeOfDependency, removeDependency } from "../fixes/dependencies.ts";
import { asBeginning, describeStep, describeTask } from "./describe-step.ts";
import { defineRule } from "./rule.ts";
import { nameOfPipeline, stepIsHere, told } from "./story-of-steps.ts";

/** A `dependsOn` of a task that is no step of the pipeline. */
export const dependsOnOutsidePipeline = defineRule<{
  outside: { step: string; task: string; pipeline: string };
  partial: { step: string; task: string; pipeline: string };
}>({
  meta: { id: "depends-on-outside-pipeline", severity: "error" },
  messages: {
    outside: ({ step, task, pipeline }) => `${asBeginning(step)} depends on ${task}, which is not in ${pipeline}.`,
    partial: ({ step, task, pipeline }) => `${asBeginning(step)} depends on ${task}, which is not on every path in ${pipeline}.`,
  },
  subjects: { dependency: ({ isOpen, step }) => !isOpen && step.dependencies.length > 0 },
  create(context) {
    const { guards, source } = context;
    for (const recordings of context.observed("dependency")) {
      const reported = new Set<string>();
      for (const recording of recordings) {
        const { step, pipeline, guard, isOpen } = recording;
        if (isOpen) continue;
        for (const dependency of step.dependencies) {
          const missing = missingOn(dependency);
          if (missing === undefined || isMetElsewhere(recording, dependency, recordings)) continue;
          const data = {
            step: describeStep(source, step),
            task: describeTask(source, dependency.task),
            pipeline: nameOfPipeline(pipeline),
          };
          const key = JSON.stringify([dependency.index, data.task]);
          if (reported.has(key)) continue;
          reported.add(key);
          context.report({
            message: missing === "always" ? "outside" : "partial",
            data,
            at: placeOfDependency(source, step.task, dependency),
            severity: missing === "always" ? "error" : "warning",
            related: [
              stepIsHere(source, step),
              told(source, dependency.task.origin.site, `${asBeginning(data.task)} is made here.`),
              ...dependency.steps.slice(0, 1).map((other) => told(source, other.origin.site, "It is called here, on some paths only.")),
            ],
            fixes: () => (missing === "always" ? removeDependency(source, step.task, dependency) : []),
          });

          function missingOn({ steps, guard: listed }: Dependency): "always" | "sometimes" | undefined {
            const there = steps.reduce((sum, other) => guards.or(sum, other.guard), NEVER);
            const waiting = guards.and(guards.and(step.guard, listed), guard);
            const absent = guards.without(waiting, there);
            if (absent === NEVER) return undefined;
            if (absent === waiting) return together(guards, guard, [waiting]) && "always";
            // The step itself is on every path, so what decides whether the other is there decides alone.
            return guards.implies(guard, waiting) ? together(guards, guard, [absent]) && "sometimes" : undefined;
          }
        }
      }
    }
  },
});

/** Whether a pipeline, which alone would fail, is part of another that has the task. */
const isMetElsewhere = ({ pipeline, step }: TaskRecorded, { task }: Dependency, all: readonly TaskRecorded[]): boolean =>
  all.some(
    (other) =>
      other.pipeline !== pipeline &&
      other.step.task === step.task &&
      isWithin(other.step.scope, pipeline) &&
      other.step.dependencies.some((it) => it.task === task && it.steps.length > 0),
  );

function isWithin(scope: TaskRecorded["step"]["scope"], pipeline: TaskRecorded["pipeline"]): boolean {
  for (let at: typeof scope | undefined = scope; at; at = at.parent) if (at.pipeline === pipeline) return true;
  return false;
}
