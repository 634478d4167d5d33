import { configsThatFit } from "@glacier/core/clouds";
import { findMisfit, labelOf } from "../analysis/fit.ts";
import { describePath, tellStory } from "../analysis/story.ts";
import { type Clash, judge } from "../analysis/verdict.ts";
import { fixMismatch } from "../fixes/fix-mismatch.ts";
import { defineRule } from "./rule.ts";
import { listOf } from "./wording.ts";

/** A config of one cloud given to a provider of another. */
export const configCloudMismatch = defineRule<{
  mismatch: { configs: string[]; method: string; cloud: string; fitting: readonly string[] };
  arrayMismatch: { configs: string[]; method: string; cloud: string; fitting: readonly string[] };
  partial: { configs: string[]; method: string; cloud: string; fitting: readonly string[]; path: string | undefined };
}>({
  meta: { id: "config-cloud-mismatch", severity: "error" },
  messages: {
    mismatch: ({ configs, method, cloud, fitting }) =>
      `${listOf(configs)} does not fit: ${method}() on ${cloud} takes ${listOf(fitting, "or")}.`,
    arrayMismatch: ({ configs, method, cloud, fitting }) =>
      `None of these configs fits: ${method}() on ${cloud} takes ${listOf(fitting, "or")}, and the array holds ${listOf(configs)}.`,
    partial: ({ configs, method, cloud, fitting, path }) =>
      `${listOf(configs)} does not fit on every path: ${path ?? "on one of them"} the provider is ${cloud}, where ${method}() takes ${listOf(fitting, "or")}.`,
  },
  create(context) {
    for (const calls of context.observed("factory")) {
      const verdict = judge(context.guards, calls, (cloud, list, { type }) => {
        const misfit = findMisfit(cloud, type, list);
        return misfit?.kind === "other-cloud" ? misfit : undefined;
      });
      const [first] = verdict.clashes;
      if (!first) continue;
      const { call, list } = first;
      const clouds = [...new Set(verdict.clashes.map((clash) => clash.receiver.cloud))];
      const data = {
        configs: [...new Set(list.map(({ className }) => className))],
        method: call.type,
        cloud: listOf(clouds.map(labelOf), "or"),
        fitting: [...new Set(clouds.flatMap((cloud) => configsThatFit(cloud, call.type) ?? []))],
      };
      const message = !verdict.isCertain ? "partial" : list.length > 1 ? "arrayMismatch" : "mismatch";
      context.report({
        message,
        data: { ...data, path: describePath(context.source, first) },
        at: call.configSite,
        severity: verdict.isCertain ? "error" : "warning",
        related: verdict.clashes.slice(0, STORIES).flatMap((clash) => storyOf(context, clash)),
        fixes: () => fixMismatch(context.source, verdict, () => context.observedAnywhere("factory")),
      });
    }
  },
});

/** More paths than these are not told one by one. */
const STORIES = 3;

function storyOf(
  context: Parameters<typeof configCloudMismatch.create>[0],
  { call, receiver, list }: Clash<unknown>,
): ReturnType<typeof tellStory> {
  return tellStory(context.source, {
    frame: call.frame,
    provider: receiver.provider,
    providerConfig: receiver.config,
    providerLabel: `${labelOf(receiver.cloud)} provider`,
    configs: list,
    at: call.configSite,
  });
}
