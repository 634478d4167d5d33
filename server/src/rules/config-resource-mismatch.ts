import { cloudsThatHave, configsThatFit } from "@glacier/core/clouds";
import { cloudsOf, findMisfit, labelOf, mayClash } from "../analysis/fit.ts";
import type { FactoryCall, Receiver } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { describePath, tellConfigs } from "../analysis/story.ts";
import { Judgements, judge } from "../analysis/verdict.ts";
import { fixWrongResource } from "../fixes/fix-wrong-resource.ts";
import { defineRule } from "./rule.ts";
import { listOf } from "./wording.ts";

/** A config that is for another kind of resource, or for a provider: it fits on no cloud. */
export const configResourceMismatch = defineRule<{
  mismatch: { className: string; method: string; cloud: string | undefined; fitting: readonly string[] };
  providerConfig: { className: string; method: string; fitting: readonly string[] };
  partial: { className: string; method: string; fitting: readonly string[]; path: string | undefined };
}>({
  meta: { id: "config-resource-mismatch", severity: "error" },
  messages: {
    mismatch: ({ className, method, cloud, fitting }) =>
      `${className} is no config of ${method}()${cloud === undefined ? ", which takes" : `: on ${cloud} it takes`} ${listOf(fitting, "or")}.`,
    providerConfig: ({ className, method, fitting }) =>
      `${className} is the config of a provider: ${method}() takes ${listOf(fitting, "or")}.`,
    partial: ({ className, method, fitting, path }) =>
      `${className} is no config of ${method}(), and ${path ?? "on one of the paths"} it is given to it: allowed is ${listOf(fitting, "or")}.`,
  },
  subjects: { factory: mayClash },
  create(context) {
    for (const calls of context.observed("factory")) {
      const verdict = judge(context.guards, calls, findOtherResource, judgements);
      const [first] = verdict.clashes;
      if (!first) continue;
      const { call, problem } = first;
      const clouds = cloudsOf(verdict.clashes);
      const known = clouds.flatMap((cloud) => configsThatFit(cloud, call.type) ?? []);
      const fitting = known.length > 0 ? known : cloudsThatHave(call.type).flatMap(({ configs }) => configs[call.type] ?? []);
      const data = { className: problem.className, method: call.type, fitting: [...new Set(fitting)] };
      const whole = problem.kind === "provider-config" ? "providerConfig" : "mismatch";
      const cloud = known.length > 0 ? listOf(clouds.map(labelOf), "or") : undefined;
      const wrong = verdict.clashes.flatMap(({ list }) => list.filter(({ className }) => className === problem.className));
      context.report({
        message: verdict.isCertain ? whole : "partial",
        data: { ...data, cloud, path: describePath(context.source, context.guards, first) },
        at: call.configSite,
        severity: verdict.isCertain ? "error" : "warning",
        related: tellConfigs(context.source, wrong, call.frame, call.configSite),
        fixes: () => fixWrongResource(context.source, verdict),
      });
    }
  },
});

const findOtherResource = ({ cloud, isProvider }: Receiver, list: readonly ConfigAtom[] | undefined, { type }: FactoryCall) => {
  const misfit = cloud === undefined && !isProvider ? undefined : findMisfit(cloud, type, list);
  return misfit?.kind === "other-resource" || misfit?.kind === "provider-config" ? misfit : undefined;
};

const judgements = new Judgements<NonNullable<ReturnType<typeof findOtherResource>>>();
