import { certainlyWrong, type Meeting } from "./certainty.ts";
import type { Site } from "./facts/facts.ts";
import { type Guard, type Guards, NEVER } from "./flow/guards.ts";
import type { FactoryCall, GivenConfigs, Receiver } from "./flow/observations.ts";
import { isSettled } from "./flow/origins.ts";
import type { ConfigAtom } from "./flow/values.ts";
import { dependsOnMore, mayBeSorted } from "./questions.ts";
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
 * Of a condition whose outcome the source settles, in a way that the analysis cannot follow, one side does not exist. What lies behind it counts
 * only if something clashes whichever side that is.
 */
export function judge<Problem>(
  guards: Guards,
  calls: readonly FactoryCall[],
  find: FindClash<Problem>,
  answers: Judgements<Problem>,
): Verdict<Problem> {
  const meetingAt = (call: FactoryCall): Judgement<Problem> => answers.of(call, () => meet(guards, call, find));
  let isCertain = true;
  const clashes: (Clash<Problem> & { meets: Guard })[] = [];
  let reached: Guard = NEVER;
  for (const call of calls) {
    const meeting = meetingAt(call);
    const { pairs, failing } = meeting;
    for (const { meets } of pairs) reached = guards.or(reached, meets);
    if (failing.length < pairs.length) isCertain = false;
    if (failing.length === 0) continue;
    const mayBelongTogether = failing.length < pairs.length && dependsOnMore(guards, call);
    if (mayBelongTogether) continue;
    for (const { pair, problem } of certainlyWrong(meeting, sidesOf)) {
      const { receiver, given, meets } = pair;
      if (failing.includes(pair)) clashes.push({ call, receiver, list: given.list ?? [], problem, meets });
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

interface Judgement<Problem> extends Meeting<Pair, Problem> {
  /** What is wrong and not sorted out by the source. What it may sort out is no less wrong for its sides. */
  failing: readonly Pair[];
}

interface Pair {
  /** The paths on which the two meet. */
  meets: Guard;
  receiver: Receiver;
  given: GivenConfigs;
}

const sidesOf = ({ receiver, given }: Pair): unknown[] => [receiver, given];

function meet<Problem>(guards: Guards, call: FactoryCall, find: FindClash<Problem>): Judgement<Problem> {
  // Every rule about what meets at a call asks for the same.
  const pairs = meetingPairs.of(call, () => pairsOf(guards, call));
  let wrong: Map<Pair, Problem> | undefined;
  for (const pair of pairs) {
    const problem = find(pair.receiver, pair.given.list, call);
    if (problem === undefined) continue;
    wrong ??= new Map();
    wrong.set(pair, problem);
  }
  if (!wrong) return { pairs, wrong: NOTHING_WRONG, failing: NONE };
  return { pairs, wrong, failing: [...wrong.keys()].filter((pair) => !mayBeSorted(guards, call, pair)) };
}

const NOTHING_WRONG: ReadonlyMap<Pair, never> = new Map<Pair, never>();
const NONE: readonly Pair[] = [];

const meetingPairs = new Remembered<FactoryCall, readonly Pair[]>();

const pairsOf = (guards: Guards, call: FactoryCall): Pair[] =>
  call.receivers.flatMap((receiver) =>
    call.configs.flatMap((given): Pair[] => {
      const meets: Guard = guards.and(guards.and(receiver.guard, given.guard), call.guard);
      return meets === NEVER ? [] : [{ meets, receiver, given }];
    }),
  );
