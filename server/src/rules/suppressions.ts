import type { Diagnostic } from "../analysis/diagnostic.ts";
import type { SuppressionFact } from "../analysis/facts/facts.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { UnusedSuppression } from "./rule.ts";

/** The comments of a file that silence rules, and which of them have. */
export class Suppressions {
  readonly #entries: Entry[];

  constructor(source: SourceView, file: string) {
    this.#entries = readEntries(source, file);
  }

  /** Whether a diagnostic is silenced. */
  silence(diagnostic: Diagnostic): boolean {
    const { line, character } = diagnostic.range.start;
    let isSilenced = false;
    for (const entry of this.#entries) {
      const isAfter = line > entry.from.line || (line === entry.from.line && character >= entry.from.character);
      const isBefore = line < entry.to.line || (line === entry.to.line && character < entry.to.character);
      if (!isAfter || !isBefore || (entry.id !== undefined && entry.id !== diagnostic.code)) continue;
      entry.isUsed = true;
      isSilenced = true;
    }
    return isSilenced;
  }

  unused(): UnusedSuppression[] {
    return this.#entries
      .filter(({ isUsed }) => !isUsed)
      .map(({ id, start, end, comment }) => {
        const isUnused = this.#entries.every((other) => other.comment !== comment || !other.isUsed);
        return { id, start, end, comment: { start: comment.start, end: comment.end, isUnused } };
      });
  }
}

interface Entry {
  id: string | undefined;
  start: number;
  end: number;
  comment: SuppressionFact;
  from: { line: number; character: number };
  to: { line: number; character: number };
  isUsed: boolean;
}

function readEntries(source: SourceView, file: string): Entry[] {
  const facts = source.suppressions(file);
  const lineOf = (offset: number): number => source.range(file, offset, offset).start.line;
  return facts.flatMap((comment, index): Entry[] => {
    if (comment.kind === "enable") return [];
    const ids = comment.ids.length > 0 ? comment.ids : [{ id: undefined, start: comment.start, end: comment.end }];
    return ids.map(({ id, start, end }) => {
      const shared = { id, start, end, comment, isUsed: false };
      if (comment.kind === "disable") {
        const closing = facts
          .slice(index + 1)
          .find((it) => it.kind === "enable" && (it.ids.length === 0 || it.ids.some((one) => one.id === id)));
        const to = closing ? source.range(file, closing.start, closing.start).start : { line: Number.POSITIVE_INFINITY, character: 0 };
        return { ...shared, from: source.range(file, comment.start, comment.start).start, to };
      }
      // Several of these comments one below the other speak about the line after the last.
      let last = comment;
      for (const next of facts.slice(index + 1)) if (next.kind === "next-line" && lineOf(next.start) === lineOf(last.end) + 1) last = next;
      const line = lineOf(last.end) + 1;
      return { ...shared, from: { line, character: 0 }, to: { line: line + 1, character: 0 } };
    });
  });
}
