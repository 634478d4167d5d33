import { keyOfSite } from "../analysis/facts/site-key.ts";
import { ALWAYS, type Guard, type Guards, NEVER } from "../analysis/flow/guards.ts";
import { cloudOfConfig, isOnLaptop } from "../analysis/flow/moves.ts";
import type { Observation, ProviderMade } from "../analysis/flow/observations.ts";
import { atomsOf, type ProviderAtom } from "../analysis/flow/values.ts";
import { isHere } from "../analysis/recording/clouds.ts";

/**
 * The places of the providers that stay where they are: those that are made only where one of the target, or one that may be of it, is not, since on the
 * target the source takes the other path, and what stands beside these providers was never meant for it; and, where a cloud's provider moves, those on a
 * laptop, which is where somebody develops and tests.
 */
export function stayingProviders(
  guards: Guards,
  observations: readonly Observation[],
  target: string,
  isAsked: (file: string) => boolean,
): Set<string> {
  const made = observations.filter((it): it is ProviderMade => it.kind === "provider");
  // What is made on all paths excludes nothing.
  const onTarget = made.filter(({ provider, guard }) => guard !== ALWAYS && mayBeOn(provider, target));
  const doesCloudMove = made.some(({ provider, site }) => isAsked(site.file) && !isLaptop(provider) && !isOn(provider, target));
  const excludes = (one: Guard, other: Guard): boolean => guards.and(one, other) === NEVER;
  const byPlace = Map.groupBy(made, ({ provider }) => keyOfSite(provider.origin.site));
  const stays = [...byPlace].filter(([, ofPlace]) =>
    ofPlace.every(
      (one) => (doesCloudMove && isLaptop(one.provider)) || onTarget.some((other) => other !== one && excludes(one.guard, other.guard)),
    ),
  );
  return new Set(stays.map(([key]) => key));
}

const isLaptop = ({ config, legacyCloud }: ProviderAtom): boolean =>
  legacyCloud === undefined ? atomsOf(config).every(isOnLaptop) : isHere(legacyCloud);

const isOn = ({ config, legacyCloud }: ProviderAtom, target: string): boolean =>
  legacyCloud === undefined ? atomsOf(config).every((atom) => cloudOfConfig(atom) === target) : legacyCloud === target;

function mayBeOn({ config, legacyCloud }: ProviderAtom, target: string): boolean {
  if (legacyCloud !== undefined) return legacyCloud === target;
  return atomsOf(config).some((atom) => atom.kind !== "config" || cloudOfConfig(atom) === target);
}
