import type { Fix } from "../analysis/diagnostic.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { Verdict } from "../analysis/verdict.ts";
import { isSameConfig, isSpelledOut, replaceConfig, targetsOf } from "./fix-mismatch.ts";
import { preferFirst } from "./preferred.ts";
import { withoutConfig } from "./without-config.ts";

/** The ways out of a config of another kind of resource: the class that fits there, or none. */
export function fixWrongResource(source: SourceView, verdict: Verdict<unknown>): Fix[] {
  const [first] = verdict.clashes;
  if (!first || !verdict.isCertain || !isSpelledOut(first.call)) return [];
  const { call, list } = first;
  const [config] = list;
  if (!config || list.length !== 1 || !verdict.clashes.every((clash) => clash.list.length === 1 && isSameConfig(config, clash.list[0])))
    return [];
  const targets = targetsOf(verdict, call);
  const replaced = targets.length === 1 ? replaceConfig(source, call, config, targets) : undefined;
  const removed = withoutConfig(source, call, config);
  return preferFirst([replaced, removed && { ...removed, title: `Remove the ${config.className}` }]);
}
