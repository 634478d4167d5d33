import { describe, expect, test } from "vitest";
import { codeFrame, type FrameOptions } from "../../../cli/src/check/code-frame.ts";
import { widthOf } from "../../../cli/src/terminal.ts";
import { LineIndex } from "../../../server/src/analysis/facts/text.ts";
import { fc, runs } from "../../support/properties.ts";

/** The frame of what stands between `⟦` and `⟧`. */
function frame(marked: string, options: FrameOptions = { columns: 80 }): string[] {
  const text = marked.replace(/[⟦⟧]/g, "");
  const range = new LineIndex(text).range(marked.indexOf("⟦"), marked.indexOf("⟧") - 1);
  return codeFrame(text.split(/\r\n|\r|\n/), range, options).map((line) => line.text);
}

describe("a code frame", () => {
  test("shows a line before and a line after, and leaves empty ones out", () => {
    expect(frame("a\nb ⟦c⟧ d\ne\nf")).toEqual(["  1 │ a", "  2 │ b c d", "    │   ~", "  3 │ e"]);
    expect(frame("\n⟦b⟧\n  \nc")).toEqual(["  2 │ b", "    │ ~"]);
    expect(frame("a\n⟦b⟧", { columns: 80, context: 0 })).toEqual(["  2 │ b", "    │ ~"]);
  });

  test("keeps its gutter when the numbers get longer", () => {
    expect(frame(`${"x\n".repeat(8)}⟦y⟧\nz`)).toEqual(["   8 │ x", "   9 │ y", "     │ ~", "  10 │ z"]);
  });

  test("underlines each line of a range, from its first character to its last", () => {
    expect(frame("a(⟦{\n    b: 1,\n\n  }⟧)\nc")).toEqual([
      "  1 │ a({",
      "    │   ~",
      "  2 │     b: 1,",
      "    │     ~~~~~",
      "  4 │   })",
      "    │   ~",
      "  5 │ c",
    ]);
  });

  test("shows the ends of a long range", () => {
    expect(frame(`⟦a\n${"b\n".repeat(20)}c⟧`)).toEqual(["   1 │ a", "     │ ~", "     │ …", "  22 │ c", "     │ ~"]);
  });

  test("does not reach into a line of which a range holds nothing", () => {
    expect(frame("⟦a\n⟧b")).toEqual(["  1 │ a", "    │ ~", "  2 │ b"]);
  });

  test("marks an empty range by one column, also at the end of the text", () => {
    expect(frame("a⟦⟧")).toEqual(["  1 │ a", "    │  ~"]);
  });

  test("has the mark below what it marks, behind tabs, wide characters and emoji", () => {
    expect(frame("\t日本⟦語👩‍👩‍👧x⟧")).toEqual(["  1 │   日本語👩‍👩‍👧x", "    │       ~~~~~"]);
  });

  test("cuts a long line around the mark", () => {
    const [line = "", mark = ""] = frame(`${"a".repeat(500)}⟦MARK⟧${"b".repeat(500)}`, { columns: 40 });
    expect(line).toMatch(/^ {2}1 │ …a+MARKb+…$/);
    expect(mark.indexOf("~")).toBe(line.indexOf("MARK"));
    expect(widthOf(line)).toBe(40);
    expect(frame(`⟦${"M".repeat(500)}⟧`, { columns: 40 })[0]).toMatch(/^ {2}1 │ M+…$/);
    expect(frame(`⟦ab⟧${"c".repeat(99)}`, { columns: 40 })[0]).toMatch(/^ {2}1 │ abc+…$/);
  });

  test("says once that more follows where the mark itself is cut", () => {
    expect(frame(`a${"(".repeat(99)}⟦${"M".repeat(99)}⟧;;`, { columns: 40 })[0]).toMatch(/^ {2}1 │ …M+…$/);
  });

  test("of a place outside of the text is empty", () => {
    expect(codeFrame(["a"], { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } }, { columns: 80 })).toEqual([]);
  });

  test("is never wider than asked for, and marks what it shows", () => {
    const part = fc.string({ unit: fc.constantFrom("a", "日", "\t", "👍", "e\u0301", "\u001b", "\ud800"), maxLength: 60 });
    fc.assert(
      fc.property(part, part, part, fc.integer({ min: 30, max: 60 }), (before, inside, after, columns) => {
        const [line = "", mark = ""] = frame(`${before}⟦${inside}⟧${after}`, { columns });
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
        expect(widthOf(mark)).toBeLessThanOrEqual(columns + 1);
        expect(line).not.toContain("\u001b");
      }),
      { numRuns: runs(200) },
    );
  });
});
