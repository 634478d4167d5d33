import { fixDirectInstantiation } from "../fixes/fix-direct-instantiation.ts";
import { always, defineRule } from "./rule.ts";

/** `new Bucket(…)`: only a provider can make one. */
export const directInstantiation = defineRule<{ direct: { className: string; factory: string } }>({
  meta: { id: "direct-instantiation", severity: "error" },
  messages: {
    direct: ({ className, factory }) =>
      `${/^[AEIOU]/.test(className) ? "An" : "A"} ${className} is made by its provider, not with new ${className}(): call ${factory} instead.`,
  },
  subjects: { direct: always },
  create(context) {
    for (const [made] of context.observed("direct")) {
      if (!made) continue;
      context.report({
        message: "direct",
        data: { className: made.className, factory: FACTORIES[made.className] ?? "one of the provider's methods" },
        at: made.site,
        fixes: () =>
          fixDirectInstantiation(
            context.source,
            made,
            context.observed("provider").flatMap(([it]) => it ?? []),
          ),
      });
    }
  },
});

const FACTORIES: Readonly<Record<string, string>> = {
  Bucket: "provider.bucket(…)",
  Serverless: "provider.serverless(…)",
  ExecutionEnvironment: "provider.spark(…) or another environment's method",
};
