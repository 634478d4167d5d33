import type { Location, Portability, PortabilityChange } from "@glacier/server/protocol";
import type { PortabilityReport } from "../../webview/messages.ts";

export interface ShownReport {
  report: PortabilityReport;
  /** Of each item, in the order in which they are shown. */
  places: Location[];
}

/** The answer as it is shown: what breaks first, each with its place and the titles of its fixes. */
export function reportOf({ target, providers, findings, alreadyReported }: Portability, nameOf: (uri: string) => string): ShownReport {
  const groups = GROUPS.map(({ effect, ...group }) => ({
    ...group,
    items: effect === "moves" ? providers : findings.filter((finding) => finding.effect === effect),
  })).filter(({ items }) => items.length > 0);
  const hasFixes = [...providers, ...findings].some(({ fixes }) => fixes.length > 0);
  return {
    places: groups.flatMap(({ items }) => items.map(({ uri, range }) => ({ uri, range }))),
    report: {
      heading: `What it would take to run this on ${target.label}`,
      summary: summaryOf(target.label, providers, findings),
      groups: groups.map(({ title, explanation, items }) => ({
        title: `${title} (${items.length})`,
        explanation,
        items: items.map((it) => itemOf(it, nameOf)),
      })),
      notes: alreadyReported === 0 ? [] : [`${count(alreadyReported, "problem")} of the source as it is: see the Problems view.`],
      ...(findings.length > 0 && hasFixes && { fixing: "Apply Preferred Fixes" }),
    },
  };
}

const GROUPS = [
  { effect: "moves", title: "Providers", explanation: "What each provider needs in order to move." },
  { effect: "breaks", title: "Breaks", explanation: "It throws, or the cloud refuses it." },
  { effect: "costs", title: "Costs, or needs care", explanation: "It works, for money or with more care." },
  { effect: "ignored", title: "Is ignored", explanation: "It is written, and has no effect there." },
] as const;

function summaryOf(label: string, providers: readonly unknown[], findings: Portability["findings"]): string {
  if (providers.length === 0) return `No provider would move to ${label}.`;
  const moves = `${count(providers.length, "provider")} would move`;
  if (findings.length === 0) return `${moves}; nothing else stands in the way of ${label}.`;
  const effects = EFFECTS.map(({ effect, says }) => ({ says, number: findings.filter((finding) => finding.effect === effect).length }));
  return `${moves}; ${effects.flatMap(({ says, number }) => (number > 0 ? [`${number} ${says}`] : [])).join(", ")}.`;
}

const EFFECTS = [
  { effect: "breaks", says: "would break" },
  { effect: "costs", says: "would cost or need care" },
  { effect: "ignored", says: "would be ignored" },
] as const;

function itemOf(
  change: PortabilityChange & { code?: string },
  nameOf: (uri: string) => string,
): PortabilityReport["groups"][number]["items"][number] {
  const { uri, range, message, fixes, code } = change;
  return { place: `${nameOf(uri)}:${range.start.line + 1}`, message, ...(code !== undefined && { code }), fixes };
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
