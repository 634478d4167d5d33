import type { FileFacts, NodeId, Site } from "../analysis/facts/facts.ts";
import { expressionsIn, variableOf } from "../analysis/facts/walk.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** The variable that is given what is made at a place, where nothing else in its file mentions it, and nothing outside can. */
export function unusedVariable(source: SourceView, { file, node }: Site): { name: string; node: NodeId } | undefined {
  const facts = source.facts(file);
  const variable = facts && variableOf(facts, node);
  // A leading underscore says that it is meant.
  if (!facts || !variable || variable.name.startsWith("_")) return undefined;
  return isMentioned(facts, variable.name, source.text(file)) ? undefined : variable;
}

function isMentioned(facts: FileFacts, name: string, text: string): boolean {
  const isExported = facts.exports.some((it) => it.kind === "local" && it.local === name);
  if (isExported || expressionsIn(facts.body, "name").some((it) => it.name === name)) return true;
  // Facts leave types out: `typeof name` is a use all the same.
  return new RegExp(`\\btypeof\\s+${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text);
}
