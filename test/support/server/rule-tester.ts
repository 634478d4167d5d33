import { expect } from "vitest";
import type { Diagnostic, FixEdit } from "../../../server/src/analysis/diagnostic.ts";
import { extractFacts } from "../../../server/src/analysis/extract/extract.ts";
import { LineIndex } from "../../../server/src/analysis/facts/text.ts";
import { loadedTypeScript } from "../../../server/src/analysis/facts/typescript.ts";
import { fixAll } from "../../../server/src/features/code-action.ts";
import { openProject, type Project, readSections } from "./project.ts";

/** What a test expects of one diagnostic; what it leaves out is not looked at, except that there may be no further diagnostics. */
export interface Expected {
  code: string;
  severity?: Diagnostic["severity"];
  message?: string | RegExp;
  /** In order: the marked text of each related location, or the part of its message. */
  related?: (string | RegExp)[];
}

/** The source, in which `⟦…⟧` marks where each diagnostic lies, is silent. */
export async function valid(source: string): Promise<void> {
  await emits(source, []);
}

/** The diagnostics of all files, in the order of files and places, lie exactly at the marks and are the expected ones. */
export async function emits(source: string, expected: (string | Expected)[]): Promise<void> {
  const { files, marks } = readMarks(source);
  await withProject(files, (project) => {
    const found = diagnosticsOf(project, Object.keys(files));
    const shown = found.map(
      ({ code, file, range, message }) => `${code} ${file.slice(project.folder.length + 1)}:${showRange(range)} ${message}`,
    );
    expect(shown, "as many diagnostics as expected").toHaveLength(expected.length);
    expect(found.map(({ file, range }) => `${file.slice(project.folder.length + 1)}:${showRange(range)}`)).toEqual(marks);
    for (const [index, each] of expected.entries()) {
      const diagnostic = found[index];
      if (diagnostic) compare(project, diagnostic, typeof each === "string" ? { code: each } : each);
    }
  });
}

/** The fix of that title turns the source into the given text, and the result is silent unless `leaves` says what is left. */
export async function fixesTo(source: string, title: string | RegExp, result: string, leaves: string[] = []): Promise<void> {
  const { files } = readMarks(source);
  const fixed = await withProject(files, (project) => {
    const fixes = diagnosticsOf(project, Object.keys(files)).flatMap((diagnostic) => diagnostic.fixes);
    const fix = fixes.find((it) => (typeof title === "string" ? it.title === title : title.test(it.title)));
    expect(fix, `a fix "${title}" among ${JSON.stringify(fixes.map((it) => it.title))}`).toBeDefined();
    return applyAll(files, project.folder, fix?.edits ?? []);
  });
  expect(fixed).toEqual(readSections(result));
  await withProject(fixed, (project) => {
    expect(diagnosticsOf(project, Object.keys(fixed)).map(({ code }) => code)).toEqual(leaves);
  });
}

/** What fix-all makes of the file `main.ts`, which is silent then unless `leaves` says what is left. */
export async function fixAllTo(source: string, result: string, leaves: string[] = []): Promise<void> {
  const { files } = readMarks(source);
  const fixed = await withProject(files, ({ folder, path, workspace }) => {
    const file = path("main.ts");
    return applyAll(
      files,
      folder,
      fixAll(file, workspace.diagnose(file), (of, edits) => workspace.withoutUnusedImports(of, edits)),
    );
  });
  expect(fixed).toEqual(readSections(result));
  expect(boundTwice(fixed["main.ts"] ?? ""), "names that are bound twice").toEqual([]);
  await withProject(fixed, (project) => expect(diagnosticsOf(project, ["main.ts"]).map(({ code }) => code)).toEqual(leaves));
}

/** The names that imports bind more than once, in a text that must be TypeScript. */
function boundTwice(text: string): string[] {
  const facts = extractFacts(loadedTypeScript() ?? expect.fail("TypeScript is loaded"), "main.ts", text);
  expect(facts?.syntaxError).toBeUndefined();
  const names = (facts?.imports ?? []).flatMap(({ bindings }) => bindings.map(({ local }) => local));
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/** The titles of all fixes of all diagnostics. */
export async function fixTitles(source: string): Promise<string[]> {
  const { files } = readMarks(source);
  return withProject(files, (project) =>
    diagnosticsOf(project, Object.keys(files)).flatMap(({ fixes }) => fixes.map(({ title }) => title)),
  );
}

async function withProject<Result>(files: Record<string, string>, act: (project: Project) => Result): Promise<Result> {
  const project = await openProject(files);
  try {
    return act(project);
  } finally {
    project.dispose();
  }
}

const diagnosticsOf = (project: Project, names: string[]): Diagnostic[] =>
  names.sort().flatMap((name) => project.workspace.diagnose(project.path(name)));

function compare(project: Project, diagnostic: Diagnostic, { code, severity, message, related }: Expected): void {
  expect(diagnostic.code).toBe(code);
  if (severity) expect(diagnostic.severity).toBe(severity);
  if (typeof message === "string") expect(diagnostic.message).toBe(message);
  else if (message) expect(diagnostic.message).toMatch(message);
  if (!related) return;
  const told = diagnostic.related.map(
    ({ file, range, message: text }) => `${file.slice(project.folder.length + 1)}:${range.start.line + 1} ${text}`,
  );
  expect(told).toHaveLength(related.length);
  for (const [index, each] of related.entries()) {
    if (typeof each === "string") expect(told[index]).toBe(each);
    else expect(told[index]).toMatch(each);
  }
}

/** Takes the marks out of a source and says where they were. */
function readMarks(source: string): { files: Record<string, string>; marks: string[] } {
  const marked = readSections(source);
  const files: Record<string, string> = {};
  const marks: string[] = [];
  for (const name of Object.keys(marked).sort()) {
    const parts = (marked[name] ?? "").split(/([⟦⟧])/);
    let text = "";
    const starts: number[] = [];
    const spans: [number, number][] = [];
    for (const part of parts) {
      if (part === "⟦") starts.push(text.length);
      else if (part === "⟧") spans.push([starts.pop() ?? 0, text.length]);
      else text += part;
    }
    files[name] = text;
    const lines = new LineIndex(text);
    spans.sort(([left], [right]) => left - right);
    marks.push(...spans.map(([start, end]) => `${name}:${showRange(lines.range(start, end))}`));
  }
  return { files, marks };
}

const showRange = ({ start, end }: Diagnostic["range"]): string =>
  `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;

function applyAll(files: Record<string, string>, folder: string, edits: readonly FixEdit[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const lines = new LineIndex(text);
      const own = edits
        .filter(({ file }) => file === `${folder}/${name}`)
        .map(({ range, newText }) => ({ start: lines.offset(range.start), end: lines.offset(range.end), newText }));
      // From the end, so that earlier offsets stay what they are; of insertions at one place the last goes first.
      const fixed = own.toReversed().reduce((all, { start, end, newText }) => all.slice(0, start) + newText + all.slice(end), text);
      return [name, fixed];
    }),
  );
}
