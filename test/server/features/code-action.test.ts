import { describe, expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Diagnostic, FixEdit } from "../../../server/src/analysis/diagnostic.ts";
import { fixAll } from "../../../server/src/features/code-action.ts";
import { on } from "../../support/lsp/client.ts";
import { fc } from "../../support/properties.ts";

const file = "/pipelines/a.ts";
const edit = (start: number, end: number, newText: string, of = file): FixEdit => ({ file: of, range: on(0, start, end), newText });
const diagnosticWith = (edits: FixEdit[], preferred = true): Diagnostic => ({
  ...{ file, range: on(0, 0, 1), code: "rule", severity: "error", message: "", related: [] },
  fixes: [
    { title: "Another", kind: "quickfix", edits: [edit(0, 1, "never")] },
    { title: "Fix", kind: "quickfix", edits, preferred },
  ],
});
const asTheyAre = (_: string, edits: readonly FixEdit[]): readonly FixEdit[] => edits;
const fixed = (...all: FixEdit[][]): FixEdit[] =>
  fixAll(
    file,
    all.map((edits) => diagnosticWith(edits)),
    asTheyAre,
  );

describe("fix-all", () => {
  test("takes the preferred fixes, in the order of the text", () => {
    expect(fixed([edit(5, 6, "b")], [edit(0, 1, "a")])).toEqual([edit(0, 1, "a"), edit(5, 6, "b")]);
  });

  test("leaves a diagnostic alone that has no preferred fix", () => {
    expect(fixAll(file, [diagnosticWith([edit(0, 1, "a")], false)], asTheyAre)).toEqual([]);
  });

  test("makes an edit once that two fixes share, such as an import", () => {
    const added = edit(0, 0, "BlobConfig, ");
    expect(fixed([added, edit(5, 6, "x")], [added, edit(8, 9, "x")])).toEqual([added, edit(5, 6, "x"), edit(8, 9, "x")]);
  });

  test("leaves out a fix that collides with one before it, whole", () => {
    expect(fixed([edit(2, 6, "a")], [edit(0, 1, "b"), edit(5, 9, "c")])).toEqual([edit(2, 6, "a")]);
    expect(fixed([edit(2, 6, "a")], [edit(4, 4, "inside")])).toEqual([edit(2, 6, "a")]);
  });

  test("keeps edits that only touch", () => {
    expect(fixed([edit(2, 6, "a")], [edit(6, 8, "b")], [edit(2, 2, "c")])).toHaveLength(3);
  });

  test("leaves out a fix that reaches into another file", () => {
    expect(fixed([edit(0, 1, "a"), edit(0, 1, "b", "/pipelines/other.ts")])).toEqual([]);
  });

  test("always gives edits that an editor can apply together", () => {
    const anEdit = fc
      .tuple(fc.nat(20), fc.nat(4), fc.constantFrom("", "x", "yy"))
      .map(([start, length, text]) => edit(start, start + length, text));
    fc.assert(
      fc.property(fc.array(fc.array(anEdit, { minLength: 1, maxLength: 1 })), (all) => {
        const document = TextDocument.create("file:///a.ts", "typescript", 1, "0123456789".repeat(3));
        // Throws where edits overlap.
        TextDocument.applyEdits(document, fixed(...all));
      }),
    );
  });
});
