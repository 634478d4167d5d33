import { expect, test } from "vitest";
import { extractFacts } from "../../../server/src/analysis/extract/extract.ts";
import { LineIndex } from "../../../server/src/analysis/facts/text.ts";
import { loadedTypeScript } from "../../../server/src/analysis/facts/typescript.ts";
import { fc, runs } from "../../support/properties.ts";
import { mistakenPrograms } from "../../support/server/mistaken-programs.ts";
import { openProject } from "../../support/server/project.ts";
import { type Formatting, lostComments, meaningOf, reformat } from "../../support/server/reformat.ts";

interface Fixed {
  title: string;
  edits: { start: number; end: number; newText: string }[];
  text: string;
}

/** What is wrong with a program, and what each fix makes of it. */
async function lookAt(source: string): Promise<{ codes: string[]; fixes: Fixed[] }> {
  const project = await openProject({ "main.ts": source });
  try {
    const lines = new LineIndex(source);
    const diagnostics = project.workspace.diagnose(project.path("main.ts"));
    const fixes = diagnostics.flatMap((diagnostic) =>
      diagnostic.fixes.map((fix): Fixed => {
        const edits = fix.edits.map(({ range, newText }) => ({ start: lines.offset(range.start), end: lines.offset(range.end), newText }));
        const text = edits.toReversed().reduce((all, { start, end, newText }) => all.slice(0, start) + newText + all.slice(end), source);
        return { title: fix.title, edits, text };
      }),
    );
    return { codes: diagnostics.map(({ code }) => code), fixes };
  } finally {
    project.dispose();
  }
}

const formatting: fc.Arbitrary<Formatting> = fc.record({
  newline: fc.constantFrom("\n", "\r\n"),
  indent: fc.constantFrom("  ", "    ", "\t"),
  quote: fc.constantFrom("'", '"'),
  hasSemicolons: fc.boolean(),
  gaps: fc.array(fc.constantFrom("as it was", "as it was", "comment", "line comment", "line", "comment on its line"), {
    minLength: 1,
    maxLength: 60,
  }),
});

const isWellFormed = (text: string): boolean =>
  extractFacts(loadedTypeScript() ?? expect.fail("TypeScript is loaded"), "main.ts", text)?.syntaxError === undefined;

test("a fix does the same however a program is written, and leaves the comments of what stays", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.values(mistakenPrograms)), formatting, async (program, style) => {
      const plain = await lookAt(program);
      const source = reformat(program, style);
      const written = await lookAt(source);
      expect(written.codes).toEqual(plain.codes);
      expect(written.fixes.map(({ title }) => title)).toEqual(plain.fixes.map(({ title }) => title));
      for (const [index, { title, edits, text }] of written.fixes.entries()) {
        const message = `${title}:\n${text}`;
        expect(isWellFormed(text), message).toBe(true);
        expect(meaningOf(text), message).toEqual(meaningOf(plain.fixes[index]?.text ?? ""));
        expect(lostComments(source, edits, text), message).toEqual([]);
        if (style.newline === "\r\n") expect(text, message).not.toMatch(/[^\r]\n/);
        expect((await lookAt(text)).codes, message).toEqual([]);
      }
    }),
    { numRuns: runs(100) },
  );
});
