import type { Diagnostic } from "../analysis/diagnostic.ts";

/** What comes of a finding on another cloud. */
export type Effect = "breaks" | "costs" | "ignored";

/** The code of what no rule says: that a setting has no place on the other cloud. */
export const WITHOUT_EFFECT = "without-effect";

/** A fact, whatever severity somebody's settings give the rule. */
export function effectOf({ code, severity, isRefused }: Diagnostic): Effect {
  if (code === WITHOUT_EFFECT) return "ignored";
  return severity === "error" || isRefused || MISMATCHES.has(code) ? "breaks" : "costs";
}

/** Whether a finding is one about another cloud: a suppression may wait for the present one, and a task's SDK belongs to no provider. */
export function isOfInterest({ code }: Diagnostic, isWhole: boolean): boolean {
  return code !== "unused-suppression" && (isWhole || code !== "cloud-sdk-in-task");
}

/** Their warnings are about paths on which it breaks; those of other rules, about what works and costs. */
const MISMATCHES: ReadonlySet<string> = new Set([
  "config-cloud-mismatch",
  "config-resource-mismatch",
  "environment-cloud-mismatch",
  "executor-cloud-mismatch",
  "node-type-cloud-mismatch",
]);
