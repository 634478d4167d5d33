import { exportOf, ruleIds, rulesFolder } from "./rules.ts";

/** The list of rules that the server runs. */
export function ruleRegistry(root: string): [string, string][] {
  const ids = ruleIds(root);
  const text = `// Written by \`npm run generate\` from the files of this folder. Do not edit.
import type { Rule } from "./rule.ts";
${ids.map((id) => `import { ${exportOf(id)} } from "./${id}.ts";`).join("\n")}

/** Every rule, in the order of their ids. */
export const rules: readonly Rule[] = [${ids.map(exportOf).join(", ")}];
`;
  return [[`${rulesFolder}/registry.generated.ts`, text]];
}
