import type { FixEdit } from "../analysis/diagnostic.ts";
import type { Expression } from "../analysis/facts/facts.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** An edit by offsets of a file's text. */
export interface TextEdit {
  file: string;
  start: number;
  end: number;
  newText: string;
  /** Only takes away what is not used any more: left out where several fixes are applied together and tidied after all of them. */
  tidies?: true;
}

/** In the order of their places; insertions at one place keep their order. */
export function toFixEdits(source: SourceView, edits: readonly TextEdit[]): FixEdit[] {
  return [...edits]
    .sort((left, right) => left.file.localeCompare(right.file) || left.start - right.start || left.end - right.end)
    .map(({ file, start, end, newText, tidies }) => ({ file, range: source.range(file, start, end), newText, ...(tidies && { tidies }) }));
}

/** Where the name of a method stands that is called by its name. */
export function calledName(source: SourceView, file: string, callee: Expression): { start: number; end: number } | undefined {
  if (callee.kind !== "member") return undefined;
  const { end } = source.offsets({ file, node: callee.node });
  const start = end - callee.name.length;
  return source.text(file).slice(start, end) === callee.name ? { start, end } : undefined;
}

/** The white space before the first thing on a line; undefined for what is not the first. */
export function indentOf(text: string, start: number): string | undefined {
  const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? "";
  return text[start - indent.length - 1] === "\n" ? indent : undefined;
}

/** Adds items of a list behind one of them, before the next one if there is one: on lines of their own where that one has its own. */
export function itemsBehind(
  text: string,
  { start, end }: { start: number; end: number },
  items: readonly string[],
  isMiddle: boolean,
): Omit<TextEdit, "file">[] {
  const insert = (at: number, newText: string): Omit<TextEdit, "file"> => ({ start: at, end: at, newText });
  const indent = indentOf(text, start);
  // Behind the comma and the comment of its line.
  const rest = /^,?[ \t]*(?:\/\/[^\r\n]*)?(?=\r?\n)/.exec(text.slice(end))?.[0];
  if (indent === undefined || rest === undefined) return [insert(end, items.map((item) => `, ${item}`).join(""))];
  const newline = `${newlineOf(text)}${indent}`;
  const hasComma = isMiddle || rest.startsWith(",");
  const added = items.map((item) => `${newline}${item}`).join(",");
  return hasComma ? [insert(end + rest.length, `${added},`)] : [insert(end, ","), insert(end + rest.length, added)];
}

export const newlineOf = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

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
