import type { StepRecorded } from "../analysis/flow/observations.ts";
import type { Access, StepRecord } from "../analysis/flow/values.ts";
import { meets, placeRead, placeWritten } from "../analysis/recording/buckets.ts";
import { areOrdered } from "../analysis/recording/order.ts";
import { together } from "../analysis/recording/together.ts";
import { describePlace } from "./describe-place.ts";
import { asBeginning, describeStep } from "./describe-step.ts";
import { defineRule, type RuleContext } from "./rule.ts";
import { stepIsHere, told } from "./story-of-steps.ts";

/** A step that reads what another step writes, and neither waits for the other. */
export const unorderedReadWrite = defineRule<{ unordered: { reader: string; writer: string; place: string } }>({
  meta: { id: "unordered-read-write", severity: "warning" },
  messages: {
    unordered: ({ reader, writer, place }) =>
      `${asBeginning(reader)} reads ${place} and ${writer} writes it, but neither waits for the other: which comes first is chance.`,
  },
  subjects: { step: (recording, guards) => conflictOf(guards, recording) !== undefined },
  create(context) {
    for (const recordings of context.observed("step")) {
      const found = recordings.flatMap((recording) => conflictOf(context.guards, recording) ?? [])[0];
      if (!found) continue;
      const { reader, writer, read, written } = found;
      context.report({
        message: "unordered",
        data: {
          reader: describeStep(context.source, reader),
          writer: describeStep(context.source, writer),
          place: describePlace(placeRead(read)),
        },
        at: reader.origin.site,
        related: [
          stepIsHere(context.source, writer),
          told(context.source, written.site, "It writes here."),
          told(context.source, read.site, `${asBeginning(describeStep(context.source, reader))} reads here.`),
        ],
      });
    }
  },
});

interface Conflict {
  reader: StepRecord;
  writer: StepRecord;
  read: Access;
  written: Access;
}

function conflictOf(guards: RuleContext["guards"], { step, steps, guard }: StepRecorded): Conflict | undefined {
  for (const read of step.access) {
    const from = placeRead(read);
    if (!from) continue;
    for (const writer of steps) {
      if (writer === step) continue;
      for (const written of writer.access) {
        const to = placeWritten(written);
        if (!to || !meets(guards, from, to) || areOrdered(step, writer)) continue;
        if (together(guards, guard, [step.guard, writer.guard, read.guard, written.guard])) return { reader: step, writer, read, written };
      }
    }
  }
  return undefined;
}
