import { type Case, casesOf, fieldOf, takes } from "./cases.ts";
import { excluding, type Guards, NEVER } from "./flow/guards.ts";
import type { FactoryCall, Receiver } from "./flow/observations.ts";
import type { ConfigAtom } from "./flow/values.ts";
import type { Written } from "./flow/written.ts";
import { isAskedAbout } from "./questions.ts";
import { Remembered } from "./remembered.ts";
import { dependsOnMore, mayBeSorted } from "./verdict.ts";

/** A value that meets a provider at a call and is wrong there. */
export interface Hit<Problem> {
  call: FactoryCall;
  receiver: Receiver;
  one: Case;
  problem: Problem;
}

export interface Hits<Problem> {
  /** Whether every way to reach the place is wrong. */
  isCertain: boolean;
  hits: Hit<Problem>[];
}

export interface Question<Problem> {
  /** What is looked at of a call. */
  of(call: FactoryCall): Written;
  /** What is wrong with one case of it on a cloud; the cloud is undefined where it cannot be known. */
  find(cloud: string | undefined, value: unknown, call: FactoryCall): Problem | undefined;
  /** What the question was answered with before, where it always asks the same. */
  answers?: Answers<Problem>;
}

/** The answers to one question, call by call. */
export class Answers<Problem> extends Remembered<FactoryCall, Meeting<Problem>> {}

/**
 * Which values and providers that meet at one place are wrong together for certain. As with providers and configs, a pair counts only where one side is
 * wrong with everything that it can meet.
 */
export function hitsOf<Problem>(guards: Guards, calls: readonly FactoryCall[], question: Question<Problem>): Hits<Problem> {
  const all = calls.map((call) => {
    const ask = (): Meeting<Problem> => pairsOf(guards, call, question);
    return { call, ...(question.answers?.of(call, ask) ?? ask()) };
  });
  // Nearly always.
  if (all.every(({ bad }) => bad.size === 0)) return { isCertain: false, hits: [] };
  const isCertain = all.every(({ pairs, bad }) => bad.size === pairs.length);
  const insteadOf = excluding(guards, all, ({ call }) => call.guard);
  const hits = all.flatMap(({ call, pairs, bad }) => {
    if (bad.size === 0 || (bad.size < pairs.length && dependsOnMore(guards, call))) return [];
    // Which of several calls it is that exclude each other is a choice as well.
    const instead = insteadOf(call.guard);
    const met = [...pairs, ...instead.flatMap((it) => it.pairs)];
    const isBad = (pair: Pair<Problem>): boolean => bad.has(pair) || instead.some((it) => it.bad.has(pair));
    const alwaysFails = (side: (other: Pair<Problem>) => boolean): boolean => met.every((other) => !side(other) || isBad(other));
    return [...bad].flatMap(({ receiver, one, problem }): Hit<Problem>[] => {
      if (problem === undefined) return [];
      const isSure =
        bad.size === pairs.length ||
        alwaysFails((other) => other.receiver === receiver) ||
        one.picks.some((pick) => alwaysFails((other) => takes(other.one, pick)));
      return isSure ? [{ call, receiver, one, problem }] : [];
    });
  });
  return { isCertain: isCertain && hits.length > 0, hits };
}

interface Pair<Problem> {
  receiver: Receiver;
  one: Case;
  problem: Problem | undefined;
}

/** Every way in which a provider and a value meet at a call, and which of them are wrong. */
interface Meeting<Problem> {
  pairs: Pair<Problem>[];
  bad: ReadonlySet<Pair<Problem>>;
}

function pairsOf<Problem>(guards: Guards, call: FactoryCall, question: Question<Problem>): Meeting<Problem> {
  const written = question.of(call);
  const pairs = call.receivers.flatMap((receiver) => {
    const met = guards.and(receiver.guard, call.guard);
    if (met === NEVER) return [];
    return casesOf(guards, written, met).map((one) => ({ receiver, one, problem: question.find(receiver.cloud, one.value, call) }));
  });
  const failing = pairs.filter(({ receiver, one, problem }) => {
    if (problem === undefined || mayBeSorted(guards, call, { receiver, given: { guard: one.guard, list: undefined } })) return false;
    return !isAskedAbout(guards, call.guard, takenValue(written, one));
  });
  return { pairs, bad: new Set(failing) };
}

/** The alternative of a value that is one thing in each case. */
export function takenValue(written: Written, one: Case): Written | undefined {
  if (written.kind !== "choice") return written;
  const taken = written.alternatives.find(({ value }) => one.picks.includes(value));
  return taken && takenValue(taken.value, one);
}

/** Something of the configs that a call may be given, each on its own paths. What is not known of them is unknown. */
export function ofConfigs(call: FactoryCall, read: (list: readonly ConfigAtom[]) => Written): Written & { kind: "choice" } {
  return {
    kind: "choice",
    alternatives: call.configs.map(({ guard, list }) => ({ guard, value: list ? read(list) : { kind: "unknown" } })),
  };
}

/** An option of a factory call, as far as the source shows it. */
export const optionOf = (call: FactoryCall, name: string): Written => fieldOf(call.resource.written.options, name);
