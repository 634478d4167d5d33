import { cloudsThatHave } from "@glacier/core/clouds";
import { cloudsOf, findMisfit, labelOf, mayClash } from "../analysis/fit.ts";
import type { FactoryCall, Receiver } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { describePath, tellClashes } from "../analysis/story.ts";
import { Judgements, judge } from "../analysis/verdict.ts";
import { fixEnvironment } from "../fixes/fix-environment.ts";
import { defineRule } from "./rule.ts";
import { listOf } from "./wording.ts";

/** An execution environment that the provider's cloud does not have. */
export const environmentCloudMismatch = defineRule<{
  absent: { method: string; cloud: string; having: readonly string[] };
  partial: { method: string; cloud: string; having: readonly string[]; path: string | undefined };
}>({
  meta: { id: "environment-cloud-mismatch", severity: "error" },
  messages: {
    absent: ({ method, cloud, having }) =>
      `${method}() does not exist on ${cloud}, only on ${listOf(having)}. spark() runs on every cloud.`,
    partial: ({ method, cloud, having, path }) =>
      `${method}() does not exist on every path: ${path ?? "on one of them"} the provider is ${cloud}, and it exists only on ${listOf(having)}. spark() runs on every cloud.`,
  },
  subjects: { factory: mayClash },
  create(context) {
    for (const calls of context.observed("factory")) {
      const verdict = judge(context.guards, calls, findAbsent, judgements);
      const [first] = verdict.clashes;
      if (!first) continue;
      const { type, site } = first.call;
      // What its configs are does not matter, and is not told.
      const clashes = verdict.clashes.map((clash) => ({ ...clash, list: [] }));
      const path = verdict.isCertain ? undefined : describePath(context.source, context.guards, { ...first, list: [] });
      context.report({
        message: verdict.isCertain ? "absent" : "partial",
        data: {
          method: type,
          // A path that is named is the first one's.
          cloud: listOf(cloudsOf(path === undefined ? clashes : clashes.slice(0, 1)).map(labelOf), "or"),
          having: cloudsThatHave(type).map(({ label }) => label),
          path,
        },
        at: site,
        severity: verdict.isCertain ? "error" : "warning",
        related: tellClashes(context.source, context.guards, clashes),
        fixes: () => fixEnvironment(context.source, verdict, () => context.observedAnywhere("factory")),
      });
    }
  },
});

const findAbsent = ({ cloud }: Receiver, list: readonly ConfigAtom[] | undefined, { type }: FactoryCall) => {
  const misfit = cloud === undefined ? undefined : findMisfit(cloud, type, list);
  return misfit?.kind === "no-such-resource" ? misfit : undefined;
};

const judgements = new Judgements<NonNullable<ReturnType<typeof findAbsent>>>();
