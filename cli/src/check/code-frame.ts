import type { Range } from "@glacier/core/graph";
import { plain } from "../terminal.ts";

export interface FrameLine {
  text: string;
  /** The line that points at the one above. */
  isMark: boolean;
}

/** The line in which a range starts, and a line below that underlines it; of a range over several lines, the first. */
export function codeFrame(text: string, { start, end }: Range): FrameLine[] {
  const line = text.split(/\r\n|\r|\n/)[start.line];
  if (line === undefined) return [];
  const number = String(start.line + 1);
  const last = end.line === start.line ? end.character : line.length;
  const marked = show(line.slice(start.character, last));
  const before = show(line.slice(0, start.character));
  return [
    { text: `  ${number} │ ${show(line).trimEnd()}`, isMark: false },
    { text: `  ${" ".repeat(number.length)} │ ${" ".repeat(before.length)}${"~".repeat(Math.max(1, marked.length))}`, isMark: true },
  ];
}

/** Tabs would move the mark away from what it marks. */
const show = (text: string): string => plain(text.replaceAll("\t", "  "));
