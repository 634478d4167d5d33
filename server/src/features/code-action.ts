import type { Range } from "@glacier/core/graph";
import type { Diagnostic, Fix, FixEdit } from "../analysis/diagnostic.ts";
import { comparePositions as compare, touches } from "../analysis/ranges.ts";

export const fixAllKind = "source.fixAll.glacier";

/** A fix of one diagnostic, told apart from the diagnostic's other fixes by its place in the list. */
export interface QuickFix {
  diagnostic: Diagnostic;
  fix: Fix;
  index: number;
}

/** The fixes of the diagnostics that touch a range, in the order of the diagnostics, the preferred one of each first. */
export function quickFixes(diagnostics: readonly Diagnostic[], range: Range): QuickFix[] {
  return diagnostics
    .filter((diagnostic) => touches(diagnostic.range, range))
    .flatMap((diagnostic) => diagnostic.fixes.map((fix, index) => ({ diagnostic, fix, index })));
}

/**
 * The edits of every preferred fix of a file that stays in that file and loses nothing, each applied once; of two that collide the first one wins.
 * `tidied` gives them with those that take away what nothing uses after all of them.
 */
export function fixAll(
  file: string,
  diagnostics: readonly Diagnostic[],
  tidied: (file: string, edits: readonly FixEdit[]) => readonly FixEdit[],
): FixEdit[] {
  return fixesAtOnce(file, diagnostics, tidied).edits;
}

/** The same, with what is fixed. */
export function fixesAtOnce(
  file: string,
  diagnostics: readonly Diagnostic[],
  tidied: (file: string, edits: readonly FixEdit[]) => readonly FixEdit[],
): { fixed: { diagnostic: Diagnostic; fix: Fix }[]; edits: FixEdit[] } {
  const taken: FixEdit[] = [];
  const fixed: { diagnostic: Diagnostic; fix: Fix }[] = [];
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes.find(({ preferred }) => preferred === true);
    if (fix === undefined || fix.isLossy || fix.edits.some((edit) => edit.file !== file)) continue;
    const added = fix.edits.filter((edit) => !edit.tidies && !taken.some((other) => isSame(edit, other)));
    if (added.some((edit) => taken.some((other) => collides(edit, other)))) continue;
    taken.push(...added);
    fixed.push({ diagnostic, fix });
  }
  // An insertion stands before what is replaced at its place.
  const edits = [...tidied(file, taken)].sort((a, b) => compare(a.range.start, b.range.start) || compare(a.range.end, b.range.end));
  return { fixed, edits };
}

/** Whether a client that asked for these kinds gets this one: a kind stands for all that are below it. */
export const isAskedFor = (kind: string, only: readonly string[] | undefined): boolean =>
  only === undefined || only.some((asked) => asked === "" || kind === asked || kind.startsWith(`${asked}.`));

const isEmpty = (range: Range): boolean => compare(range.start, range.end) === 0;
const isSame = (a: FixEdit, b: FixEdit): boolean =>
  a.newText === b.newText && compare(a.range.start, b.range.start) === 0 && compare(a.range.end, b.range.end) === 0;

/** Two insertions at one place do not collide; one after the other is what both ask for. */
function collides(a: FixEdit, b: FixEdit): boolean {
  if (isEmpty(a.range) && isEmpty(b.range)) return false;
  if (isEmpty(a.range) || isEmpty(b.range)) return compare(a.range.start, b.range.end) < 0 && compare(b.range.start, a.range.end) < 0;
  return compare(a.range.start, b.range.end) < 0 && compare(b.range.start, a.range.end) < 0;
}
