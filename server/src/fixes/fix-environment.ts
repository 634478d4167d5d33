import { cloudsThatHave } from "@glacier/core/clouds";
import type { Fix } from "../analysis/diagnostic.ts";
import { findExpression } from "../analysis/facts/find.ts";
import { findMisfit } from "../analysis/fit.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { Verdict } from "../analysis/verdict.ts";
import { changeProvider } from "./change-provider.ts";
import { ImportPlan } from "./imports.ts";
import { calledName, type TextEdit, toFixEdits } from "./text-edits.ts";
import { configRemoval } from "./without-config.ts";

/** The ways out of an environment that the cloud does not have. None is preferred: each makes the job run on something else. */
export function fixEnvironment(source: SourceView, verdict: Verdict<unknown>, everywhere: () => readonly FactoryCall[]): Fix[] {
  const [first] = verdict.clashes;
  if (!first) return [];
  const clouds = cloudsThatHave(first.call.type).filter((cloud) => !cloud.ignoresForeignConfigs);
  const fixes = [useSpark(source, verdict), verdict.isCertain ? changeProvider(source, verdict, everywhere, clouds) : undefined];
  return fixes.filter((fix) => fix !== undefined);
}

/** `spark()` in the place of an engine, without the config that only that engine takes. */
function useSpark(source: SourceView, verdict: Verdict<unknown>): Fix | undefined {
  const [first] = verdict.clashes;
  if (!first) return undefined;
  const { call } = first;
  const { file } = call.site;
  const facts = source.facts(file);
  const expression = facts && findExpression(facts, call.site.node);
  const name = expression?.kind === "call" ? calledName(source, file, expression.callee) : undefined;
  if (!name) return undefined;
  const lists = call.configs.map(({ list }) => list);
  const clouds = call.receivers.map(({ cloud }) => cloud);
  const isFine = lists.every((list) => list && clouds.every((cloud) => cloud !== undefined && !findMisfit(cloud, "spark", list)));
  const edits: TextEdit[] = [{ file, ...name, newText: "spark" }];
  const classNames = [...new Set(lists.flatMap((list) => list?.map(({ className }) => className) ?? []))];
  if (isFine) return { title: "Use spark(), which every cloud has", kind: "quickfix", edits: toFixEdits(source, edits) };
  const removed = configRemoval(source, call);
  if (!removed) return undefined;
  const [className] = classNames;
  const imports =
    className !== undefined && classNames.length === 1
      ? new ImportPlan(source, file).edits({ className, ...source.offsets(call.configSite) })
      : [];
  const title = `Use spark(), which every cloud has${classNames.length === 0 ? ", without the config" : ` (without ${classNames.join(", ")})`}`;
  return { title, kind: "quickfix", edits: toFixEdits(source, [...edits, ...removed, ...imports]) };
}
