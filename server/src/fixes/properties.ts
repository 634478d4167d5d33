import type { Expression, Property } from "../analysis/facts/facts.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { removedItems } from "./removed-items.ts";
import { itemsBehind, type TextEdit } from "./text-edits.ts";

type ObjectLiteral = Expression & { kind: "object" };

/** The edits that leave of an object literal only some of its properties; `empty` in its place where none is left. */
export function removals(
  source: SourceView,
  file: string,
  { node, properties }: ObjectLiteral,
  kept: readonly Property[],
  empty = "",
): TextEdit[] | undefined {
  if (kept.length === properties.length) return [];
  if (kept.length === 0) return [{ file, ...source.offsets({ file, node }), newText: empty }];
  const items = properties.map((property) => source.offsets({ file, node: property.node }));
  const isKept = (index: number): boolean => kept.some((property) => property === properties[index]);
  return removedItems(source.text(file), items, isKept)?.map((place) => ({ file, ...place, newText: "" }));
}

/** Adds properties at the end of an object literal. */
export function additionTo(source: SourceView, file: string, { node, properties }: ObjectLiteral, texts: readonly string[]): TextEdit[] {
  const text = source.text(file);
  const last = properties.at(-1);
  if (!last) return [{ file, ...source.offsets({ file, node }), newText: `{ ${texts.join(", ")} }` }];
  return itemsBehind(text, source.offsets({ file, node: last.node }), texts, false).map((edit) => ({ file, ...edit }));
}
