import type { StepRecorded } from "../analysis/flow/observations.ts";
import type { Access, StepRecord } from "../analysis/flow/values.ts";
import { addsPart, isSamePlace, placeWritten } from "../analysis/recording/buckets.ts";
import { areOrdered } from "../analysis/recording/order.ts";
import { together } from "../analysis/recording/together.ts";
import { describePlace } from "./describe-place.ts";
import { asBeginning, describeStep, describeSteps } from "./describe-step.ts";
import { defineRule, type RuleContext } from "./rule.ts";
import { stepIsHere, told } from "./story-of-steps.ts";

/** Two steps that write one place, and neither waits for the other. */
export const doubleWrite = defineRule<{ twice: { steps: string; place: string } }>({
  meta: { id: "double-write", severity: "warning" },
  messages: {
    twice: ({ steps, place }) => `${steps} both write ${place}, and neither waits for the other: whose data stays is chance.`,
  },
  subjects: { step: (recording, guards) => earlierWrite(guards, recording) !== undefined },
  create(context) {
    for (const recordings of context.observed("step")) {
      const found = recordings.flatMap((recording) => earlierWrite(context.guards, recording) ?? [])[0];
      if (!found) continue;
      const { step, other, own, earlier } = found;
      context.report({
        message: "twice",
        data: { steps: describeSteps(context.source, other, step), place: describePlace(placeWritten(own)) },
        at: step.origin.site,
        related: [
          stepIsHere(context.source, other),
          told(context.source, earlier.site, `${asBeginning(describeStep(context.source, other))} writes here.`),
          ...(earlier.site.node === own.site.node && earlier.site.file === own.site.file
            ? []
            : [told(context.source, own.site, `${asBeginning(describeStep(context.source, step))} writes here.`)]),
        ],
      });
    }
  },
});

/** A write of a step that stands before this one in the body. */
function earlierWrite(
  guards: RuleContext["guards"],
  { step, steps, guard }: StepRecorded,
): { step: StepRecord; other: StepRecord; own: Access; earlier: Access } | undefined {
  for (const own of step.access) {
    const to = placeWritten(own);
    if (!to) continue;
    const isPart = addsPart(own, to);
    for (const other of steps.slice(0, steps.indexOf(step))) {
      for (const earlier of other.access) {
        const before = placeWritten(earlier);
        // Parts stand beside each other, unless one of the two replaces what is there.
        if (!before || (isPart && addsPart(earlier, before)) || !isSamePlace(guards, to, before) || areOrdered(step, other)) continue;
        if (together(guards, guard, [step.guard, other.guard, own.guard, earlier.guard])) return { step, other, own, earlier };
      }
    }
  }
  return undefined;
}
