import type { Range } from "@glacier/core/graph";
import { endOf, fit, visible, widthOf } from "../terminal.ts";

export interface FrameLine {
  text: string;
  /** The line that points at the one above. */
  isMark: boolean;
}

export interface FrameOptions {
  /** How wide a line may become. */
  columns: number;
  /** How many lines before and after the range are shown. Default: 1. */
  context?: number;
}

/** The lines of a range, each with a line below that underlines it, between lines of context. Of a long range its start and its end; of a long line what is around the mark. */
export function codeFrame(lines: readonly string[], { start, end }: Range, { columns, context = 1 }: FrameOptions): FrameLine[] {
  if (lines[start.line] === undefined) return [];
  // A range that ends before the first character of a line does not reach it.
  const last = Math.min(lines.length - 1, end.line > start.line && end.character === 0 ? end.line - 1 : end.line);
  const gutter = String(Math.min(lines.length, last + context + 1)).length;
  const room = Math.max(LEAST_ROOM, columns - gutter - "   │ ".length);
  const around = (from: number, to: number): FrameLine[] =>
    numbers(Math.max(0, from), Math.min(lines.length, to))
      .filter((number) => lines[number]?.trim())
      .map((number) => ({ text: row(gutter, number, cut(["", "", lines[number] ?? ""], room)[2]), isMark: false }));
  const marked = (number: number): FrameLine[] => {
    const line = lines[number] ?? "";
    const from = number === start.line ? start.character : line.length - line.trimStart().length;
    const to = number === end.line ? end.character : line.trimEnd().length;
    const [before, inside, after] = cut([line.slice(0, from), line.slice(from, Math.max(from, to)), line.slice(Math.max(from, to))], room);
    const underline = "~".repeat(Math.max(1, widthOf(inside)));
    return [
      { text: row(gutter, number, before + inside + after), isMark: false },
      { text: row(gutter, undefined, " ".repeat(widthOf(before)) + underline), isMark: true },
    ];
  };
  const isLong = last - start.line >= LONGEST;
  const inRange = isLong
    ? [...marked(start.line), { text: row(gutter, undefined, "…"), isMark: false }, ...marked(last)]
    : numbers(start.line, last + 1).flatMap((number) => (number === start.line || lines[number]?.trim() ? marked(number) : []));
  return [...around(start.line - context, start.line), ...inRange, ...around(last + 1, last + 1 + context)];
}

/** A range over more lines than these is shown by its ends. */
const LONGEST = 5;
const LEAST_ROOM = 20;

const numbers = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

const row = (gutter: number, number: number | undefined, text: string): string =>
  `  ${number === undefined ? " ".repeat(gutter) : String(number + 1).padStart(gutter)} │ ${text}`.trimEnd();

type Parts = [before: string, inside: string, after: string];

/** A line in three parts, made ready for a terminal and cut so that they fit: the middle one is what must be seen. */
function cut([before, inside, after]: Parts, room: number): Parts {
  // What cannot fit need not be measured: a line of a minified file has a million characters.
  const most = room * MOST_UNITS;
  const parts: Parts = [show(before.slice(-most)), show(inside.slice(0, most)), show(after.slice(0, most))];
  const isWhole = before.length <= most && inside.length <= most && after.length <= most;
  const [wide, middle, rest] = parts.map(widthOf) as [number, number, number]; // As many as there are parts.
  if (isWhole && wide + middle + rest <= room) return parts;
  const seen = fit(parts[1], room - 2);
  const spare = room - widthOf(seen);
  const lead = Math.min(wide, Math.max(spare >> 1, spare - rest));
  const isCut = wide > lead || before.length > most;
  // Where the mark itself is cut, that says that more follows.
  return [isCut ? `…${endOf(parts[0], lead - 1)}` : parts[0], seen, seen === parts[1] ? fit(parts[2], spare - lead) : ""];
}

/** One character that is seen may be made of as many code units as these; of more, less is shown. */
const MOST_UNITS = 8;

/** Tabs would move the mark away from what it marks, and so would a byte order mark, which is as wide as nothing. */
const show = (text: string): string => visible(text.replaceAll("\t", "  ").replaceAll("\uFEFF", ""));
