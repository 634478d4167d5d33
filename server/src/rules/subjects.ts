import type { NodeId } from "../analysis/facts/facts.ts";
import type { Guards } from "../analysis/flow/guards.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { Remembered } from "../analysis/remembered.ts";
import { rules } from "./registry.generated.ts";
import type { Rule, RuleContext } from "./rule.ts";

interface Asked {
  /** What was observed in a file, by the modules on whose behalf it happens. */
  observations: readonly (readonly Observation[])[];
  guards: Guards;
  context: Pick<RuleContext, "file" | "source">;
  onError: OnError;
}

/**
 * The rules to ask about a file, those that run last behind the others: those that look at every file, and those that may have something to say of what was
 * observed in it. After an edit nearly all of it is what it was, and of nearly all of that no rule has anything to say: a look at a note of each module's list is
 * all that it takes then, where each rule would look at what it cares for.
 */
export function rulesAbout({ observations, guards, context, onError }: Asked): readonly Rule[] {
  const found = new Set<Rule>();
  /** By rule, the places that are not worth a word by themselves. */
  const passedOver = new Map<Rule, Set<NodeId>>();
  const isWorthIt = (rule: Rule, place: NodeId): boolean =>
    rule.compares ? passedOver.has(rule) : orFails(rule, onError, () => rule.subjects?.at?.(context, place) ?? true);
  for (const list of observations) {
    for (const { rule, place } of subjectsOf(list, guards, onError)) {
      const others = passedOver.get(rule);
      // Of a helper that hundreds of files call each comes to the same place.
      if (found.has(rule) || (place !== undefined && others?.has(place))) continue;
      if (place === undefined || isWorthIt(rule, place)) found.add(rule);
      else if (others) others.add(place);
      else passedOver.set(rule, new Set([place]));
    }
  }
  for (const rule of ofFiles) if (orFails(rule, onError, () => rule.subjects?.file?.(context) ?? true)) found.add(rule);
  return [...[...found].filter(({ meta }) => !meta.last), ...rulesOfEnd];
}

/** Those that are asked about every file, behind all others. */
export const rulesOfEnd = rules.filter(({ meta }) => meta.last);

/** Whether the same rules are asked about a file that is the same, whichever of two lists is observed in it. */
export function haveSameSubjects(
  one: readonly Observation[],
  other: readonly Observation[],
  { guards, onError }: Pick<Asked, "guards" | "onError">,
): boolean {
  const [before, after] = [subjectsOf(one, guards, onError), subjectsOf(other, guards, onError)];
  return before.length === after.length && before.every(({ rule, place }, at) => after[at]?.rule === rule && after[at].place === place);
}

/** Those that may have something to say of a file whatever is observed in it. */
const ofFiles = rules.filter(({ meta, subjects }) => !meta.last && (!subjects || subjects.file));

/** A rule that may have something to say. */
interface Subject {
  rule: Rule;
  /** Where it compares places, or looks at each: the one at which there is something. */
  place: NodeId | undefined;
}

const subjectsOf = (list: readonly Observation[], guards: Guards, onError: OnError): readonly Subject[] =>
  known.of(list, () => findSubjects(list, guards, onError));

const known = new Remembered<readonly Observation[], readonly Subject[]>();

/** Each rule once, and one that looks at places for each. */
function findSubjects(observations: readonly Observation[], guards: Guards, onError: OnError): readonly Subject[] {
  const found: Subject[] = [];
  for (const observation of observations) {
    for (const { rule } of rulesByKind.get(observation.kind) ?? []) {
      const looksAtEach = rule.subjects?.at !== undefined;
      const place = looksAtEach || rule.compares === observation.kind ? observation.site.node : undefined;
      if (!looksAtEach && found.some((it) => it.rule === rule && it.place === place)) continue;
      // Each is kept under the kind of observations that it is for.
      const isOne = rule.subjects?.[observation.kind] as ((observation: Observation, guards: Guards) => boolean) | undefined;
      if (orFails(rule, onError, () => isOne?.(observation, guards) ?? false)) found.push({ rule, place });
    }
  }
  return found.length === 0 ? NONE : found;
}

const rulesByKind = Map.groupBy(
  rules.flatMap((rule) => Object.keys(rule.subjects ?? {}).map((kind) => ({ kind, rule }))),
  ({ kind }) => kind,
);

/** One for all, since it is looked at for each of hundreds. */
const NONE: readonly Subject[] = [];

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
