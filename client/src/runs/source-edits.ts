import type { StepError } from "@glacier/core/runner";
import type { Position, Range } from "@glacier/server/protocol";
import type { RunState } from "./run-state.ts";

/** A range of a document that was replaced by a text, which may be empty. */
export interface SourceEdit {
  range: Range;
  text: string;
}

/** What has been edited since a run started: what the run says of its source is about the text that it was started with. */
export class SourceEdits {
  private readonly byFile = new Map<string, SourceEdit[]>();

  /** In the order in which they were made; of several made at once, the last in the document comes first. */
  record(file: string, edits: readonly SourceEdit[]): void {
    this.byFile.set(file, [...(this.byFile.get(file) ?? []), ...edits]);
  }

  /** The run with its errors where their code is now. */
  relocate(run: RunState): RunState {
    const moved = (error: StepError | undefined): StepError | undefined => {
      const edits = error?.location && this.byFile.get(error.location.file);
      if (!error?.location || !edits) return error;
      const { file, line, column } = error.location;
      const now = edits.reduce(movedBy, { line: line - 1, character: column - 1 });
      return { ...error, location: { file, line: now.line + 1, column: now.character + 1 } };
    };
    return { ...run, error: moved(run.error), steps: run.steps.map((step) => ({ ...step, error: moved(step.error) })) };
  }
}

/** Where a position is after an edit. One inside of what was replaced is where that began: nothing better is known. */
function movedBy(at: Position, { range: { start, end }, text }: SourceEdit): Position {
  if (isBefore(at, start)) return at;
  if (isBefore(at, end)) return start;
  const lines = text.split("\n");
  const line = at.line - end.line + start.line + lines.length - 1;
  if (at.line !== end.line) return { line, character: at.character };
  const last = lines.at(-1)?.length ?? 0;
  return { line, character: at.character - end.character + last + (lines.length === 1 ? start.character : 0) };
}

const isBefore = (a: Position, b: Position): boolean => a.line < b.line || (a.line === b.line && a.character < b.character);
