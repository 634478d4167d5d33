import { readFileSync } from "node:fs";
import { join } from "node:path";
import { levels } from "../../server/src/settings/read-settings.ts";
import { firstParagraph } from "./rule-pages.ts";
import { exportOf, ruleIds, rulesFolder } from "./rules.ts";

export const SETTINGS_SCHEMA = "schemas/glacier.config.schema.json";

/** The published schema of glacier.config.json: what an editor completes and explains there. */
export async function settingsSchema(root: string): Promise<[string, string][]> {
  const ids = ruleIds(root);
  const rules = await Promise.all(ids.map(async (id) => [id, await ruleSchema(root, id)] as const));
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    $comment: "Written by `npm run generate` from the rules and their pages. Do not edit.",
    title: "Settings of Glacier",
    description:
      "What `glacier check` and the editor report. The nearest glacier.config.json at or above a file counts for it, and that one alone.",
    type: "object",
    allowComments: true,
    allowTrailingCommas: true,
    additionalProperties: false,
    properties: {
      $schema: { type: "string", description: "Where this schema is, for editors that do not know it." },
      rules: {
        type: "object",
        description: "How loudly each rule reports. A rule that is not named keeps its own severity.",
        additionalProperties: false,
        properties: Object.fromEntries(rules),
      },
      include: patterns("The files to report on, as patterns that start at the folder of this file. Default: all.", [
        "src",
        "pipelines/**/*.ts",
      ]),
      exclude: patterns("Files to leave out of those. What they pass to other files still counts there.", ["**/*.test.ts", "legacy"]),
    },
  };
  return [[SETTINGS_SCHEMA, `${JSON.stringify(schema, null, 2)}\n`]];
}

async function ruleSchema(root: string, id: string): Promise<object> {
  const module: Record<string, { meta?: { severity?: string; isOff?: true } }> = await import(join(root, rulesFolder, `${id}.ts`));
  const description = firstParagraph(readFileSync(join(root, rulesFolder, `${id}.md`), "utf8"));
  const { severity, isOff } = module[exportOf(id)]?.meta ?? {};
  if (severity === undefined) throw new Error(`The rule ${id} has no severity: its file exports no ${exportOf(id)} with a meta.`);
  return { description, enum: levels, default: isOff ? "off" : severity };
}

const patterns = (description: string, examples: string[]): object => ({
  type: "array",
  description: `${description} * and ? stay in a folder, ** goes through folders, and the name of a folder means all that is in it.`,
  items: { type: "string", pattern: "\\S", not: { pattern: "^!|^/|^[A-Za-z]:|\\\\|(^|/)\\.\\.(/|$)" } },
  examples: [examples],
});
