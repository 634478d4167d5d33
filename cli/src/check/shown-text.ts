import type { Diagnostic, Workspace } from "@glacier/server";
import type { Analyser } from "../analyser.ts";

interface Span {
  start: number;
  end: number;
}

/**
 * The texts of files as a report shows their lines: of a secret, that it is there and not what it is, for more people read a log than the source.
 * Everything stays in its place. What nobody would write but as a credential is hidden whatever was found.
 */
export function shownTexts(
  { LineIndex, credentialsIn }: Pick<Analyser, "LineIndex" | "credentialsIn">,
  workspace: Pick<Workspace, "text">,
  findings: readonly Diagnostic[],
): (file: string) => string | undefined {
  const places = findings.flatMap((found) => (found.code === "hard-coded-secret" ? [found, ...found.related] : []));
  const byFile = Map.groupBy(places, ({ file }) => file);
  return (file) => {
    const text = workspace.text(file);
    if (text === undefined) return undefined;
    const lines = new LineIndex(text);
    const literals = (byFile.get(file) ?? []).flatMap(({ range }): Span[] => {
      const [start, end] = [lines.offset(range.start), lines.offset(range.end)];
      // Where a variable is given, the secret stands elsewhere.
      return QUOTE.test(text.charAt(start)) ? [{ start: start + 1, end: end - 1 }] : [];
    });
    return [...literals, ...credentialsIn(text)].reduce(hide, text);
  };
}

const QUOTE = /["'`]/;

const hide = (text: string, { start, end }: Span): string =>
  text.slice(0, start) + text.slice(start, end).replace(/\S/g, "*") + text.slice(end);
