import { describe, expect, it } from "vitest";
import type { RunState } from "../../../client/src/runs/run-state.ts";
import { SourceEdits } from "../../../client/src/runs/source-edits.ts";
import { fc } from "../../support/properties.ts";

const file = "/w/sales.ts";

function failedAt(line: number, column: number): RunState {
  const error = { name: "GlacierError", code: "TASK_FAILED", message: "no", retryable: false, location: { file, line, column } } as const;
  const step = { name: "clean", task: "clean", status: "failed", error } as const;
  return {
    id: 1,
    target: { uri: "file:///w/sales.ts", pipeline: "sales" },
    status: "failed",
    cancelling: false,
    startedAt: 0,
    steps: [step],
    error,
  };
}

const range = (line: number, character: number, endLine = line, endCharacter = character) => ({
  start: { line, character },
  end: { line: endLine, character: endCharacter },
});

describe("the place of an error in a file that is edited while its pipeline runs", () => {
  const placeAfter = (edits: SourceEdits, line: number, column: number) => {
    const { steps, error } = edits.relocate(failedAt(line, column));
    expect(steps[0]?.error?.location).toEqual(error?.location);
    return [error?.location?.line, error?.location?.column];
  };

  it("goes down with lines written above it, and up with lines deleted", () => {
    const edits = new SourceEdits();
    edits.record(file, [{ range: range(0, 0), text: "// one\n// two\n" }]);
    expect(placeAfter(edits, 14, 9)).toEqual([16, 9]);
    edits.record(file, [{ range: range(0, 0, 3, 0), text: "" }]);
    expect(placeAfter(edits, 14, 9)).toEqual([13, 9]);
  });

  it("stays where it is for edits below it and in other files", () => {
    const edits = new SourceEdits();
    edits.record(file, [{ range: range(13, 20, 15, 0), text: "" }]);
    edits.record("/w/other.ts", [{ range: range(0, 0), text: "\n\n" }]);
    expect(placeAfter(edits, 14, 9)).toEqual([14, 9]);
  });

  it("is where the replaced text began when it was in it", () => {
    const edits = new SourceEdits();
    edits.record(file, [{ range: range(10, 4, 20, 0), text: "x" }]);
    expect(placeAfter(edits, 14, 9)).toEqual([11, 5]);
  });

  it("is always in front of the same code", () => {
    const text = "a1\nb2\n\nc3 d4\ne5";
    const offsets = fc.nat(text.length);
    fc.assert(
      fc.property(offsets, offsets, fc.constantFrom("", "x", "\n", "x\ny", "\n\n"), offsets, (one, other, inserted, at) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        fc.pre(at < start || at >= end);
        const edited = text.slice(0, start) + inserted + text.slice(end);
        const edits = new SourceEdits();
        const from = positionAt(text, start);
        const to = positionAt(text, end);
        edits.record(file, [{ range: { start: from, end: to }, text: inserted }]);
        const { line, character } = positionAt(text, at);
        const [lineNow = 0, columnNow = 0] = placeAfter(edits, line + 1, character + 1);
        const now =
          edited
            .split("\n")
            .slice(0, lineNow - 1)
            .join("\n").length +
          (lineNow > 1 ? 1 : 0) +
          columnNow -
          1;
        expect(edited.slice(now)).toBe((at < start ? text.slice(at, start) + inserted : "") + text.slice(Math.max(at, end)));
      }),
    );
  });
});

function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
