import type { Guards } from "../analysis/flow/guards.ts";
import type { TaskRecorded } from "../analysis/flow/observations.ts";
import { before, sureInputsOf } from "../analysis/recording/order.ts";
import { placeOfDependency, removeDependency } from "../fixes/dependencies.ts";
import { asBeginning, describeTask } from "./describe-step.ts";
import { defineRule } from "./rule.ts";
import { stepIsHere } from "./story-of-steps.ts";

/** A `dependsOn` of a task whose output comes here anyway. */
export const redundantDependsOn = defineRule<{ redundant: { task: string; other: string } }>({
  meta: { id: "redundant-depends-on", severity: "hint", isOff: true },
  messages: {
    redundant: ({ task, other }) => `${asBeginning(task)} takes what comes of ${other}, so it waits for it without dependsOn.`,
  },
  subjects: { dependency: ({ isOpen }) => !isOpen },
  create(context) {
    for (const recordings of context.observed("dependency")) {
      const [first] = recordings;
      if (!first || recordings.some(({ isOpen }) => isOpen)) continue;
      for (const dependency of first.step.dependencies) {
        const { index } = dependency;
        if (index === undefined || !recordings.every((recording) => isOrderedByData(context.guards, recording, index))) continue;
        context.report({
          message: "redundant",
          data: { task: describeTask(context.source, first.step.task), other: describeTask(context.source, dependency.task) },
          at: placeOfDependency(context.source, first.step.task, dependency),
          related: dependency.steps.slice(0, 1).map((step) => stepIsHere(context.source, step)),
          unnecessary: true,
          fixes: () => removeDependency(context.source, first.step.task, dependency),
        });
      }
    }
  },
});

/** Whether the step takes, directly or through others, the output of every step that the entry means. */
function isOrderedByData(guards: Guards, { step }: TaskRecorded, index: number): boolean {
  const earlier = before(step, sureInputsOf(guards));
  const meant = step.dependencies.filter((it) => it.index === index).flatMap(({ steps }) => steps);
  return meant.length > 0 && meant.every((other) => other !== step && earlier.has(other));
}
