import type { Severity } from "../analysis/diagnostic.ts";
import { rules } from "../rules/registry.generated.ts";
import { rulePages, rulePageTexts } from "./rule-pages.ts";

/** A rule as reports present it. */
export interface RuleDescription {
  id: string;
  severity: Severity;
  /** What it reports, in a sentence; its id where its page is not there. */
  summary: string;
  /** Its page, as Markdown. */
  page?: string;
  /** The page's address. */
  docs?: string;
}

/** Every rule, in the order of their ids. */
export function describeRules(): RuleDescription[] {
  const [pageOf, textOf] = [rulePages(), rulePageTexts()];
  return rules.map(({ meta: { id, severity } }) => {
    const [page, docs] = [textOf(id), pageOf(id)];
    const summary = page?.split(/\n{2,}/).find((block) => !block.startsWith("#"));
    return {
      id,
      severity,
      summary: summary?.trim().replaceAll("\n", " ") ?? id,
      ...(page !== undefined && { page }),
      ...(docs !== undefined && { docs }),
    };
  });
}
