import type { TextEdit } from "./text-edits.ts";

/** A name between an import's braces, and where it lies. */
export interface Name {
  local: string;
  typeOnly: boolean;
  start: number;
  end: number;
}

interface Span {
  start: number;
  end: number;
}

/**
 * The edits, with those that fixes made of one import each for itself taken apart: into the names that go, and what comes in.
 * Undefined where one of them does something else to the import.
 */
export function takenApart(
  whole: Span,
  names: readonly Name[],
  edits: readonly TextEdit[],
): { edits: TextEdit[]; gone: Set<Name> } | undefined {
  const isAside = (edit: TextEdit): boolean => !isOfImport(whole, edit) || isWithinName(names, edit);
  const left = edits.filter(isAside);
  const gone = new Set<Name>();
  for (const { file, start, end, newText } of edits.filter((edit) => !isAside(edit))) {
    const covered = names.filter((name) => start <= name.start && name.end <= end);
    const [name] = covered;
    if (!name || (newText !== "" && (start !== name.start || end !== name.end))) return undefined;
    // What one fix has replaced the last use of, another may have written anew.
    for (const each of covered) if (each.typeOnly || !left.some((edit) => wordsOf(edit.newText).includes(each.local))) gone.add(each);
    if (newText !== "") left.push({ file, start, end: start, newText: `${newText}, ` });
  }
  return { edits: left, gone };
}

/** Whether an edit replaces something of an import. */
export const isOfImport = (whole: Span, { start, end }: Span): boolean => start < end && start < whole.end && whole.start < end;

/** Whether an edit only takes something out of one of the names, as the word `type` before it. */
export const isWithinName = (names: readonly Name[], { start, end, newText }: TextEdit): boolean =>
  newText === "" && names.some((name) => name.start <= start && end < name.end);

/** The edits without the names that come into an import though they have come into this or another one: `added`, which grows. */
export function addedOnce(whole: Span, edits: readonly TextEdit[], added: Set<string>): TextEdit[] {
  return edits.flatMap((edit) => {
    const { start, end, newText } = edit;
    if (start !== end || start <= whole.start || whole.end <= start) return [edit];
    const isNew = (item: string): boolean => item.trim() === "" || !added.has(item.trim());
    const items = newText.split(",");
    const kept = items.filter(isNew);
    for (const item of kept) added.add(item.trim());
    if (kept.length === items.length) return [edit];
    return kept.every((item) => item.trim() === "") ? [] : [{ ...edit, newText: kept.join(",") }];
  });
}

/** The edits, with declarations of one module that come in at one place made one, each of its names once. */
export function newLinesOnce(edits: readonly TextEdit[]): TextEdit[] {
  const lines = new Map<string, { first: TextEdit; names: string[] }>();
  const kept: TextEdit[] = [];
  for (const edit of edits) {
    const [, before, list, after] = edit.start === edit.end ? (NEW_LINE.exec(edit.newText) ?? []) : [];
    if (list === undefined) {
      kept.push(edit);
      continue;
    }
    const key = `${edit.start}:${before}:${after}`;
    const known = lines.get(key);
    const names = list.split(",").map((name) => name.trim());
    if (known) known.names.push(...names.filter((name) => !known.names.includes(name)));
    else {
      const first = { ...edit };
      lines.set(key, { first, names });
      kept.push(first);
    }
  }
  for (const { first, names } of lines.values()) first.newText = first.newText.replace(/\{[^}]*\}/, `{ ${names.toSorted().join(", ")} }`);
  return kept;
}

/** A declaration alone. */
const NEW_LINE = /^(\s*(?:import|const) )\{([^}]*)\}((?: from|\s*= require\() ?["'][^"']+["']\)?;?\s*)$/;

const wordsOf = (text: string): string[] => text.match(/[\w$]+/g) ?? [];
