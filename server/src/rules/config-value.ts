import { isPlainConfig, plainConfigs } from "../analysis/plain-configs.ts";
import { isPlainProvider, plainProviderConfig } from "../analysis/plain-provider-configs.ts";
import { describeValuePath, tellValue } from "../analysis/value-story.ts";
import { wrapConfig } from "../fixes/wrap-config.ts";
import { configRule } from "./config-reports.ts";

const ofSchemas = configRule("config-value", "error");

/** A value that a config's field does not take, a field that there is none of, one that is missing, or something in a config's place that is none. */
export const configValue: typeof ofSchemas = {
  ...ofSchemas,
  subjects: { ...ofSchemas.subjects, factory: isPlainConfig, provider: isPlainProvider },
  create(context) {
    ofSchemas.create(context);
    const { source, guards } = context;
    const told = new Set<number>();
    for (const made of context.observed("provider")) {
      const found = plainProviderConfig(source, made);
      // A class' own constructor may run for several providers.
      if (!found || told.has(found.at.node)) continue;
      told.add(found.at.node);
      context.report({ message: "problem", data: { says: found.says }, at: found.at });
    }
    for (const calls of context.observed("factory")) {
      for (const { call, says, place, value, isCertain } of plainConfigs(source, guards, calls)) {
        const way = { value, place, site: call.site, frame: call.frame };
        context.report({
          message: isCertain ? "problem" : "partial",
          data: { says, path: isCertain ? "" : describeValuePath(source, way) },
          at: place,
          severity: isCertain ? "error" : "warning",
          related: tellValue(source, way),
          fixes: () => wrapConfig(source, call, place),
        });
      }
    }
  },
};
