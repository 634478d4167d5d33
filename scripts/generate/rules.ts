import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const rulesFolder = "server/src/rules";

/** The ids of all rules: a file `<id>.ts` with its page `<id>.md` beside it. */
export function ruleIds(root: string): string[] {
  const folder = join(root, rulesFolder);
  const pages = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");
  const ids = pages.map((page) => page.slice(0, -".md".length)).sort();
  const alone = ids.filter((id) => !existsSync(join(folder, `${id}.ts`)));
  if (alone.length > 0) throw new Error(`These pages in ${rulesFolder} have no rule beside them: ${alone.join(", ")}`);
  return ids;
}

/** The export of a rule's file: its id in camel case. */
export const exportOf = (id: string): string => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
