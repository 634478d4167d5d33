import { cloudById, cloudOfProviderConfig, configsThatFit, isConfigForKind, type ResourceKind } from "@glacier/core/clouds";
import { type ConfigClassName, isConfigClassName } from "@glacier/core/config";
import type { ConfigAtom } from "./flow/values.ts";

/** Why a factory call with these configs throws on a cloud. The same questions in the same order as at run time. */
export type Misfit =
  | { kind: "no-such-resource" }
  | { kind: "provider-config"; className: ConfigClassName }
  | { kind: "other-resource"; className: ConfigClassName }
  | { kind: "other-cloud"; classNames: ConfigClassName[] };

/** Undefined where the call is fine, or nothing is known of the cloud. */
export function findMisfit(cloudId: string, type: ResourceKind, list: readonly ConfigAtom[]): Misfit | undefined {
  const cloud = cloudById(cloudId);
  if (!cloud) return undefined;
  const fitting = configsThatFit(cloudId, type);
  if (!fitting) return { kind: "no-such-resource" };
  const classNames = list.map(({ className }) => className).filter(isConfigClassName);
  const providerConfig = classNames.find((name) => cloudOfProviderConfig(name));
  if (providerConfig) return { kind: "provider-config", className: providerConfig };
  const other = classNames.find((name) => !isConfigForKind(name, type));
  if (other) return { kind: "other-resource", className: other };
  const isFine = classNames.length === 0 || cloud.ignoresForeignConfigs || classNames.some((name) => fitting.includes(name));
  return isFine ? undefined : { kind: "other-cloud", classNames };
}

export const labelOf = (cloudId: string): string => cloudById(cloudId)?.label ?? cloudId;
