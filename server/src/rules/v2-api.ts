import { cloudById } from "@glacier/core/clouds";
import { findExpression } from "../analysis/facts/find.ts";
import { migrateFactory, migrateProvider } from "../fixes/migrate-v2.ts";
import { always, defineRule } from "./rule.ts";

/** A class or method that V3 does not have any more. */
export const v2Api = defineRule<{
  provider: { className: string; config: string };
  factory: { method: string };
}>({
  meta: { id: "v2-api", severity: "warning" },
  messages: {
    provider: ({ className, config }) => `${className} is from Glacier V2: use a Provider with ${config} instead.`,
    factory: ({ method }) => `bucketSource() is from Glacier V2: use ${method}() instead.`,
  },
  subjects: { provider: ({ provider }) => provider.legacyCloud !== undefined, legacy: always, factory: ({ isLegacy }) => isLegacy },
  create(context) {
    for (const [made] of context.observed("provider")) {
      const cloud = made?.provider.legacyCloud === undefined ? undefined : cloudById(made.provider.legacyCloud);
      // Whoever has extended a class of V2 has to look at the extension.
      if (!made || !cloud?.legacyProvider || made.isDerived) continue;
      context.report({
        message: "provider",
        data: { className: cloud.legacyProvider.className, config: cloud.providerConfig },
        at: made.site,
        fixes: () => migrateProvider(context.source, made, cloud),
      });
    }
    // Which of its arguments is what is not known, so there is no edit to offer.
    for (const [call] of context.observed("legacy")) {
      if (call) context.report({ message: "factory", data: { method: call.type }, at: call.site });
    }
    for (const calls of context.observed("factory")) {
      const [call] = calls;
      if (!call?.isLegacy || !call.receivers.every(({ isProvider }) => isProvider)) continue;
      context.report({
        message: "factory",
        data: { method: call.type },
        at: call.site,
        fixes: () => {
          const facts = context.source.facts(call.site.file);
          const expression = facts && findExpression(facts, call.site.node);
          return expression?.kind === "call" ? migrateFactory(context.source, calls, expression) : [];
        },
      });
    }
  },
});
