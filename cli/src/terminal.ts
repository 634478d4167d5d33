import { stripVTControlCharacters } from "node:util";

/** Text of others as a terminal may show it: no colour, no cursor movement. Line breaks and tabs stay. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]/gu, "");
}

/** Text of others on one line, with what a terminal would obey, or a reader would not see, written out: a name with a line break in it is no two names. */
export function visible(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const short = shortEscapes[character];
    if (short !== undefined) return short;
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
}

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Text made as wide as a column of others. */
export function pad(text: string, columns: number, side: "left" | "right" = "right"): string {
  const space = " ".repeat(Math.max(0, columns - widthOf(text)));
  return side === "right" ? text + space : space + text;
}

/** How many columns a line takes: wide characters (CJK, emoji) take two. */
export function widthOf(line: string): number {
  // Nearly every line is of this kind, and taking one apart is slow.
  if (/^[ -~]*$/.test(line)) return line.length;
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
  const end = endOf(name, (columns - 1) >> 1);
  return `${leading(segments, columns - 1 - widthOf(end))}…${end}`;
}

/** As many columns of a line's end as fit. */
export function endOf(line: string, columns: number): string {
  return leading(segmentsOf(line).toReversed(), columns, (part, rest) => part + rest);
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
