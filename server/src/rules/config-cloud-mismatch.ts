import { configsThatFit } from "@glacier/core/clouds";
import { cloudsOf, findMisfit, labelOf, mayClash } from "../analysis/fit.ts";
import type { FactoryCall, Receiver } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { describePaths, tellClashes } from "../analysis/story.ts";
import { Judgements, judge } from "../analysis/verdict.ts";
import { fixMismatch } from "../fixes/fix-mismatch.ts";
import { defineRule } from "./rule.ts";
import { listOf } from "./wording.ts";

/** A config of one cloud given to a provider of another. */
export const configCloudMismatch = defineRule<{
  mismatch: { configs: string[]; method: string; cloud: string; fitting: readonly string[] };
  arrayMismatch: { configs: string[]; method: string; cloud: string; fitting: readonly string[] };
  partial: { configs: string[]; method: string; cloud: string; fitting: readonly string[]; paths: string[] };
}>({
  meta: { id: "config-cloud-mismatch", severity: "error" },
  messages: {
    mismatch: ({ configs, method, cloud, fitting }) => `${doNotFit(configs)}: ${method}() on ${cloud} takes ${listOf(fitting, "or")}.`,
    arrayMismatch: ({ configs, method, cloud, fitting }) =>
      `None of these configs fits: ${method}() on ${cloud} takes ${listOf(fitting, "or")}, and the array holds ${listOf(configs)}.`,
    partial: ({ configs, method, cloud, fitting, paths }) =>
      `${doNotFit(configs)} on every path: ${paths.length === 0 ? "on one of them" : listOf(paths, "or")} the provider is ${cloud}, where ${method}() takes ${listOf(fitting, "or")}.`,
  },
  subjects: { factory: mayClash },
  create(context) {
    for (const calls of context.observed("factory")) {
      const verdict = judge(context.guards, calls, findOtherCloud, judgements);
      const [first] = verdict.clashes;
      if (!first) continue;
      const { call, list } = first;
      const clouds = cloudsOf(verdict.clashes);
      const data = {
        configs: [...new Set(verdict.clashes.flatMap((clash) => clash.list.map(({ className }) => className)))],
        method: call.type,
        cloud: listOf(clouds.map(labelOf), "or"),
        fitting: [...new Set(clouds.flatMap((cloud) => configsThatFit(cloud, call.type) ?? []))],
      };
      const message = !verdict.isCertain ? "partial" : list.length > 1 ? "arrayMismatch" : "mismatch";
      context.report({
        message,
        data: { ...data, paths: describePaths(context.source, context.guards, verdict.clashes) },
        at: call.configSite,
        severity: verdict.isCertain ? "error" : "warning",
        related: tellClashes(context.source, context.guards, verdict.clashes),
        fixes: () => fixMismatch(context.source, verdict, calls, () => context.observedAnywhere("factory")),
      });
    }
  },
});

const doNotFit = (configs: readonly string[]): string => `${listOf(configs)} ${configs.length === 1 ? "does" : "do"} not fit`;

const findOtherCloud = ({ cloud }: Receiver, list: readonly ConfigAtom[] | undefined, { type }: FactoryCall) => {
  const misfit = cloud === undefined ? undefined : findMisfit(cloud, type, list);
  return misfit?.kind === "other-cloud" ? misfit : undefined;
};

const judgements = new Judgements<NonNullable<ReturnType<typeof findOtherCloud>>>();
