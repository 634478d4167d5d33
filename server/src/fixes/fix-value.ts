import type { ConfigProblem } from "@glacier/core/config";
import type { Fix } from "../analysis/diagnostic.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { ConfigPlace, TextPlace } from "../analysis/value-place.ts";
import { removals } from "./properties.ts";
import { print, toFixEdits } from "./text-edits.ts";

/** The edits that mend a config's value or field where it stands. `isOnly`: no other field asks for the same name. */
export function fixConfigProblem(source: SourceView, problem: ConfigProblem, place: ConfigPlace, isOnly: boolean): Fix[] {
  const { suggestion, kind, isGuess = false } = problem;
  if (kind === "unknown-field") return fixUnknownField(source, suggestion, place, isOnly && !isGuess);
  return suggestion === undefined ? [] : replaceText(source, place, suggestion, problem.severity === "error" && !isGuess);
}

/**
 * Another text in the place of a text literal, in the same quotes; nothing where the place holds anything else. `isSafe`: what stands there never works, so
 * that it may be replaced unseen, with everything else that can be mended.
 */
export function replaceText(source: SourceView, place: TextPlace, text: string, isSafe: boolean): Fix[] {
  const { file, start, end } = place;
  // One text, and not a sum of several, which begins and ends like one.
  const quote = /^(["'])(?:(?!\1)[^\\]|\\.)*\1$/s.exec(source.text(file).slice(start, end))?.[1];
  if (quote === undefined) return [];
  const edits = toFixEdits(source, [{ file, start, end, newText: print(text, quote) }]);
  return [{ title: `Replace with ${JSON.stringify(text)}`, kind: "quickfix", ...(isSafe && { preferred: true }), edits }];
}

function fixUnknownField(
  source: SourceView,
  suggestion: string | undefined,
  { file, start, end, property, owner }: ConfigPlace,
  isSafe: boolean,
): Fix[] {
  // A name that is calculated is written elsewhere.
  if (property?.kind !== "value" || !owner || typeof property.key !== "string") return [];
  const fixes: Fix[] = [];
  const isTaken = owner.properties.some((it) => it.kind === "spread" || it.key === suggestion);
  if (suggestion !== undefined && !isTaken) {
    const isShorthand = source.offsets({ file, node: property.node }).end === end;
    const newText = isShorthand ? `${suggestion}: ${source.text(file).slice(start, end)}` : suggestion;
    const edits = toFixEdits(source, [{ file, start, end, newText }]);
    fixes.push({ title: `Rename to ${suggestion}`, kind: "quickfix", ...(isSafe && { preferred: true }), edits });
  }
  const rest = owner.properties.filter((it) => it !== property);
  const removed = removals(source, file, owner, rest, "{}");
  if (removed) fixes.push({ title: `Remove ${property.key}`, kind: "quickfix", edits: toFixEdits(source, removed) });
  return fixes;
}
