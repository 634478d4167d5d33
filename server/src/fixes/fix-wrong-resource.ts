import { isConfigForKind } from "@glacier/core/clouds";
import { isConfigClassName } from "@glacier/core/config";
import type { Fix } from "../analysis/diagnostic.ts";
import { findExpression } from "../analysis/facts/find.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { Verdict } from "../analysis/verdict.ts";
import { isSameConfig, isSpelledOut, targetsOf } from "./fix-mismatch.ts";
import { ImportPlan } from "./imports.ts";
import { preferFirst } from "./preferred.ts";
import { removedItems } from "./removed-items.ts";
import { replaceConfig } from "./replace-config.ts";
import { toFixEdits } from "./text-edits.ts";
import { holdsSettings, withoutConfig } from "./without-config.ts";

/** The ways out of a config of another kind of resource: the class that fits there, or none. */
export function fixWrongResource(source: SourceView, verdict: Verdict<unknown>): Fix[] {
  const [first] = verdict.clashes;
  if (!first || !verdict.isCertain || !isSpelledOut(first.call)) return [];
  const { call, list } = first;
  const isAlwaysTheSame = verdict.clashes.every(
    (clash) => clash.list.length === list.length && clash.list.every((it, index) => isSameConfig(it, list[index])),
  );
  const [config] = list;
  if (!config || !isAlwaysTheSame) return [];
  if (list.length > 1) return preferFirst([withoutItem(source, call, list)]);
  const [target, ...more] = targetsOf(verdict, call);
  const replaced = target && more.length === 0 ? replaceConfig(source, call, config, target) : undefined;
  const removed = withoutConfig(source, call, config);
  return preferFirst([replaced, removed && { ...removed, title: `Remove the ${config.className}` }]);
}

/** Takes the only config that is of another kind out of an array. */
function withoutItem(source: SourceView, call: FactoryCall, list: readonly ConfigAtom[]): Fix | undefined {
  const { file, node } = call.configSite;
  const facts = source.facts(file);
  const array = facts && findExpression(facts, node);
  const wrong = list.filter(({ className }) => isConfigClassName(className) && !isConfigForKind(className, call.type));
  const [config, ...more] = wrong;
  if (array?.kind !== "array" || array.items.length !== list.length || array.items.some(({ kind }) => kind === "spread")) return undefined;
  if (!config || more.length > 0) return undefined;
  const items = array.items.map((item) => source.offsets({ file, node: item.node }));
  const index = list.indexOf(config);
  const place = items[index];
  const item = array.items[index];
  const removed = removedItems(source.text(file), items, (at) => at !== index);
  if (!place || !item || !removed) return undefined;
  const imports = new ImportPlan(source, file).edits({ className: config.className, ...place });
  const edits = [...removed.map((span) => ({ file, ...span, newText: "" })), ...imports];
  return {
    title: `Remove the ${config.className}`,
    kind: "quickfix",
    edits: toFixEdits(source, edits),
    ...(holdsSettings(item) && { isLossy: true }),
  };
}
