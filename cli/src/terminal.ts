import { stripVTControlCharacters } from "node:util";

/** Text of others as a terminal may show it: no colour, no cursor movement. Line breaks and tabs stay. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]/gu, "");
}

/** How many columns a line takes: wide characters (CJK, emoji) take two. */
export function widthOf(line: string): number {
  return segmentsOf(line).reduce((sum, { width }) => sum + width, 0);
}

/** A line cut to a number of columns, so that a terminal does not break it. */
export function fit(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  return columns > 0 ? `${leading(segmentsOf(line), columns - 1)}…` : "";
}

/** A name cut to a number of columns in its middle: names of one kind often differ in their ends only. */
export function fitName(name: string, columns: number): string {
  if (widthOf(name) <= columns) return name;
  if (columns < 3) return fit(name, columns);
  const segments = segmentsOf(name);
  const end = leading(segments.toReversed(), (columns - 1) >> 1, (part, rest) => part + rest);
  return `${leading(segments, columns - 1 - widthOf(end))}…${end}`;
}

interface Segment {
  text: string;
  width: number;
}

function segmentsOf(line: string): Segment[] {
  return Array.from(new Intl.Segmenter().segment(line), ({ segment }) => ({ text: segment, width: wide.test(segment) ? 2 : 1 }));
}

/** As many of the segments as fit, joined. */
function leading(segments: readonly Segment[], columns: number, join = (part: string, rest: string): string => rest + part): string {
  let text = "";
  let width = 0;
  for (const segment of segments) {
    width += segment.width;
    if (width > columns) break;
    text = join(segment.text, text);
  }
  return text;
}

// East Asian Wide and Fullwidth blocks (Unicode Standard Annex 11), and what is drawn as an emoji.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\ufe0f/u;
