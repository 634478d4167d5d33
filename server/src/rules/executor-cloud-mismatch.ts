import { labelOf } from "../analysis/fit.ts";
import type { Access } from "../analysis/flow/values.ts";
import { cloudOf, isHere, type Placed, unreachable } from "../analysis/recording/clouds.ts";
import { labelOfProvider } from "../analysis/story.ts";
import { describeResource } from "./describe-place.ts";
import { asBeginning, describeStep } from "./describe-step.ts";
import { defineRule } from "./rule.ts";
import { told } from "./story-of-steps.ts";
import { listOf } from "./wording.ts";

interface Data {
  step: string;
  executor: string;
  executorCloud: string;
  bucket: string;
  bucketCloud: string;
}

/** A step whose executor cannot reach a bucket that it reads or writes. */
export const executorCloudMismatch = defineRule<{ mismatch: Data; partial: Data }>({
  meta: { id: "executor-cloud-mismatch", severity: "error" },
  messages: {
    mismatch: ({ step, executor, executorCloud, bucket, bucketCloud }) =>
      `${asBeginning(step)} runs on ${executor} in ${executorCloud}, which cannot reach ${bucket} ${bucketCloud}.`,
    partial: ({ step, executor, executorCloud, bucket, bucketCloud }) =>
      `${asBeginning(step)} does not work on every path: on one of them ${executor} is in ${executorCloud} and cannot reach ${bucket} ${bucketCloud}.`,
  },
  subjects: { step: (recording, guards) => unreachable(guards, recording).length > 0 },
  create(context) {
    for (const recordings of context.observed("step")) {
      const all = recordings.map((recording) => ({ recording, found: unreachable(context.guards, recording) }));
      const failing = all.filter(({ found }) => found.length > 0);
      const [first] = failing;
      const [problem] = first?.found ?? [];
      const [pair] = problem?.found.pairs ?? [];
      if (!first || !problem || !pair?.left || !pair.right) continue;
      const isCertain = failing.length === all.length && failing.every(({ found }) => found.some((it) => it.found.isCertain));
      const { left: executor, right: bucket } = pair;
      context.report({
        message: isCertain ? "mismatch" : "partial",
        data: {
          step: describeStep(context.source, first.recording.step),
          executor: describeResource(executor.resource),
          executorCloud: labelOf(cloudOf(executor) ?? ""),
          bucket: listOf([...new Set(first.found.map(({ access }) => describeResource(access.resource)))]),
          bucketCloud: whereIs(bucket),
        },
        at: first.recording.step.origin.site,
        severity: isCertain ? "error" : "warning",
        related: [executor, bucket].flatMap((placed, index) => storyOf(placed, index === 0 ? undefined : problem.access)),
      });
    }

    function storyOf({ resource, receiver }: Placed, access: Access | undefined): ReturnType<typeof told>[] {
      const { source } = context;
      const provider = receiver?.provider;
      return [
        ...(provider ? [told(source, provider.origin.site, `The ${labelOfProvider(receiver)} is created here.`)] : []),
        told(source, resource.origin.site, `The ${describeResource(resource)} is made here.`),
        ...(access ? [told(source, access.site, `It is ${access.operation === "reads" ? "read" : "written"} here.`)] : []),
      ];
    }
  },
});

function whereIs(bucket: Placed): string {
  const cloud = cloudOf(bucket) ?? "";
  return isHere(cloud) ? "on this machine" : `in ${labelOf(cloud)}`;
}
