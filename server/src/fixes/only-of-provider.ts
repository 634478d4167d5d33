import type { FileFacts, Site } from "../analysis/facts/facts.ts";
import { type Ancestor, ancestorsOf } from "../analysis/facts/find.ts";
import { expressionsIn } from "../analysis/facts/walk.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { isBlank } from "./assertions.ts";
import { placesOf } from "./names-in-text.ts";

/** Whether a config is what a provider takes and nothing else: anything that has a type of its own may take no other class. */
export function isOnlyOfProvider(source: SourceView, facts: FileFacts, { file, node }: Site): boolean {
  const parents = ancestorsOf(facts, node).slice(0, -1);
  if (isGivenToProvider(parents)) return true;
  const declaration = parents.at(-1);
  if (!declaration || !("target" in declaration) || !("value" in declaration) || declaration.target.kind !== "bind") return false;
  const { name, node: own } = declaration.target;
  const value = source.offsets({ file, node });
  const between = source.text(file).slice(source.offsets({ file, node: own }).end, value.start);
  const uses = expressionsIn(facts.body, "name").filter((it) => it.name === name);
  const [use, ...more] = uses;
  const isExported = facts.exports.some((it) => it.kind === "local" && it.local === name);
  if (!use || more.length > 0 || isExported || placesOf(source, file, name).length > 2) return false;
  return isBlank(between.replace("=", "")) && isGivenToProvider(ancestorsOf(facts, use.node).slice(0, -1));
}

/** `new Provider({ config: … })`, also as one side of a condition. */
function isGivenToProvider(parents: readonly Ancestor[]): boolean {
  const at = parents.findLastIndex(({ kind }) => kind !== "conditional" && kind !== "logical");
  const [made, options, property] = parents.slice(Math.max(0, at - 2), at + 1);
  return property?.kind === "value" && property.key === "config" && options?.kind === "object" && made?.kind === "new";
}
