import { USE } from "../analysis/facts/mentions.ts";
import { declaredNamesOf } from "../analysis/facts/names.ts";
import { mentionsOf } from "../analysis/facts/noting.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { OfText } from "./of-text.ts";

/** Whether a name means something in a file already, at its top or anywhere in it. */
export const isTaken = (source: SourceView, file: string, name: string): boolean => declared.get(source, file)?.has(name) ?? true;

/** Where a word stands in a file's text, in code, comments and texts alike. */
export function placesOf(source: SourceView, file: string, word: string): readonly number[] {
  const known = places.get(source, file);
  const found = known.get(word) ?? [...source.text(file).matchAll(wordPattern(word))].map(({ index }) => index);
  known.set(word, found);
  return found;
}

export const wordPattern = (word: string): RegExp => new RegExp(`(?<![\\w$])${word.replaceAll("$", "\\$")}(?![\\w$])`, "g");

const places = new OfText(() => new Map<string, readonly number[]>());

/** Undefined of a file that cannot be read. */
const declared = new OfText((source, file): ReadonlySet<string> | undefined => {
  const facts = source.facts(file);
  if (!facts) return undefined;
  const nested = facts.body.flatMap((statement) => mentionsOf(statement).words(USE.declared));
  return new Set([...declaredNamesOf(facts), ...nested, ...typesIn(source.text(file))]);
});

/** Names that a text declares and that are no values, or may be none: the facts do not hold them, yet an import of such a name clashes with it. */
const typesIn = (text: string): string[] => [...text.matchAll(TYPES)].flatMap(([, name, alias]) => name ?? alias ?? []);

const TYPES =
  /(?:^|[;{}])[ \t]*(?:(?:export|default|declare|const)\s+)*(?:(?:interface|enum|namespace|module)\s+([\w$]+)|type\s+([\w$]+)\s*[=<])/gm;
