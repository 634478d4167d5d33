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
    const { start } = diagnostic.range;
    let isSilenced = false;
    for (const entry of this.#entries) {
      const isAbout = entry.id === undefined || entry.id === diagnostic.code;
      if (!isAbout || isBefore(start, entry.from) || !isBefore(start, entry.to)) continue;
      const enabled = entry.enabled.get(diagnostic.code);
      if (enabled && !isBefore(start, enabled)) continue;
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
  from: Position;
  to: Position;
  /** Of a comment that silences every rule: from where on single ones are heard again. */
  enabled: ReadonlyMap<string, Position>;
  isUsed: boolean;
}

type Position = Diagnostic["range"]["start"];

const isBefore = (one: Position, other: Position): boolean =>
  one.line < other.line || (one.line === other.line && one.character < other.character);

function readEntries(source: SourceView, file: string): Entry[] {
  const facts = source.suppressions(file);
  const lineOf = (offset: number): number => source.range(file, offset, offset).start.line;
  return facts.flatMap((comment, index): Entry[] => {
    if (comment.kind === "enable") return [];
    const ids = comment.ids.length > 0 ? comment.ids : [{ id: undefined, start: comment.start, end: comment.end }];
    return ids.map(({ id, start, end }) => {
      const shared = { id, start, end, comment, isUsed: false };
      if (comment.kind === "disable") {
        const enabling = facts.slice(index + 1).filter(({ kind }) => kind === "enable");
        const placeOf = (it: SuppressionFact): Position => source.range(file, it.start, it.start).start;
        const closing = enabling.find((it) => it.ids.length === 0 || it.ids.some((one) => one.id === id));
        const to = closing ? placeOf(closing) : { line: Number.POSITIVE_INFINITY, character: 0 };
        const enabled = new Map<string, Position>();
        for (const it of enabling) for (const one of it.ids) if (!enabled.has(one.id)) enabled.set(one.id, placeOf(it));
        return { ...shared, from: placeOf(comment), to, enabled };
      }
      // Several of these comments one below the other speak about the line after the last.
      let last = comment;
      for (const next of facts.slice(index + 1)) if (next.kind === "next-line" && lineOf(next.start) === lineOf(last.end) + 1) last = next;
      const line = lineOf(last.end) + 1;
      return { ...shared, from: { line, character: 0 }, to: { line: line + 1, character: 0 }, enabled: new Map() };
    });
  });
}
