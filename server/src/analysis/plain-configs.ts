import { cloudById, cloudsThatHave } from "@glacier/core/clouds";
import { UNKNOWN_VALUE } from "@glacier/core/config";
import { partAt } from "./cases.ts";
import { Answers, hitsOf, optionOf } from "./factory-problems.ts";
import type { Guards } from "./flow/guards.ts";
import type { FactoryCall } from "./flow/observations.ts";
import { alternativesOf, type Written } from "./flow/written.ts";
import type { SourceView } from "./source-view.ts";
import { type ConfigPlace, placeOfArgument } from "./value-place.ts";

/** Something that is given to a factory call as its config and is none: run time refuses it on every cloud. */
export interface PlainConfig {
  call: FactoryCall;
  says: string;
  place: ConfigPlace;
  value: Written | undefined;
  /** Whether every way to reach the call gives it such a thing. */
  isCertain: boolean;
}

/** Whether a call may be given something in a config's place that is none. */
export const isPlainConfig = (call: FactoryCall): boolean => mayBePlain(optionOf(call, "config"));

/** What one place in the source gives its calls in place of a config. */
export function plainConfigs(source: SourceView, guards: Guards, calls: readonly FactoryCall[]): PlainConfig[] {
  // What only looks like a provider may take what it likes, and V2 took plain objects.
  if (calls.some(({ isLegacy, receivers }) => isLegacy || !receivers.every(isCurrent))) return [];
  const { isCertain, hits } = hitsOf(guards, calls, { of: (call) => optionOf(call, "config"), answers, find: findPlain });
  const found = new Map<string, PlainConfig>();
  for (const { call, one, problem } of hits) {
    const { written } = call.resource;
    const path = ["config", ...problem.path];
    const value = partAt(written.options, path, one.picks);
    const place = placeOfArgument(source, call.site, 1, path, { written: written.options, picks: one.picks, ...(value && { value }) });
    const key = `${place.start} ${place.end}`;
    if (!found.has(key)) found.set(key, { call, says: problem.says, place, value, isCertain });
  }
  return [...found.values()];
}

const mayBePlain = (given: Written): boolean =>
  alternativesOf(given).some((one) => {
    if (one.kind === "array") return one.items.some((item) => mayBePlain(item));
    return one.kind === "object" || (one.kind === "literal" && one.value !== undefined) || one.kind === "function";
  });

const isCurrent = ({ isProvider, provider }: FactoryCall["receivers"][number]): boolean =>
  isProvider && provider?.legacyCloud === undefined;

interface Plain {
  says: string;
  path: number[];
}

const answers = new Answers<Plain>();

function findPlain(cloud: string | undefined, given: unknown, { type }: FactoryCall): Plain | undefined {
  const own = cloud === undefined ? undefined : cloudById(cloud)?.configs;
  // Of a resource that the cloud does not have, that alone is said.
  if (given === undefined || (own && own[type] === undefined)) return undefined;
  const items: unknown[] = Array.isArray(given) ? given : [given];
  const index = items.findIndex((item) => item !== UNKNOWN_VALUE);
  if (index < 0) return undefined;
  const fitting = [...(own?.[type] ?? []), ...cloudsThatHave(type).flatMap(({ configs }) => configs[type] ?? [])];
  return {
    says: `${type}() is given ${describe(items[index])} as its config; allowed is a config object such as new ${fitting[0]}({ … }).`,
    path: Array.isArray(given) ? [index] : [],
  };
}

/** What it is, never what it holds. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "a plain object" : `a ${typeof value}`;
}
