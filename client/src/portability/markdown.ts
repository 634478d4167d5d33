import type { Portability, PortabilityChange } from "@glacier/server/protocol";

/** The answer as a page: what breaks first, each with a link to its place and the titles of its fixes. */
export function portabilityPage({ target, providers, findings, alreadyReported }: Portability, nameOf: (uri: string) => string): string {
  const groups = EFFECTS.map(({ effect, title }) => ({ title, items: findings.filter((it) => it.effect === effect) }));
  const sections = [{ title: "Providers", items: providers }, ...groups].flatMap(({ title, items }) =>
    items.length === 0 ? [] : [`## ${title} (${items.length})`, items.map((it) => item(it, nameOf)).join("\n")],
  );
  const nothing =
    providers.length === 0 ? `No provider would move to ${target.label}.` : `Nothing else stands in the way of ${target.label}.`;
  return [
    `# What it would take to run this on ${asText(target.label)}`,
    ...sections,
    ...(findings.length === 0 ? [asText(nothing)] : []),
    ...(alreadyReported === 0
      ? []
      : [`${alreadyReported} ${alreadyReported === 1 ? "problem" : "problems"} of the source as it is: see the Problems view.`]),
    "",
  ].join("\n\n");
}

const EFFECTS = [
  { effect: "breaks", title: "Breaks" },
  { effect: "costs", title: "Costs, or needs care" },
  { effect: "ignored", title: "Is ignored" },
] as const;

function item({ uri, range, message, fixes, ...rest }: PortabilityChange & { code?: string }, nameOf: (uri: string) => string): string {
  const line = range.start.line + 1;
  // What an editor's preview makes of a link: it opens the file at the line.
  const link = `[${asText(`${nameOf(uri)}:${line}`)}](<${uri.replaceAll(/[<>]/g, encodeURIComponent)}#L${line},${range.start.character + 1}>)`;
  const code = rest.code === undefined ? "" : ` \`${rest.code}\``;
  return [`- ${link} ${asText(message)}${code}`, ...fixes.map((title) => `  - Fix: ${asText(title)}`)].join("\n");
}

/** Names from the source stand in messages, and may look like markup. */
const asText = (text: string): string => text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_[\]<>#|~&]/g, "\\$&");
