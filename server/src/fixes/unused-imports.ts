import type { FixEdit } from "../analysis/diagnostic.ts";
import type { TypeUse } from "../analysis/facts/facts.ts";
import { LineIndex } from "../analysis/facts/text.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { declarationsOf, namesOf } from "./declared-imports.ts";
import { isGlacierSpecifier } from "./imports.ts";
import { addedOnce, isOfImport, isWithinName, type Name, newLinesOnce, takenApart } from "./merged-imports.ts";
import { wordPattern } from "./names-in-text.ts";
import { removedItems } from "./removed-items.ts";
import { type TextEdit, toFixEdits } from "./text-edits.ts";

/**
 * Edits of one file, together with those that take out of its imports what is Glacier's and, after all of them, not used any more.
 * Each fix knows only of what it replaces itself; that several together replace the last uses shows here.
 */
export function withoutUnusedImports(source: SourceView, file: string, given: readonly FixEdit[]): FixEdit[] {
  const text = source.text(file);
  const lines = new LineIndex(text);
  let edits: TextEdit[] = given.map(({ range, newText }) => ({
    file,
    start: lines.offset(range.start),
    end: lines.offset(range.end),
    newText,
  }));
  edits = unionsOnce(text, source.facts(file)?.typeUses ?? [], newLinesOnce(edits));
  const added = new Set<string>();
  for (const declaration of declarationsOf(source, file)) {
    if (!isGlacierSpecifier(declaration.specifier)) continue;
    const names = namesOf(declaration);
    const [only, ...others] = declaration.bindings;
    if (only?.imported === "*" && others.length === 0 && isLeftBehind(text, only, edits)) {
      if (!edits.some((edit) => isOfImport(declaration, edit))) edits.push({ file, ...lineOf(text, declaration), newText: "" });
      continue;
    }
    const whole = { start: declaration.start, end: declaration.end };
    const hasDefault = names.length < declaration.bindings.length;
    const apart = hasDefault ? undefined : takenApart(whole, names, edits);
    edits = addedOnce(whole, apart?.edits ?? edits, added);
    const unused = names.filter((name) => apart?.gone.has(name) || isLeftBehind(text, name, edits));
    // The braces behind a default import are not taken away.
    const isRest = hasDefault && unused.length === names.length;
    if (unused.length > 0 && !isRest) edits = without(text, whole, names, unused, edits);
  }
  return toFixEdits(source, edits);
}

/** Whether a name has uses, and edits replace them all. */
function isLeftBehind(text: string, { local, start, end }: Name, edits: readonly TextEdit[]): boolean {
  const word = wordPattern(local);
  const uses = [...text.matchAll(word)].map(({ index }) => index).filter((at) => at < start || end <= at);
  const isReplaced = (at: number): boolean => edits.some((edit) => edit.start <= at && at + local.length <= edit.end);
  return uses.length > 0 && uses.every(isReplaced) && !edits.some(({ newText }) => newText.match(word));
}

/** The edits, with those that take names out of an import. */
function without(
  text: string,
  whole: { start: number; end: number },
  names: readonly Name[],
  unused: readonly Name[],
  edits: readonly TextEdit[],
): TextEdit[] {
  const { file } = edits[0] ?? { file: "" };
  // A fix that replaces something of this import has its own idea of it.
  if (edits.some((edit) => isOfImport(whole, edit) && !isWithinName(names, edit))) return [...edits];
  let left = [...edits];
  const removed: Name[] = [];
  for (const name of unused) {
    const index = names.indexOf(name);
    // What comes in beside a name that goes comes in its place.
    const [from, to] = [names[index - 1]?.end ?? name.start, names[index + 1]?.start ?? whole.end];
    const isBeside = ({ start }: TextEdit): boolean => from <= start && start < to;
    const added = left.filter(isBeside).map((edit) => edit.newText.replace(/^[\s,]+|[\s,]+$/g, ""));
    const newText = added.filter((each) => each !== "").join(", ");
    left = left.filter((edit) => !isBeside(edit));
    if (newText === "") removed.push(name);
    else left.push({ file, start: name.start, end: name.end, newText });
  }
  const kept = names.filter((name) => !removed.includes(name));
  if (kept.length === 0) {
    return [...left, { file, ...lineOf(text, whole), newText: "" }];
  }
  const isKept = (index: number): boolean => names.some((name, at) => at === index && !removed.includes(name));
  const places = removedItems(text, names, isKept) ?? [];
  return [...left, ...places.map((place) => ({ file, ...place, newText: "" }))];
}

/** A declaration with the end of its line. */
function lineOf(text: string, { start, end }: { start: number; end: number }): { start: number; end: number } {
  return { start, end: end + (/^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0) };
}

/** The edits, with types that stood side by side in a union and are one now written once. */
function unionsOnce(text: string, types: readonly TypeUse[], edits: readonly TextEdit[]): TextEdit[] {
  const isListed = ({ start, end }: TextEdit): boolean => types.some((it) => it.isInUnion && it.start === start && it.end === end);
  const [listed, others] = [edits.filter(isListed), edits.filter((edit) => !isListed(edit))];
  const kept: TextEdit[] = [];
  for (const edit of listed.toSorted((left, right) => left.start - right.start)) {
    const before = kept.at(-1);
    if (before?.newText === edit.newText && /^\s*\|\s*$/.test(text.slice(before.end, edit.start))) before.end = edit.end;
    else kept.push({ ...edit });
  }
  return [...others, ...kept];
}
