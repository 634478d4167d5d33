import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ruleIds, rulesFolder } from "./rules.ts";

/** docs/rules: each rule's own page, and an index with the first sentence of each. */
export function rulePages(root: string): [string, string][] {
  const pages = ruleIds(root).map((id) => ({ id, text: readFileSync(join(root, rulesFolder, `${id}.md`), "utf8") }));
  const index = pages.map(({ id, text }) => `| [\`${id}\`](${id}.md) | ${firstParagraph(text)} |`).join("\n");
  return [
    ...pages.map(({ id, text }): [string, string] => [`docs/rules/${id}.md`, `${note(`${rulesFolder}/${id}.md`)}${text}`]),
    ["docs/rules/README.md", `${note(`the pages in ${rulesFolder}`)}# Rules\n\n| rule | what it reports |\n| --- | --- |\n${index}\n`],
  ];
}

const note = (source: string): string => `<!-- Written by \`npm run generate\` from ${source}. Do not edit. -->\n\n`;

/** The first sentence or two of a page, which say what the rule reports. */
export const firstParagraph = (page: string): string =>
  page
    .split(/\n{2,}/)
    .find((block) => !block.startsWith("#"))
    ?.replaceAll("\n", " ") ?? "";
