import { beforeAll, describe, expect, test } from "vitest";
import type { Fix } from "../../../server/src/analysis/diagnostic.ts";
import { LineIndex } from "../../../server/src/analysis/facts/text.ts";
import { compile } from "../../support/server/compile.ts";
import { mistakenPrograms as programs } from "../../support/server/mistaken-programs.ts";
import { openProject } from "../../support/server/project.ts";

interface Result {
  title: string;
  text: string;
  before: string[];
  after: string[];
}

/** What every fix of a program makes of it. */
async function fixed(source: string): Promise<Result[]> {
  const { codes: before, fixes } = await lookAt(source);
  const results = fixes.map(({ title, edits }) => ({ title, text: applied(source, edits) }));
  return Promise.all(results.map(async ({ title, text }) => ({ title, before, text, after: (await lookAt(text)).codes })));
}

async function lookAt(source: string): Promise<{ codes: string[]; fixes: Fix[] }> {
  const project = await openProject({ "main.ts": source });
  const diagnostics = project.workspace.diagnose(project.path("main.ts"));
  const found = { codes: diagnostics.map(({ code }) => code), fixes: diagnostics.flatMap(({ fixes }) => fixes) };
  project.dispose();
  return found;
}

function applied(source: string, edits: Fix["edits"]): string {
  const lines = new LineIndex(source);
  const places = edits.map(({ range, newText }) => ({ start: lines.offset(range.start), end: lines.offset(range.end), newText }));
  for (const [index, { start }] of places.entries())
    expect(start, "edits do not overlap").toBeGreaterThanOrEqual(places[index - 1]?.end ?? 0);
  return places.toReversed().reduce((text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end), source);
}

const results = new Map<string, Result[]>();
beforeAll(async () => {
  for (const [name, source] of Object.entries(programs)) results.set(name, await fixed(source));
});

describe("a program after each of its fixes has no mistake left:", () => {
  test.each(Object.keys(programs))("%s", (name) => {
    const fixes = results.get(name) ?? [];
    expect(fixes.length).toBeGreaterThan(0);
    for (const { title, before, after, text } of fixes) {
      expect(before).toHaveLength(1);
      expect(after, `${title}:\n${text}`).toEqual([]);
    }
  });
});

test("a program after each of its fixes compiles", () => {
  const texts = [...results].flatMap(([name, fixes]) =>
    fixes.map(({ text }, index) => [`${name.replaceAll(/[^a-z]+/gi, "-")}-${index}.ts`, text]),
  );
  expect(compile(Object.fromEntries(texts))).toEqual([]);
});
