import { readFileSync, realpathSync } from "node:fs";
import type { Diagnostic, Fix, FixEdit, LineIndex, Workspace } from "@glacier/server";
import type { Analyser } from "../analyser.ts";
import { replaceFile } from "../write-file.ts";

/** A file whose text is another one now. */
export interface FixedFile {
  file: string;
  before: string;
  after: string;
  /** What was done, in the order in which it was. */
  fixed: { diagnostic: Diagnostic; fix: Fix }[];
}

/**
 * Applies every safe fix in the workspace's own texts, again and again until there is nothing left to do: one fix can make room for another. The disk is not
 * touched. A file with a syntax error stays as it is, and so does one that a fix would break.
 */
export function fixFiles(analyser: Analyser, workspace: Workspace, files: readonly string[]): FixedFile[] {
  const { fixesAtOnce, LineIndex } = analyser;
  const changed = new Map<string, FixedFile>();
  const settled = new Set<string>();
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    let isDone = true;
    for (const file of files) {
      const text = workspace.text(file);
      if (text === undefined || settled.has(file) || workspace.syntaxError(file)) continue;
      const { fixed, edits } = fixesAtOnce(file, workspace.diagnose(file), (of, all) => workspace.withoutUnusedImports(of, all));
      if (edits.length === 0) continue;
      const after = applyEdits(new LineIndex(text), text, edits);
      const known = changed.get(file) ?? { file, before: text, after: text, fixed: [] };
      // What leads back, or to a text that cannot be read, is worse than the finding.
      if (after === text || after === known.before || !workspace.isWellFormed(file, after)) {
        settled.add(file);
        continue;
      }
      changed.set(file, { ...known, after, fixed: [...known.fixed, ...fixed] });
      workspace.change(file, after, round);
      isDone = false;
    }
    if (isDone) break;
  }
  retype(analyser, workspace, files, changed);
  return [...changed.values()].sort((left, right) => (left.file < right.file ? -1 : 1));
}

/** What no finding lies in may still have the old class of what was fixed as its type. */
function retype({ LineIndex }: Analyser, workspace: Workspace, files: readonly string[], changed: Map<string, FixedFile>): void {
  const all = [...changed.values()].flatMap(({ fixed }) => fixed);
  const classes = [...new Set(all.flatMap(({ fix }) => fix.retypes ?? []))];
  if (classes.length === 0) return;
  for (const file of files) {
    const text = workspace.text(file);
    if (text === undefined || workspace.syntaxError(file)) continue;
    const edits = workspace.migrateTypes(file, classes);
    const after = applyEdits(new LineIndex(text), text, edits);
    if (after === text || !workspace.isWellFormed(file, after)) continue;
    changed.set(file, { file, before: changed.get(file)?.before ?? text, after, fixed: changed.get(file)?.fixed ?? [] });
    workspace.change(file, after, MOST_ROUNDS + 1);
  }
}

/** No chain of fixes that make room for each other is longer. */
const MOST_ROUNDS = 10;

/** The edits do not overlap, and are in the order of their places. */
function applyEdits(lines: LineIndex, text: string, edits: readonly FixEdit[]): string {
  let result = "";
  let from = 0;
  for (const { range, newText } of edits) {
    result += text.slice(from, lines.offset(range.start)) + newText;
    from = lines.offset(range.end);
  }
  return result + text.slice(from);
}

/** Which files may be written, by their real places: those in the paths that were asked for, and no installed packages. */
export function isFixable({ isInside, normalisePath }: Analyser, paths: readonly string[]): (file: string) => boolean {
  const asked = paths.map((path) => normalisePath(realpathSync(path)));
  return (file) => {
    const real = realPath(file);
    if (real === undefined) return false;
    const path = normalisePath(real);
    return ![file, path].some((it) => it.includes("/node_modules/")) && asked.some((it) => isInside(path, it));
  };
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    // It is gone by now, and so is what is to be fixed in it.
    return undefined;
  }
}

/** Writes a fixed file. Gives the reason where it stays as it is, in words that follow its name. */
export function writeFixed({ file, before, after }: FixedFile): string | undefined {
  try {
    const bytes = readFileSync(file);
    if (!bytes.equals(Buffer.from(before))) return isUtf8(bytes) ? "was changed by somebody else in the meantime" : "is not UTF-8";
    replaceFile(file, after);
    return undefined;
  } catch (error) {
    return `cannot be written (${error instanceof Error && "code" in error ? String(error.code) : String(error)})`;
  }
}

const isUtf8 = (bytes: Buffer): boolean => Buffer.from(bytes.toString("utf8")).equals(bytes);
