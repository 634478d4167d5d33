import { type Guard, type Guards, NEVER } from "./flow/guards.ts";
import type { FactoryCall, GivenConfigs, Receiver } from "./flow/observations.ts";
import type { ConfigAtom } from "./flow/values.ts";

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
 */
export function judge<Problem>(
  guards: Guards,
  calls: readonly FactoryCall[],
  find: (receiver: Receiver, list: readonly ConfigAtom[] | undefined, call: FactoryCall) => Problem | undefined,
): Verdict<Problem> {
  let isCertain = true;
  const clashes: Clash<Problem>[] = [];
  for (const call of calls) {
    const pairs = pairsOf(guards, call, find);
    const failing = pairs.filter((pair) => pair.problem !== undefined && !mayBeSorted(guards, call, pair));
    if (failing.length < pairs.length) isCertain = false;
    const mayBelongTogether = failing.length < pairs.length && dependsOnMore(guards, call);
    if (mayBelongTogether) continue;
    for (const { receiver, given, problem } of failing) {
      const alwaysFails = (side: (pair: Pair<Problem>) => boolean): boolean =>
        pairs.filter(side).every((pair) => pair.problem !== undefined);
      if (problem === undefined) continue;
      if (!alwaysFails((pair) => pair.receiver === receiver) && !alwaysFails((pair) => pair.given === given)) continue;
      clashes.push({ call, receiver, list: given.list ?? [], problem });
    }
  }
  return { isCertain: isCertain && clashes.length > 0, clashes };
}

interface Pair<Problem> {
  receiver: Receiver;
  given: GivenConfigs;
  problem: Problem | undefined;
}

function pairsOf<Problem>(guards: Guards, call: FactoryCall, find: Parameters<typeof judge<Problem>>[2]): Pair<Problem>[] {
  return call.receivers.flatMap((receiver) =>
    call.configs.flatMap((given): Pair<Problem>[] => {
      const meets: Guard = guards.and(guards.and(receiver.guard, given.guard), call.guard);
      if (meets === NEVER) return [];
      return [{ receiver, given, problem: find(receiver, given.list, call) }];
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

/** Whether conditions that came after the choice of provider or config stand before the call: they may be the same choice in other words. */
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
    return asked.some((condition) => !known.has(condition));
  });
}
