import { cloudsThatFit, configsThatFit } from "@glacier/core/clouds";
import { type ConfigClassName, isConfigClassName } from "@glacier/core/config";
import type { Fix } from "../analysis/diagnostic.ts";
import { findExpression } from "../analysis/facts/find.ts";
import { cloudsOf } from "../analysis/fit.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { Verdict } from "../analysis/verdict.ts";
import { endWithNonNull, isAsserted, isBlank, isConst } from "./assertions.ts";
import { changeProvider } from "./change-provider.ts";
import { writeConfig } from "./configs.ts";
import { ImportPlan } from "./imports.ts";
import { preferFirst } from "./preferred.ts";
import { isChosen, keyBefore, notes, replaceConfig, replaceSides } from "./replace-config.ts";
import { itemsBehind, toFixEdits } from "./text-edits.ts";

/** The safe ways out of a config that does not fit its provider: another class, one config per cloud, another provider. `calls`: all that this place makes. */
export function fixMismatch(
  source: SourceView,
  verdict: Verdict<unknown>,
  calls: readonly FactoryCall[],
  everywhere: () => readonly FactoryCall[],
): Fix[] {
  const [first] = verdict.clashes;
  if (!first) return [];
  const { call, list } = first;
  const [config] = list;
  const isAlwaysTheSame = verdict.clashes.every(
    (clash) => clash.list.length === list.length && clash.list.every((it, index) => isSameConfig(it, list[index])),
  );
  const targets = targetsOf(verdict, call);
  const isMoved = first.receiver.config?.movedFrom !== undefined;
  if (!isAlwaysTheSame) {
    const chosen = replaceChoice(source, verdict, targets);
    return chosen && isMoved ? [chosen] : preferFirst([chosen]);
  }
  if (!config || !isConfigClassName(config.className)) return [];
  const [target] = targets;
  const isOneTarget = target !== undefined && targets.length === 1;
  const nearby: (Fix | undefined)[] = [];
  if (isSpelledOut(call) && verdict.isCertain && list.length === 1 && isOneTarget) nearby.push(replaceConfig(source, call, config, target));
  if (!verdict.isCertain && list.length === 1 && isOneTarget && isChosen(source, call, config) && isOneCloud(calls))
    nearby.push(replaceConfig(source, call, config, target, config.origin.site));
  if (isSpelledOut(call) && canJoin(verdict, calls, list.length)) nearby.push(makePortable(source, call, list, cloudsOf(verdict.clashes)));
  // Whoever asks about another cloud has a program that works, and it goes on working.
  if (isMoved) nearby.reverse();
  // Another cloud for the whole provider is nothing to do unasked, as "fix all" does with what is preferred.
  const distant =
    verdict.isCertain && list.length === 1
      ? changeProvider(source, verdict, everywhere, cloudsThatFit(config.className, call.type))
      : undefined;
  const found = preferFirst(nearby);
  return distant ? [...found, distant] : found;
}

/** Where a call chooses between configs none of which fits: another class for each of them. */
function replaceChoice(source: SourceView, { isCertain, clashes }: Verdict<unknown>, targets: readonly ConfigClassName[]): Fix | undefined {
  const [first] = clashes;
  const [target, ...more] = targets;
  if (!first || !isCertain || target === undefined || more.length > 0 || clashes.some(({ list }) => list.length !== 1)) return undefined;
  const configs = clashes.flatMap(({ list }) => list);
  const different = configs.filter((config, index) => configs.findIndex((it) => isSameConfig(it, config)) === index);
  return replaceSides(source, first.call, different, target);
}

/** Where a call does not spell out its config, whatever is changed would change other calls too. */
export const isSpelledOut = (call: FactoryCall): boolean => call.configSite.node !== call.site.node;

/** Whether the provider is of one cloud on every path. */
const isOneCloud = (calls: readonly FactoryCall[]): boolean => {
  const clouds = new Set(calls.flatMap(({ receivers }) => receivers.map(({ cloud }) => cloud)));
  return clouds.size === 1 && !clouds.has(undefined);
};

/** Whether every path gives as many configs, and none that is of a cloud whose config would come beside them. */
function canJoin({ clashes }: Verdict<unknown>, calls: readonly FactoryCall[], length: number): boolean {
  const added = clashes.flatMap(({ receiver: { cloud } }) => cloud ?? []);
  const isFree = ({ className }: ConfigAtom, { type }: FactoryCall): boolean =>
    !added.some((cloud) => configsThatFit(cloud, type)?.some((fitting) => fitting === className));
  return calls.every((call) => call.configs.every(({ list }) => list?.length === length && list.every((config) => isFree(config, call))));
}

export const isSameConfig = (one: ConfigAtom, other: ConfigAtom | undefined): boolean =>
  one.origin.site.file === other?.origin.site.file && one.origin.site.node === other.origin.site.node;

/** The usual class of each cloud on which the call fails. */
export function targetsOf(verdict: Verdict<unknown>, call: FactoryCall): ConfigClassName[] {
  const classes = verdict.clashes.map(({ receiver }) =>
    receiver.cloud === undefined ? undefined : configsThatFit(receiver.cloud, call.type)?.[0],
  );
  return [...new Set(classes.filter((it) => it !== undefined))];
}

/** The first class that a cloud takes and that can be made of what is known of a config: Spark's own where an engine's needs more. */
const addable = (source: SourceView, call: FactoryCall, config: ConfigAtom, cloud: string): ConfigClassName | undefined =>
  configsThatFit(cloud, call.type)?.find((name) => writeConfig(source, call.configSite.file, config, name, name) !== undefined);

function makePortable(source: SourceView, call: FactoryCall, list: readonly ConfigAtom[], clouds: readonly string[]): Fix | undefined {
  const { file } = call.configSite;
  const imports = new ImportPlan(source, file);
  const [config] = list;
  if (!config) return undefined;
  const targets = new Set(clouds.map((cloud) => addable(source, call, config, cloud)));
  const added = [...targets].map((target) => {
    const name = target && imports.nameOf(target);
    return target && name !== undefined ? writeConfig(source, file, config, target, name) : undefined;
  });
  const texts = added.map((it) => it?.text);
  if (texts.length === 0 || texts.includes(undefined)) return undefined;
  const facts = source.facts(file);
  const expression = facts && findExpression(facts, call.configSite.node);
  const place = source.offsets(call.configSite);
  const text = source.text(file);
  if (isAsserted(text, place) && !(expression?.kind === "array" && isConst(text, place.end))) return undefined;
  const edits = imports.edits(undefined);
  if (expression?.kind === "array") {
    const last = expression.items.at(-1);
    // In brackets, or with a type of its own, the last item ends further on than its value.
    if (!last || !isBlank(text.slice(source.offsets({ file, node: last.node }).end, place.end - 1))) return undefined;
    const items = texts.filter((text) => text !== undefined);
    const behind = itemsBehind(text, source.offsets({ file, node: last.node }), items, false);
    edits.push(...behind.map((edit) => ({ file, ...edit })));
  } else if (list.length === 1) {
    edits.push({ file, start: place.start, end: place.start, newText: `${keyBefore(source, call)}[` });
    const end = endWithNonNull(text, place.end);
    edits.push({ file, start: end, end, newText: `${texts.map((text) => `, ${text}`).join("")}]` });
  } else return undefined;
  // Nothing is carried over to a class that stands in for the usual one.
  const isStopgap = clouds.some((cloud) => !targets.has(configsThatFit(cloud, call.type)?.[0]));
  const [dropped, differences] = [added.flatMap((it) => it?.dropped ?? []), added.flatMap((it) => it?.differences ?? [])];
  return {
    title: `Make portable: add ${[...targets].join(" and ")}${notes({ dropped, differences })}`,
    kind: "quickfix",
    edits: toFixEdits(source, edits),
    ...(isStopgap && { isLossy: true }),
  };
}
