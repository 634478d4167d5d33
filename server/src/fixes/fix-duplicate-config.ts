import type { Fix } from "../analysis/diagnostic.ts";
import { findExpression } from "../analysis/facts/find.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { plainFields } from "../analysis/plain-value.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { Verdict } from "../analysis/verdict.ts";
import { preferFirst } from "./preferred.ts";
import { removedItems } from "./removed-items.ts";
import { toFixEdits } from "./text-edits.ts";

/** Takes one of two configs of one class out of the array; which one, only the author knows, unless they say the same. */
export function fixDuplicateConfig(source: SourceView, verdict: Verdict<{ className: string }>): Fix[] {
  const [first] = verdict.clashes;
  if (!first || !verdict.isCertain || verdict.clashes.length > 1) return [];
  const { call, list, problem } = first;
  const { file } = call.configSite;
  const facts = source.facts(file);
  const array = facts && findExpression(facts, call.configSite.node);
  if (array?.kind !== "array" || array.items.length !== list.length || array.items.some(({ kind }) => kind === "spread")) return [];
  const places = list.flatMap(({ className }, index) => (className === problem.className ? [index] : []));
  const [one, other, ...more] = places;
  if (one === undefined || other === undefined || more.length > 0) return [];
  const areSame = saysTheSame(list[one], list[other]);
  const items = array.items.map(({ node }) => source.offsets({ file, node }));
  const remove = (index: number, title: string): Fix[] => {
    const removed = removedItems(source.text(file), items, (at) => at !== index);
    return removed
      ? [
          {
            title,
            kind: "quickfix",
            edits: toFixEdits(
              source,
              removed.map((place) => ({ file, ...place, newText: "" })),
            ),
          },
        ]
      : [];
  };
  if (areSame) return preferFirst(remove(other, `Remove the second ${problem.className}`));
  return [...remove(other, `Keep the first ${problem.className}`), ...remove(one, `Keep the second ${problem.className}`)];
}

const saysTheSame = (one: ConfigAtom | undefined, other: ConfigAtom | undefined): boolean =>
  one?.options.kind === "object" &&
  other?.options.kind === "object" &&
  !one.options.open &&
  !other.options.open &&
  isSameJson(plainFields(one.options), plainFields(other.options));

/** Symbols, which stand for what is not known, are equal to nothing. */
const isSameJson = (one: unknown, other: unknown): boolean => {
  const text = JSON.stringify(one, refuseSymbols);
  return !text.includes(UNEQUAL) && text === JSON.stringify(other, refuseSymbols);
};
const UNEQUAL = "\u0000";
const refuseSymbols = (_: string, value: unknown): unknown => (typeof value === "symbol" ? UNEQUAL : value);
