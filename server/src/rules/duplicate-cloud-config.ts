import { findMisfit, mayClash } from "../analysis/fit.ts";
import type { FactoryCall, Receiver } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { describePath, tellConfigs } from "../analysis/story.ts";
import { Judgements, judge } from "../analysis/verdict.ts";
import { fixDuplicateConfig } from "../fixes/fix-duplicate-config.ts";
import { defineRule } from "./rule.ts";

/** An array with two configs of one cloud: which of them is meant? */
export const duplicateCloudConfig = defineRule<{
  twice: { className: string; method: string };
  partial: { className: string; method: string; path: string | undefined };
}>({
  meta: { id: "duplicate-cloud-config", severity: "error" },
  messages: {
    twice: ({ className, method }) => `The configs of ${method}() hold ${className} twice: allowed is one config per cloud.`,
    partial: ({ className, method, path }) =>
      `The configs of ${method}() hold ${className} twice ${path ?? "on one of the paths"}: allowed is one config per cloud.`,
  },
  subjects: { factory: mayClash },
  create(context) {
    for (const calls of context.observed("factory")) {
      const verdict = judge(context.guards, calls, findTwice, judgements);
      const [first] = verdict.clashes;
      if (!first) continue;
      const { call, list, problem } = first;
      const same = list.filter(({ className }) => className === problem.className);
      context.report({
        message: verdict.isCertain ? "twice" : "partial",
        data: { className: problem.className, method: call.type, path: describePath(context.source, context.guards, first) },
        at: call.configSite,
        severity: verdict.isCertain ? "error" : "warning",
        related: tellConfigs(context.source, same, call.frame, undefined),
        fixes: () => fixDuplicateConfig(context.source, verdict),
      });
    }
  },
});

const findTwice = ({ cloud, isProvider }: Receiver, list: readonly ConfigAtom[] | undefined, { type }: FactoryCall) => {
  const misfit = cloud === undefined && !isProvider ? undefined : findMisfit(cloud, type, list);
  return misfit?.kind === "twice" ? misfit : undefined;
};

const judgements = new Judgements<NonNullable<ReturnType<typeof findTwice>>>();
