import type { Expression, Property } from "../analysis/facts/facts.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { itemsBehind, type TextEdit } from "./text-edits.ts";

type ObjectLiteral = Expression & { kind: "object" };

/** Takes a property out of an object literal, with its comma and, where it has lines of its own, with these. */
export function removalOf(source: SourceView, file: string, { node, properties }: ObjectLiteral, property: Property): TextEdit {
  const place = (of: Property) => source.offsets({ file, node: of.node });
  const index = properties.indexOf(property);
  const { start, end } = place(property);
  const next = properties[index + 1];
  if (next) return { file, start, end: place(next).start, newText: "" };
  const previous = properties[index - 1];
  if (previous) return { file, start: place(previous).end, end, newText: "" };
  return { file, ...source.offsets({ file, node }), newText: "{}" };
}

/** Adds properties at the end of an object literal. */
export function additionTo(source: SourceView, file: string, { node, properties }: ObjectLiteral, texts: readonly string[]): TextEdit[] {
  const text = source.text(file);
  const last = properties.at(-1);
  if (!last) return [{ file, ...source.offsets({ file, node }), newText: `{ ${texts.join(", ")} }` }];
  return itemsBehind(text, source.offsets({ file, node: last.node }), texts, false).map((edit) => ({ file, ...edit }));
}
