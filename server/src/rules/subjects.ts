import type { Guards } from "../analysis/flow/guards.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { Remembered } from "../analysis/remembered.ts";
import { rules } from "./registry.generated.ts";
import type { Rule } from "./rule.ts";

/**
 * The rules that may have something to say of what was observed in a file. After an edit nearly all of it is what it was, and of nearly all of that no
 * rule has anything to say: a look at one note of each observation is all that it takes then, where each rule would look at what it cares for.
 */
export function rulesAbout(observations: readonly Observation[], guards: Guards): ReadonlySet<Rule> {
  const found = new Set<Rule>();
  for (const observation of observations) {
    const about = known.of(observation, () => findRules(observation, guards));
    for (const rule of about) found.add(rule);
  }
  return found;
}

const known = new Remembered<Observation, readonly Rule[]>();

function findRules(observation: Observation, guards: Guards): readonly Rule[] {
  const found = rulesByKind.get(observation.kind)?.flatMap(({ rule }) => (mayBeAbout(rule, observation, guards) ? [rule] : []));
  return found && found.length > 0 ? found : NONE;
}

const rulesByKind = Map.groupBy(
  rules.flatMap((rule) => Object.keys(rule.subjects ?? {}).map((kind) => ({ kind, rule }))),
  ({ kind }) => kind,
);

/** One for all, since it is looked at for each of hundreds. */
const NONE: readonly Rule[] = [];

function mayBeAbout({ subjects }: Rule, observation: Observation, guards: Guards): boolean {
  // Each is kept under the kind of observations that it is for.
  const isOne = subjects?.[observation.kind] as ((observation: Observation, guards: Guards) => boolean) | undefined;
  try {
    return isOne?.(observation, guards) ?? false;
  } catch {
    // The rule itself will fail as well, and whoever asked hears of it.
    return true;
  }
}
