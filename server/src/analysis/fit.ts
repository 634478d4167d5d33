import { cloudById, cloudOfProviderConfig, isConfigForKind, type ResourceKind } from "@glacier/core/clouds";
import { type ConfigClassName, isConfigClassName } from "@glacier/core/config";
import type { FactoryCall } from "./flow/observations.ts";
import type { ConfigAtom } from "./flow/values.ts";
import { Remembered } from "./remembered.ts";
import type { Clash } from "./verdict.ts";

/** Why a factory call with these configs throws on a cloud. The same questions in the same order as at run time. */
export type Misfit =
  | { kind: "twice"; className: ConfigClassName }
  | { kind: "no-such-resource" }
  | { kind: "provider-config"; className: ConfigClassName }
  | { kind: "other-resource"; className: ConfigClassName }
  | { kind: "other-cloud"; classNames: ConfigClassName[] };

/**
 * Undefined where the call is fine, or what would be wrong with it is not known.
 *
 * @param cloudId undefined where the cloud is not known: what is wrong on every cloud is so there too.
 * @param list undefined where the configs are not known
 */
export function findMisfit(cloudId: string | undefined, type: ResourceKind, list: readonly ConfigAtom[] | undefined): Misfit | undefined {
  const cloud = cloudId === undefined ? undefined : cloudById(cloudId);
  if (cloudId !== undefined && !cloud) return undefined;
  const fitting = cloud?.configs[type];
  if (cloud && !fitting) return { kind: "no-such-resource" };
  if (!list) return undefined;
  const classNames = list.map(({ className }) => className).filter(isConfigClassName);
  const providerConfig = classNames.find((name) => cloudOfProviderConfig(name));
  if (providerConfig) return { kind: "provider-config", className: providerConfig };
  const twice = classNames.find((name, index) => classNames.indexOf(name) !== index);
  if (twice) return { kind: "twice", className: twice };
  const other = classNames.find((name) => !isConfigForKind(name, type));
  if (other) return { kind: "other-resource", className: other };
  const isFine =
    !cloud || !fitting || classNames.length === 0 || cloud.ignoresForeignConfigs || classNames.some((name) => fitting.includes(name));
  return isFine ? undefined : { kind: "other-cloud", classNames };
}

/** Whether any provider and configs that a call may have do not fit, whether they meet or not: all rules about what does not fit ask for the same. */
export const mayClash = (call: FactoryCall): boolean =>
  clashing.of(call, () => call.receivers.some(({ cloud }) => call.configs.some(({ list }) => findMisfit(cloud, call.type, list))));

const clashing = new Remembered<FactoryCall, boolean>();

export const labelOf = (cloudId: string): string => cloudById(cloudId)?.label ?? cloudId;

/** The clouds that providers at a place are of, as far as they are known. */
export const cloudsOf = (clashes: readonly Clash<unknown>[]): string[] => [
  ...new Set(clashes.flatMap(({ receiver }) => receiver.cloud ?? [])),
];
