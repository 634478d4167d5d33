import type { NodeId, Site } from "../analysis/facts/facts.ts";
import { findExpression } from "../analysis/facts/find.ts";
import { variableOf } from "../analysis/facts/walk.ts";
import type { TaskAtom } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** An entry of a `dependsOn` that names a task further down, which depends on the first again. */
export interface DeclaredCycle {
  at: Site;
  /** The variables on the way round, the first one last again. */
  names: string[];
}

/**
 * Tasks of a file that name each other in their `dependsOn`. No run gets as far as to see them as a circle: the name that is used before it is declared throws
 * when the file is loaded. So the names are all that there is to look at.
 */
export function declaredCycles(source: SourceView, tasks: readonly TaskAtom[]): DeclaredCycle[] {
  // Hardly any task names another.
  if (!tasks.some(({ dependsOnSite }) => dependsOnSite)) return [];
  const declared = new Map<string, { node: NodeId; entries: { name: string; at: Site }[] }>();
  for (const task of tasks) {
    const facts = source.facts(task.origin.site.file);
    const variable = facts && variableOf(facts, task.origin.site.node);
    if (variable) declared.set(variable.name, { node: variable.node, entries: entriesOf(source, task) });
  }
  return [...declared].flatMap(([name, { node, entries }]) =>
    entries.flatMap((entry): DeclaredCycle[] => {
      const isLater = (declared.get(entry.name)?.node ?? node) > node;
      const way = isLater ? wayBack(declared, entry.name, name) : undefined;
      return way ? [{ at: entry.at, names: [name, ...way] }] : [];
    }),
  );
}

function entriesOf(source: SourceView, { dependsOnSite: site }: TaskAtom): { name: string; at: Site }[] {
  const facts = site && source.facts(site.file);
  const list = facts && findExpression(facts, site.node);
  if (list?.kind !== "array" || !site) return [];
  return list.items.flatMap((it) => (it.kind === "name" ? [{ name: it.name, at: { file: site.file, node: it.node } }] : []));
}

/** Breadth first, so that the shortest way is told. */
function wayBack(declared: ReadonlyMap<string, { entries: readonly { name: string }[] }>, from: string, to: string): string[] | undefined {
  const ways = new Map([[from, [from]]]);
  for (const [name, way] of ways) {
    if (name === to) return way;
    for (const entry of declared.get(name)?.entries ?? []) if (!ways.has(entry.name)) ways.set(entry.name, [...way, entry.name]);
  }
  return undefined;
}
