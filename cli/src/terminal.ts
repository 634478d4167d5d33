import { stripVTControlCharacters } from "node:util";

/** Text of others as a terminal may show it: no colour, no cursor movement. Line breaks and tabs stay. */
export function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]/gu, "");
}
