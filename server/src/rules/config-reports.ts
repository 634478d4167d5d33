import type { ConfigProblem, ConfigRule } from "@glacier/core/config";
import { type ConfigReport, configReports, isAgainst } from "../analysis/config-problems.ts";
import type { ConfigPlace } from "../analysis/value-place.ts";
import { describeValuePath, tellValue } from "../analysis/value-story.ts";
import { fixConfigProblem } from "../fixes/fix-value.ts";
import { defineRule, type Rule } from "./rule.ts";

/** What the messages of a rule about configs tell: core's own words, and on one path only, which. */
export interface ConfigMessages {
  problem: { says: string };
  partial: { says: string; path: string };
}

/** A rule that reports what the schemas of configs say under its id. */
export function configRule(id: ConfigRule, severity: "error" | "warning"): Rule<{ [Id in keyof ConfigMessages]: ConfigMessages[Id] }> {
  return defineRule<{ [Id in keyof ConfigMessages]: ConfigMessages[Id] }>({
    meta: { id, severity },
    messages: {
      problem: ({ says }) => says,
      partial: ({ says, path }) => `Not on every path, but ${path}: ${says}`,
    },
    subjects: { config: (made, guards) => isAgainst(guards, made, id) },
    create(context) {
      for (const made of context.observed("config")) {
        const reports = configReports(context.source, context.guards, made, id);
        for (const { problem, isCertain, place, value, made: one } of reports) {
          // A name is wrong whatever its value.
          const isName = place.property !== undefined && (problem.kind === "unknown-field" || problem.kind === "name");
          const way = { value: isName ? undefined : value, place, site: one.site, frame: one.config.origin.frame };
          const data = { says: problem.message, path: isCertain ? "" : describeValuePath(context.source, way) };
          context.report({
            message: isCertain ? "problem" : "partial",
            data,
            at: place,
            severity: isCertain ? problem.severity : "warning",
            related: tellValue(context.source, way),
            fixes: () => fixConfigProblem(context.source, problem, place, !reports.some((other) => isRival(other, problem, place))),
          });
        }
      }
    },
  });
}

/** Whether another misspelt field of the same object may be meant to be the same one. */
const isRival = (other: ConfigReport, { kind, suggestion }: ConfigProblem, { owner, start }: ConfigPlace): boolean =>
  other.problem.kind === kind && other.problem.suggestion === suggestion && other.place.owner === owner && other.place.start !== start;
