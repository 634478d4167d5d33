import { describe, expect, it } from "vitest";
import { portabilityPage } from "../../../client/src/portability/markdown.ts";
import type { Portability } from "../../../server/protocol/index.ts";

const range = { start: { line: 3, character: 22 }, end: { line: 3, character: 30 } };
const uri = "file:///work%20place/main.ts";
const nothing: Portability = { target: { id: "azure", label: "Azure" }, providers: [], findings: [], alreadyReported: 0 };
const nameOf = (given: string): string => given.slice(given.lastIndexOf("/") + 1);

describe("the page of a portability report", () => {
  it("lists providers, then what breaks, costs and is ignored, each with a link to its line and the titles of its fixes", () => {
    const finding = { uri, range, fixes: [], code: "a-rule" };
    const page = portabilityPage(
      {
        ...nothing,
        providers: [{ uri, range, message: "Take another config.", fixes: ["Change the provider"] }],
        findings: [
          { ...finding, message: "Is lost.", effect: "ignored" },
          { ...finding, message: "Does not fit.", effect: "breaks", fixes: ["Make portable", "Replace"] },
          { ...finding, message: "Is dear.", effect: "costs" },
        ],
        alreadyReported: 2,
      },
      nameOf,
    );
    const link = "[main.ts:4](<file:///work%20place/main.ts#L4,23>)";
    expect(page.split("\n").filter((line) => line !== "")).toEqual([
      "# What it would take to run this on Azure",
      "## Providers (1)",
      `- ${link} Take another config.`,
      "  - Fix: Change the provider",
      "## Breaks (1)",
      `- ${link} Does not fit. \`a-rule\``,
      "  - Fix: Make portable",
      "  - Fix: Replace",
      "## Costs, or needs care (1)",
      `- ${link} Is dear. \`a-rule\``,
      "## Is ignored (1)",
      `- ${link} Is lost. \`a-rule\``,
      "2 problems of the source as it is: see the Problems view.",
    ]);
  });

  it("says that nothing would move, or that nothing stands in the way", () => {
    expect(portabilityPage(nothing, nameOf)).toContain("No provider would move to Azure.");
    const moved = { ...nothing, providers: [{ uri, range, message: "Take another config.", fixes: [] }] };
    expect(portabilityPage(moved, nameOf)).toContain("Nothing else stands in the way of Azure.");
  });

  it("shows names from the source as text, whatever markup they look like", () => {
    const message = 'The name "[x](command:evil)" <b>*a*</b>\n# no heading';
    const page = portabilityPage({ ...nothing, providers: [{ uri, range, message, fixes: ["`code`"] }] }, nameOf);
    expect(page).toContain('The name "\\[x\\](command:evil)" \\<b\\>\\*a\\*\\</b\\> \\# no heading');
    expect(page).toContain("Fix: \\`code\\`");
  });
});
