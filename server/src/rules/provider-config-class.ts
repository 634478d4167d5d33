import { cloudDescriptors, cloudOfProviderConfig } from "@glacier/core/clouds";
import { isConfigClassName } from "@glacier/core/config";
import type { Guards } from "../analysis/flow/guards.ts";
import type { ProviderMade } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { configPlace } from "../analysis/plain-provider-configs.ts";
import { asksAbout } from "../analysis/questions.ts";
import { tellConfigs } from "../analysis/story.ts";
import { fixProviderConfig } from "../fixes/fix-provider-config.ts";
import { defineRule } from "./rule.ts";
import { listOf } from "./wording.ts";

/** A resource's config that is given to a provider: it chooses no cloud. */
export const providerConfigClass = defineRule<{
  wrong: { classNames: readonly string[] };
  partial: { classNames: readonly string[] };
}>({
  meta: { id: "provider-config-class", severity: "error" },
  messages: {
    wrong: ({ classNames }) => `${listOf(classNames, "or")} is no config of a provider, which takes ${allowed}.`,
    partial: ({ classNames }) =>
      `On some paths the config is ${listOf(classNames, "or")}, which is no config of a provider: it takes ${allowed}.`,
  },
  subjects: { provider: (made, guards) => wrongConfigs(guards, [made]).wrong.length > 0 },
  create(context) {
    const told = new Set<number>();
    for (const made of context.observed("provider")) {
      const { wrong, isCertain } = wrongConfigs(context.guards, made);
      const [first] = made;
      if (wrong.length === 0 || !first) continue;
      const at = configPlace(context.source, first);
      // A class' own constructor may run for several providers.
      if (told.has(at.node)) continue;
      told.add(at.node);
      context.report({
        message: isCertain ? "wrong" : "partial",
        data: { classNames: [...new Set(wrong.map(({ className }) => className))] },
        at,
        severity: isCertain ? "error" : "warning",
        related: tellConfigs(context.source, wrong, first.provider.origin.frame, at),
        fixes: () => (isCertain ? fixProviderConfig(context.source, at, wrong) : []),
      });
    }
  },
});

const allowed = listOf(
  cloudDescriptors.map(({ providerConfig }) => providerConfig),
  "or",
);

/** The configs that are none of a provider, and whether nothing else can be given. */
function wrongConfigs(guards: Guards, made: readonly ProviderMade[]): { wrong: ConfigAtom[]; isCertain: boolean } {
  const wrong: ConfigAtom[] = [];
  let isCertain = true;
  for (const { provider, guard } of made) {
    const { config, legacyCloud } = provider;
    const alternatives = config.kind === "choice" ? config.alternatives : [{ guard, atom: config }];
    for (const { guard: path, atom } of alternatives) {
      const isWrong = legacyCloud === undefined && atom.kind === "config" && isForResources(atom.className);
      if (isWrong && !asksAbout(guards, [guard, path], [atom.key])) wrong.push(atom);
      else isCertain = false;
    }
  }
  return { wrong, isCertain };
}

const isForResources = (className: string): boolean => isConfigClassName(className) && cloudOfProviderConfig(className) === undefined;
