import type { Guard, Guards } from "./flow/guards.ts";
import type { FactoryCall, GivenConfigs, Receiver } from "./flow/observations.ts";
import { isIndependent } from "./flow/origins.ts";
import type { Written } from "./flow/written.ts";

/**
 * Whether the source asks about a value, in a way that cannot be followed, before it comes to a point: whoever asks `isStorageClass(name)` may well have
 * sorted out what does not fit.
 */
export function isAskedAbout(guards: Guards, guard: Guard, value: Written | undefined): boolean {
  if (value?.kind !== "literal" || value.value === undefined || value.value === null || value.value === "") return false;
  const text = JSON.stringify(value.value);
  return guards.conditions(guard).some((condition) => guards.subjectOf(condition)?.replaceAll(PLACES, "").split(TOKENS).includes(text));
}

/** Numbers that say where in a list or text something is, and ask about none: `process.argv.slice(2)`. */
const PLACES = /\.(?:slice|at|charAt|substring)\([^()]*\)/g;

/** What stands between the literals of a key. */
const TOKENS = /(?<=^|[(,{ ])(?=[^(,{ ])|(?=[),} ])/;

/**
 * Whether the source asks the provider or the configs themselves, in a way that cannot be followed, before it lets them meet: whoever asks
 * `isAws(provider)` may well have sorted out what does not fit.
 */
export function mayBeSorted(guards: Guards, call: FactoryCall, { receiver, given }: { receiver: Receiver; given: GivenConfigs }): boolean {
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
    return subject !== undefined && keys.some((key) => mentions(subject, key) && !isFollowed(subject, key));
  });
}

/** Which cloud a provider is of, and which class a config, is followed. */
const isFollowed = (subject: string, key: string): boolean => subject === `${key}.cloud` || subject === `${key}.configClass`;

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
