import { labelOf } from "../analysis/fit.ts";
import type { Guards } from "../analysis/flow/guards.ts";
import type { StepRecorded } from "../analysis/flow/observations.ts";
import type { Access, StepRecord } from "../analysis/flow/values.ts";
import { placeRead, placeWritten } from "../analysis/recording/buckets.ts";
import { areApart, cloudOf, type Placed, placedIn, unreachable } from "../analysis/recording/clouds.ts";
import { before, inputsOf } from "../analysis/recording/order.ts";
import { clashes } from "../analysis/recording/together.ts";
import { describeResource } from "./describe-place.ts";
import { defineRule } from "./rule.ts";
import { told } from "./story-of-steps.ts";

/** Data that is read in one cloud and written in another. */
export const crossCloudTransfer = defineRule<{ transfer: { from: string; fromCloud: string; to: string; toCloud: string } }>({
  meta: { id: "cross-cloud-transfer", severity: "info" },
  messages: {
    transfer: ({ from, fromCloud, to, toCloud }) =>
      `Data leaves ${fromCloud}: it is read from ${from} and written to ${to} in ${toCloud}, which is slow and costs egress.`,
  },
  subjects: { step: (recording, guards) => transferOf(guards, recording) !== undefined },
  create(context) {
    for (const recordings of context.observed("step")) {
      const [found] = recordings.flatMap((recording) => transferOf(context.guards, recording) ?? []);
      if (!found) continue;
      const { from, to, read, written, step } = found;
      context.report({
        message: "transfer",
        data: {
          from: describeResource(from.resource),
          fromCloud: labelOf(cloudOf(from) ?? ""),
          to: describeResource(to.resource),
          toCloud: labelOf(cloudOf(to) ?? ""),
        },
        at: step.origin.site,
        related: [
          told(context.source, read.site, `The data is read here, in ${labelOf(cloudOf(from) ?? "")}.`),
          told(context.source, written.site, `It is written here, in ${labelOf(cloudOf(to) ?? "")}.`),
        ],
      });
    }
  },
});

interface Transfer {
  step: StepRecord;
  read: Access;
  written: Access;
  from: Placed;
  to: Placed;
}

function transferOf(guards: Guards, { guard, step }: StepRecorded): Transfer | undefined {
  const writes = step.access.filter((it) => placeWritten(it) && it.method !== "copy");
  // Few steps write, and only for those is it asked where all their data comes from.
  if (writes.length === 0) return undefined;
  const sources = [step, ...before(step, inputsOf)];
  const fails = (each: StepRecord): boolean => unreachable(guards, { guard, step: each }).length > 0;
  for (const written of writes) {
    const to = placedIn(guards, written.resource);
    for (const reader of sources) {
      for (const read of reader.access) {
        if (!placeRead(read) || read.method === "copy") continue;
        const from = placedIn(guards, read.resource);
        // Nearly always both are in one cloud.
        if (!from.some((one) => to.some((other) => areApart(one.item, other.item)))) continue;
        const parts = [step.guard, reader.guard, read.guard, written.guard];
        const base = parts.reduce((sum, part) => guards.and(sum, part), guard);
        const found = clashes(guards, base, from, to, areApart);
        const [pair] = found.pairs;
        if (pair?.left && pair.right && !fails(step) && !fails(reader)) return { step, read, written, from: pair.left, to: pair.right };
      }
    }
  }
  return undefined;
}
