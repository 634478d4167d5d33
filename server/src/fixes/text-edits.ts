import type { FixEdit } from "../analysis/diagnostic.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** An edit by offsets of a file's text. */
export interface TextEdit {
  file: string;
  start: number;
  end: number;
  newText: string;
}

/** In the order of their places; insertions at one place keep their order. */
export function toFixEdits(source: SourceView, edits: readonly TextEdit[]): FixEdit[] {
  return [...edits]
    .sort((left, right) => left.file.localeCompare(right.file) || left.start - right.start || left.end - right.end)
    .map(({ file, start, end, newText }) => ({ file, range: source.range(file, start, end), newText }));
}

/** A plain value as it is written in TypeScript. */
export function print(value: unknown, quote: string): string {
  if (typeof value === "string") return quoted(value, quote);
  if (Array.isArray(value)) return `[${value.map((item) => print(item, quote)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(
      ([name, field]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name, quote)}: ${print(field, quote)}`,
    );
    return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
  }
  return String(value);
}

function quoted(text: string, quote: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  return quote === '"' ? `"${escaped}"` : `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The quotes that a file writes its imports with. */
export function quoteOf(text: string): string {
  return /\bfrom\s*(["'])/.exec(text)?.[1] ?? '"';
}
