import type { Site } from "./facts/facts.ts";
import { type Guard, type Guards, NEVER } from "./flow/guards.ts";
import type { FactoryCall, GivenConfigs, Receiver } from "./flow/observations.ts";
import { isIndependent, isSettled } from "./flow/origins.ts";
import type { ConfigAtom } from "./flow/values.ts";
import { Remembered } from "./remembered.ts";

/** A provider and configs that meet at a call and do not fit. */
export interface Clash<Problem> {
  call: FactoryCall;
  receiver: Receiver;
  /** Empty also where nothing is known of the configs. */
  list: ConfigAtom[];
  problem: Problem;
}

export interface Verdict<Problem> {
  /** Whether every way to reach the call clashes. */
  isCertain: boolean;
  clashes: Clash<Problem>[];
}

/**
 * Which pairs of provider and configs that meet at one place clash for certain.
 *
 * Two things that are each one of several may belong together in a way that the source does not show. So a pair counts only where one of its
 * sides clashes with everything that it can meet: whatever the other side turns out to be, that path fails. The product of two sets is never taken.
 *
 * Of a condition whose outcome the source settles, in a way that the analysis cannot follow, one side does not exist. What lies behind it counts
 * only if something clashes whichever side that is.
 */
export function judge<Problem>(
  guards: Guards,
  calls: readonly FactoryCall[],
  find: FindClash<Problem>,
  answers: Judgements<Problem>,
): Verdict<Problem> {
  let isCertain = true;
  const clashes: (Clash<Problem> & { meets: Guard })[] = [];
  let reached: Guard = NEVER;
  for (const call of calls) {
    const { pairs, failing } = answers.of(call, () => meet(guards, call, find));
    for (const { meets } of pairs) reached = guards.or(reached, meets);
    if (failing.length < pairs.length) isCertain = false;
    if (failing.length === 0) continue;
    const mayBelongTogether = failing.length < pairs.length && dependsOnMore(guards, call);
    if (mayBelongTogether) continue;
    for (const { receiver, given, problem, meets } of failing) {
      const alwaysFails = (side: (pair: Pair<Problem>) => boolean): boolean =>
        pairs.filter(side).every((pair) => pair.problem !== undefined);
      if (problem === undefined) continue;
      if (!alwaysFails((pair) => pair.receiver === receiver) && !alwaysFails((pair) => pair.given === given)) continue;
      clashes.push({ call, receiver, list: given.list ?? [], problem, meets });
    }
  }
  if (isCertain || clashes.length === 0) return { isCertain: clashes.length > 0, clashes };
  return { isCertain, clashes: isSureToClash(guards, calls, reached, clashes) ? clashes : [] };
}

/** Whether something clashes wherever the call is reached, whatever comes of the conditions that have one outcome or may depend on one another. */
function isSureToClash(guards: Guards, calls: readonly FactoryCall[], reached: Guard, clashes: readonly { meets: Guard }[]): boolean {
  const beside = subjectsBeside(guards, calls);
  const outcomes = new Map<number, boolean>();
  const isKept = (condition: number): boolean => {
    const known = outcomes.get(condition) ?? (beside.has(guards.subjectOf(condition) ?? "") || isSettled(guards, condition));
    outcomes.set(condition, known);
    return known;
  };
  const failing = clashes.reduce<Guard>((sum, { meets }) => guards.or(sum, meets), NEVER);
  return guards.implies(guards.onlyBy(reached, isKept), guards.onlyBy(failing, isKept));
}

/**
 * What comes together with the provider or the configs, once a call or once a turn, and is asked about: `open(azure, kind)` beside
 * `open(aws, other)` knows what each is given, and the others do not ask about it.
 */
function subjectsBeside(guards: Guards, calls: readonly FactoryCall[]): Set<string> {
  if (calls.length < 2) return new Set();
  const doProvidersDiffer = new Set(calls.map(placesOfProviders)).size > 1;
  const doConfigsDiffer = new Set(calls.map(placesOfConfigs)).size > 1;
  const askers = countEach(calls.map(({ guard }) => subjectsOf(guards, [guard])));
  const sharers = countEach(calls.map(({ activations }) => activations));
  const isShared = (activation: number): boolean => (sharers.get(activation) ?? 0) > 1;
  const found = calls.flatMap(({ guard, configs, receivers, activations, asks }) => {
    const asked = subjectsOf(guards, [
      ...(doProvidersDiffer || doConfigsDiffer ? [guard] : []),
      ...(doProvidersDiffer ? configs.map((it) => it.guard) : []),
      ...(doConfigsDiffer ? receivers.map((it) => it.guard) : []),
    ]);
    return asked.filter((subject) => {
      const under = asks.get(subject);
      if (!under || (askers.get(subject) ?? 0) > 1) return false;
      const isOwn = activations.includes(under.call) && !isShared(under.call);
      // One of a list may have been asked about before another turn brings it here: by a filter, say.
      return isOwn || (under.turn !== 0 && !isShared(under.turn));
    });
  });
  return new Set(found);
}

const subjectsOf = (guards: Guards, list: readonly Guard[]): string[] =>
  list.flatMap((guard) => guards.conditions(guard).flatMap((condition) => guards.subjectOf(condition) ?? []));

/** In how many of some lists each thing is. */
function countEach<Thing>(lists: readonly (readonly Thing[])[]): Map<Thing, number> {
  const counts = new Map<Thing, number>();
  for (const list of lists) for (const each of new Set(list)) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

const placesOfProviders = ({ receivers }: FactoryCall): string => placesOf(receivers.map(({ provider }) => provider?.origin.site));

const placesOfConfigs = ({ configs }: FactoryCall): string =>
  placesOf(configs.flatMap(({ list }) => list ?? []).map(({ origin }) => origin.site));

const placesOf = (sites: readonly (Site | undefined)[]): string =>
  [...new Set(sites.map((site) => (site ? `${site.file}:${site.node}` : "?")))].sort().join("|");

/** What does not fit of a provider and the configs that it meets at a call. It depends on nothing but these. */
type FindClash<Problem> = (receiver: Receiver, list: readonly ConfigAtom[] | undefined, call: FactoryCall) => Problem | undefined;

/** What one rule has found at each call so far. */
export class Judgements<Problem> extends Remembered<FactoryCall, Judgement<Problem>> {}

interface Judgement<Problem> {
  pairs: readonly Pair<Problem>[];
  failing: readonly Pair<Problem>[];
}

interface Pair<Problem> {
  /** The paths on which the two meet. */
  meets: Guard;
  receiver: Receiver;
  given: GivenConfigs;
  problem: Problem | undefined;
}

function meet<Problem>(guards: Guards, call: FactoryCall, find: FindClash<Problem>): Judgement<Problem> {
  const pairs = pairsOf(guards, call, find);
  return { pairs, failing: pairs.filter((pair) => pair.problem !== undefined && !mayBeSorted(guards, call, pair)) };
}

function pairsOf<Problem>(guards: Guards, call: FactoryCall, find: FindClash<Problem>): Pair<Problem>[] {
  return call.receivers.flatMap((receiver) =>
    call.configs.flatMap((given): Pair<Problem>[] => {
      const meets: Guard = guards.and(guards.and(receiver.guard, given.guard), call.guard);
      if (meets === NEVER) return [];
      return [{ receiver, given, problem: find(receiver, given.list, call), meets }];
    }),
  );
}

/**
 * Whether the source asks the provider or the configs themselves, in a way that cannot be followed, before it lets them meet: whoever asks
 * `isAws(provider)` may well have sorted out what does not fit.
 */
export function mayBeSorted(guards: Guards, call: FactoryCall, { receiver, given }: Pick<Pair<unknown>, "receiver" | "given">): boolean {
  const keys = [receiver.provider?.key, receiver.config?.key, ...(given.list ?? []).map(({ key }) => key)].filter(
    (key) => key !== undefined,
  );
  return asksAbout(guards, [call.guard, receiver.guard, given.guard], keys);
}

/** Whether paths depend on a question about things with these keys that cannot be followed. */
export function asksAbout(guards: Guards, paths: readonly Guard[], keys: readonly string[]): boolean {
  const conditions = paths.flatMap((guard) => guards.conditions(guard));
  return conditions.some((condition) => {
    const subject = guards.subjectOf(condition);
    return subject !== undefined && !subject.endsWith(".cloud") && keys.some((key) => mentions(subject, key));
  });
}

/** Whether a key contains another as a whole: `provider#1` is no part of `provider#12`. */
function mentions(subject: string, key: string): boolean {
  for (let at = subject.indexOf(key); at >= 0; at = subject.indexOf(key, at + 1)) {
    if (!/\d/.test(subject.charAt(at + key.length))) return true;
  }
  return false;
}

/**
 * Whether conditions that came after the choice of provider or config stand before the call: they may be the same choice in other words, unless
 * they ask about something else for certain.
 */
export function dependsOnMore(guards: Guards, call: FactoryCall): boolean {
  const asked = guards.conditions(call.guard).filter((condition) => guards.subjectOf(condition) !== undefined);
  const providers = call.receivers.flatMap(({ provider, config }) => [provider, config]);
  const configs = call.configs.flatMap(({ list }) => list ?? []);
  return [
    { choices: call.receivers, made: providers },
    { choices: call.configs, made: configs },
  ].some(({ choices, made }) => {
    if (choices.length < 2) return false;
    const origins = made.flatMap((atom) => (atom ? [atom.origin.guard] : []));
    const known = new Set([...choices.map(({ guard }) => guard), ...origins].flatMap((guard) => guards.conditions(guard)));
    // What was asked of one thing more than once is told apart by the guards themselves.
    const subjects = new Set([...known].map((condition) => guards.subjectOf(condition)));
    return asked.some(
      (condition) => !known.has(condition) && !subjects.has(guards.subjectOf(condition)) && !isIndependent(guards, condition, known),
    );
  });
}
