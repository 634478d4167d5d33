import { type Case, casesOf, fieldOf } from "./cases.ts";
import { type Guards, NEVER } from "./flow/guards.ts";
import type { FactoryCall, Receiver } from "./flow/observations.ts";
import type { ConfigAtom } from "./flow/values.ts";
import type { Written } from "./flow/written.ts";
import { isAskedAbout } from "./questions.ts";
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
  /** The part of it that the source may have asked about. Default: all. */
  asked?(call: FactoryCall, one: Case): Written | undefined;
}

/**
 * Which values and providers that meet at one place are wrong together for certain. As with providers and configs, a pair counts only where one side is
 * wrong with everything that it can meet.
 */
export function hitsOf<Problem>(guards: Guards, calls: readonly FactoryCall[], question: Question<Problem>): Hits<Problem> {
  let isCertain = true;
  const hits: Hit<Problem>[] = [];
  for (const call of calls) {
    const written = question.of(call);
    const pairs = call.receivers.flatMap((receiver) => {
      const met = guards.and(receiver.guard, call.guard);
      if (met === NEVER) return [];
      return casesOf(guards, written, met).map((one) => ({ receiver, one, problem: question.find(receiver.cloud, one.value, call) }));
    });
    const failing = pairs.filter(({ receiver, one, problem }) => {
      if (problem === undefined || mayBeSorted(guards, call, { receiver, given: { guard: one.guard, list: undefined } })) return false;
      return !isAskedAbout(guards, call.guard, question.asked ? question.asked(call, one) : takenValue(written, one));
    });
    if (failing.length < pairs.length) isCertain = false;
    const bad = new Set(failing);
    if (bad.size < pairs.length && dependsOnMore(guards, call)) continue;
    for (const pair of failing) {
      const { receiver, one, problem } = pair;
      if (problem === undefined) continue;
      const alwaysFails = (side: (other: (typeof pairs)[number]) => boolean): boolean =>
        pairs.every((other) => !side(other) || bad.has(other));
      const isSure =
        alwaysFails((other) => other.receiver === receiver) ||
        one.picks.some((pick) => alwaysFails((other) => other.one.picks.includes(pick))) ||
        bad.size === pairs.length;
      if (isSure) hits.push({ call, receiver, one, problem });
    }
  }
  return { isCertain: isCertain && hits.length > 0, hits };
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
