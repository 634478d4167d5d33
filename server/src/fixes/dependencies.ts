import type { Fix } from "../analysis/diagnostic.ts";
import type { Expression, NodeId, Property, Site } from "../analysis/facts/facts.ts";
import { findExpression } from "../analysis/facts/find.ts";
import type { Dependency } from "../analysis/flow/dependencies.ts";
import type { TaskAtom } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { removedItems } from "./removed-items.ts";
import { type TextEdit, toFixEdits } from "./text-edits.ts";

/** The entry of a task's `dependsOn`, where its list is written out, else the list, else the task. */
export function placeOfDependency(source: SourceView, { dependsOnSite, origin }: TaskAtom, { index }: Dependency): Site {
  const entry = dependsOnSite && entryOf(source, dependsOnSite, index);
  return entry ? { file: dependsOnSite.file, node: entry.node } : (dependsOnSite ?? origin.site);
}

/** Takes an entry out of a `dependsOn`, and the option with its last one. */
export function removeDependency(source: SourceView, { dependsOnSite }: TaskAtom, { index, task }: Dependency): Fix[] {
  const entry = dependsOnSite && entryOf(source, dependsOnSite, index);
  if (!entry || !dependsOnSite) return [];
  const list = listAt(source, dependsOnSite);
  const properties = propertiesAround(source, dependsOnSite);
  const option = properties.find((it) => it.kind === "value" && it.value.node === dependsOnSite.node);
  const [parts, part] = list && list.items.length > 1 ? [list.items, entry] : [properties, option];
  const edits = part && removal(source, dependsOnSite.file, parts, part.node);
  if (!edits) return [];
  return [{ title: `Remove ${task.name ?? "it"} from dependsOn`, kind: "quickfix", edits: toFixEdits(source, edits) }];
}

function entryOf(source: SourceView, list: Site, index: number | undefined): Expression | undefined {
  const written = listAt(source, list);
  // Behind a spread no entry's place is its number.
  return index === undefined || written?.items.some(({ kind }) => kind === "spread") ? undefined : written?.items[index];
}

function listAt(source: SourceView, { file, node }: Site): (Expression & { kind: "array" }) | undefined {
  const facts = source.facts(file);
  const found = facts && findExpression(facts, node);
  return found?.kind === "array" ? found : undefined;
}

/** The properties of the object literal that a value is written in. */
function propertiesAround(source: SourceView, { file, node }: Site): Property[] {
  const queue: unknown[] = [source.facts(file)?.body];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const { kind, properties } = next as { kind?: unknown; properties?: Property[] };
    if (kind === "object" && properties?.some((it) => it.kind === "value" && it.value.node === node)) return properties;
    queue.push(...Object.values(next));
  }
  return [];
}

/** One of a list's parts with the comma that belongs to it. */
function removal(source: SourceView, file: string, parts: readonly { node: NodeId }[], own: NodeId): TextEdit[] | undefined {
  const text = source.text(file);
  const places = parts.map(({ node }) => source.offsets({ file, node }));
  const [only, ...more] = places;
  if (only && more.length === 0) {
    const comma = /^\s*,/.exec(text.slice(only.end))?.[0].length ?? 0;
    return [{ file, start: only.start, end: only.end + comma, newText: "" }];
  }
  return removedItems(text, places, (index) => parts[index]?.node !== own)?.map((place) => ({ file, ...place, newText: "" }));
}
