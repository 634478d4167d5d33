import { cloudById, outdatedRuntime, type RuntimeState } from "@glacier/core/clouds";
import { hitsOf, optionOf, takenValue } from "../analysis/factory-problems.ts";
import { placeOfArgument } from "../analysis/value-place.ts";
import { describeValuePath, tellValue } from "../analysis/value-story.ts";
import { defineRule } from "./rule.ts";

interface Outdated extends RuntimeState {
  cloud: string;
}

/** A function's language that its cloud no longer cares for, or no longer takes. */
export const deprecatedRuntime = defineRule<{ outdated: { runtime: Outdated; path: string | undefined } }>({
  meta: { id: "deprecated-runtime", severity: "warning" },
  messages: {
    outdated: ({ runtime: { name, cloud, state, deprecated, blocked, successor }, path }) => {
      const since = deprecated === undefined ? "" : ` since ${deprecated}`;
      const then = blocked === undefined ? "" : `; from ${blocked} on no function can be created with it`;
      const what =
        state === "blocked"
          ? `${name} is past its end on ${cloud}: no function can be created with it since ${blocked}`
          : `${name} is deprecated on ${cloud}${since}${then}`;
      const next = successor === undefined ? "" : ` Its successor is ${successor}.`;
      return `${path === undefined ? "" : `Not on every path, but ${path}: `}${what}.${next}`;
    },
  },
  subjects: { factory: ({ type }) => type === "serverless" },
  create(context) {
    const { source, guards } = context;
    for (const calls of context.observed("factory")) {
      const { isCertain, hits } = hitsOf(guards, calls, {
        // No answer is kept: tomorrow it may be another one.
        of: (call) => optionOf(call, "runtime"),
        find: (cloud, value, { type }): Outdated | undefined => {
          const descriptor = cloud === undefined ? undefined : cloudById(cloud);
          if (type !== "serverless" || typeof value !== "string" || !descriptor?.runtimes) return undefined;
          const state = outdatedRuntime(descriptor.runtimes.value, value, context.now());
          return state && { ...state, cloud: descriptor.label };
        },
      });
      const told = new Set<unknown>();
      for (const { call, one, problem } of hits) {
        if (told.has(one.value)) continue;
        told.add(one.value);
        const value = takenValue(optionOf(call, "runtime"), one);
        const place = placeOfArgument(source, call.site, 1, ["runtime"], {
          written: call.resource.written.options,
          picks: one.picks,
          value,
        });
        const way = { value, place, site: call.site, frame: call.frame };
        const isError = isCertain && hits.every(({ problem: { state } }) => state === "blocked");
        context.report({
          message: "outdated",
          data: { runtime: problem, path: isCertain ? undefined : describeValuePath(source, way) },
          at: place,
          severity: isError ? "error" : "warning",
          related: tellValue(source, way),
        });
      }
    }
  },
});
