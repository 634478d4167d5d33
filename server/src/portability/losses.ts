import { type CloudDescriptor, configsThatFit } from "@glacier/core/clouds";
import { type ConfigClassName, carryOver, checkConfig, isConfigClassName } from "@glacier/core/config";
import type { Diagnostic } from "../analysis/diagnostic.ts";
import { findMisfit } from "../analysis/fit.ts";
import type { FactoryCall, Observation } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { holdsUnknown, plainFields } from "../analysis/plain-value.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { listOf } from "../rules/wording.ts";
import { WITHOUT_EFFECT } from "./effects.ts";

type Loss = Pick<Diagnostic, "code" | "severity" | "message">;

/** What becomes of the settings of configs that do not fit the other cloud: those that have no place there, and what the others mean there. */
export function carriedOver(source: SourceView, file: string, target: CloudDescriptor, observations: readonly Observation[]): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const call of observations) {
    if (call.kind !== "factory") continue;
    const isMoved = call.receivers.some(({ cloud, config }) => cloud === target.id && config?.movedFrom);
    if (!isMoved) continue;
    const { range } = source.locate(call.configSite);
    for (const loss of call.configs.flatMap(({ list }) => lossesOf(target, call, list ?? [])))
      found.set(JSON.stringify([loss, range]), { file, range, related: [], fixes: [], ...loss });
  }
  return [...found.values()];
}

function lossesOf(target: CloudDescriptor, call: FactoryCall, list: readonly ConfigAtom[]): Loss[] {
  const fitting = configsThatFit(target.id, call.type) ?? [];
  const classNames = list.map(({ className }) => className).filter(isConfigClassName);
  if (classNames.length < list.length || classNames.some((name) => fitting.includes(name))) return [];
  if (target.ignoresForeignConfigs) {
    const says = `${listOf([...new Set(classNames)])} ${classNames.length === 1 ? "has" : "have"} no effect on ${target.label}`;
    return classNames.length === 0
      ? []
      : [{ code: WITHOUT_EFFECT, severity: "info", message: `${says}: it takes configs of every cloud.` }];
  }
  const [config] = list;
  const [to] = fitting;
  // Of several configs none is the one that would be carried over.
  if (!config || list.length > 1 || !to || findMisfit(target.id, call.type, list)?.kind !== "other-cloud") return [];
  return lossesOfConfig(config, to);
}

function lossesOfConfig({ className, options }: ConfigAtom, to: ConfigClassName): Loss[] {
  if (options.kind !== "object" || options.open || !isConfigClassName(className)) return [];
  const given = Object.entries(plainFields(options)).filter(([, value]) => value !== undefined && !holdsUnknown(value));
  const { fields, dropped } = carryOver(className, to, Object.fromEntries(given));
  const lost = dropped.map(({ field, reason }): Loss => {
    return { code: WITHOUT_EFFECT, severity: "info", message: `The setting ${field} of ${className} is lost: ${reason}.` };
  });
  // Settings that are missing are what a fix leaves to its reader.
  const problems = checkConfig(to, fields).flatMap(({ kind, rule, severity, message }): Loss[] => {
    return kind === "missing" ? [] : [{ code: rule, severity, message: `Carried over to ${to}: ${message}` }];
  });
  return [...lost, ...problems];
}
