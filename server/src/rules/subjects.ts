import type { NodeId } from "../analysis/facts/facts.ts";
import type { Guards } from "../analysis/flow/guards.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { Remembered } from "../analysis/remembered.ts";
import { rules } from "./registry.generated.ts";
import type { Rule, RuleContext } from "./rule.ts";

/**
 * The rules to ask about a file, those that run last behind the others: those that look at every file, and those that may have something to say of what was
 * observed in it. After an edit nearly all of it is what it was, and of nearly all of that no rule has anything to say: a look at one note of each observation is
 * all that it takes then, where each rule would look at what it cares for.
 */
export function rulesAbout({
  observations,
  guards,
  context,
  onError,
}: {
  observations: readonly Observation[];
  guards: Guards;
  context: Pick<RuleContext, "file" | "source">;
  onError: OnError;
}): readonly Rule[] {
  const found = new Set<Rule>();
  const places = new Map<Rule, NodeId>();
  for (const observation of observations) {
    for (const rule of known.of(observation, () => findRules(observation, guards, onError))) {
      if (rule.compares === observation.kind) {
        const { node } = observation.site;
        const first = places.get(rule) ?? node;
        places.set(rule, first);
        if (first === node) continue;
      }
      found.add(rule);
    }
  }
  for (const rule of ofFiles) if (orFails(rule, onError, () => rule.subjects?.file?.(context) ?? true)) found.add(rule);
  return [...[...found].filter(({ meta }) => !meta.last), ...ofEnd];
}

const ofEnd = rules.filter(({ meta }) => meta.last);

/** Those that may have something to say of a file whatever is observed in it. */
const ofFiles = rules.filter(({ meta, subjects }) => !meta.last && (!subjects || subjects.file));

const known = new Remembered<Observation, readonly Rule[]>();

function findRules(observation: Observation, guards: Guards, onError: OnError): readonly Rule[] {
  const found = rulesByKind.get(observation.kind)?.flatMap(({ rule }) => {
    // Each is kept under the kind of observations that it is for.
    const isOne = rule.subjects?.[observation.kind] as ((observation: Observation, guards: Guards) => boolean) | undefined;
    return orFails(rule, onError, () => isOne?.(observation, guards) ?? false) ? [rule] : [];
  });
  return found && found.length > 0 ? found : NONE;
}

const rulesByKind = Map.groupBy(
  rules.flatMap((rule) => Object.keys(rule.subjects ?? {}).map((kind) => ({ kind, rule }))),
  ({ kind }) => kind,
);

/** One for all, since it is looked at for each of hundreds. */
const NONE: readonly Rule[] = [];

/** Hears of a rule that failed. */
type OnError = (rule: string, error: unknown) => void;

/** A rule that fails at a look may still have something to say, so it is asked. */
function orFails({ meta }: Rule, onError: OnError, look: () => boolean): boolean {
  try {
    return look();
  } catch (error) {
    onError(meta.id, error);
    return true;
  }
}
