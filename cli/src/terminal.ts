import { stripVTControlCharacters } from "node:util";

/** Text of others as a terminal may show it: no colour, no cursor movement. Line breaks and tabs stay. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]/gu, "");
}

/** A line cut to a number of columns, so that a terminal does not break it: wide characters (CJK, emoji) take two. */
export function fit(line: string, columns: number): string {
  let width = 0;
  let whole = "";
  /** What fits with the sign that something is missing behind it. */
  let cut = "";
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    width += wide.test(segment) ? 2 : 1;
    if (width > columns) return columns > 0 ? `${cut}…` : "";
    whole += segment;
    if (width < columns) cut = whole;
  }
  return whole;
}

// East Asian Wide and Fullwidth blocks (Unicode Standard Annex 11), and what is drawn as an emoji.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\ufe0f/u;
