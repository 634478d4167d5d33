import type { Diagnostic, Workspace } from "@glacier/server";
import type { Analyser } from "../analyser.ts";

interface Span {
  start: number;
  end: number;
}

export interface Shown {
  /** A file's text in which everything stays in its place, and of a secret is seen that it is there and not what it is. */
  textOf(file: string): string | undefined;
  /** Whether a text that was not in a file so far holds one of its secrets. */
  holdsSecret(text: string): boolean;
}

/**
 * What of the source a report may show: more people read a log than the source. What nobody would write but as a credential is hidden whatever was found.
 */
export function shownOf(
  { LineIndex, credentialsIn }: Pick<Analyser, "LineIndex" | "credentialsIn">,
  workspace: Pick<Workspace, "text">,
  findings: readonly Diagnostic[],
): Shown {
  const places = findings.flatMap((found) => (found.code === "hard-coded-secret" ? [found, ...found.related] : []));
  const literals = new Map<string, Span[]>();
  const secrets = new Set<string>();
  for (const [file, inFile] of Map.groupBy(places, (place) => place.file)) {
    const text = workspace.text(file) ?? "";
    const lines = new LineIndex(text);
    for (const { range } of inFile) {
      const [start, end] = [lines.offset(range.start), lines.offset(range.end)];
      // Where a variable is given, the secret stands elsewhere.
      if (!QUOTE.test(text.charAt(start))) continue;
      const literal = { start: start + 1, end: end - 1 };
      literals.set(file, [...(literals.get(file) ?? []), literal]);
      secrets.add(withoutEscapes(text.slice(literal.start, literal.end)));
    }
  }
  return {
    textOf(file) {
      const text = workspace.text(file);
      return text && [...(literals.get(file) ?? []), ...credentialsIn(text)].reduce(hide, text);
    },
    holdsSecret(text) {
      const plain = withoutEscapes(text);
      return credentialsIn(text).length > 0 || [...secrets].some((secret) => plain.includes(secret));
    },
  };
}

/** In other quotes, other characters are escaped. */
const withoutEscapes = (text: string): string => text.replaceAll("\\", "");

const QUOTE = /["'`]/;

const hide = (text: string, { start, end }: Span): string =>
  text.slice(0, start) + text.slice(start, end).replace(/\S/g, "*") + text.slice(end);
