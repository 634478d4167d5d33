import { type Case, casesOf, fieldOf, onlyCaseOf, sidesOfCase } from "./cases.ts";
import { certainlyWrong, type Meeting } from "./certainty.ts";
import { excluding, type Guards, NEVER } from "./flow/guards.ts";
import type { FactoryCall, Receiver } from "./flow/observations.ts";
import type { ConfigAtom } from "./flow/values.ts";
import type { Written } from "./flow/written.ts";
import { dependsOnMore, isAskedAbout, mayBeSorted } from "./questions.ts";
import { Remembered } from "./remembered.ts";

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
export class Answers<Problem> extends Remembered<FactoryCall, Meeting<Pair, Problem>> {}

/** Whether anything may be wrong with a call, looked at for itself. Where nothing is with any call of a place, there are no hits. */
export function mayBeWrong<Problem>(guards: Guards, call: FactoryCall, question: Question<Problem>): boolean {
  const only = onlyCaseOf(question.of(call));
  // Nearly always, and then it does not matter on which paths a provider comes.
  if (only) return call.receivers.some(({ cloud }) => question.find(cloud, only.value, call) !== undefined);
  return ask(guards, call, question).wrong.size > 0;
}

/** Which values and providers that meet at one place are wrong together for certain. */
export function hitsOf<Problem>(guards: Guards, calls: readonly FactoryCall[], question: Question<Problem>): Hits<Problem> {
  const all = calls.map((call) => ({ call, ...ask(guards, call, question) }));
  if (all.every(({ wrong }) => wrong.size === 0)) return NO_HITS;
  const isCertain = all.every(({ pairs, wrong }) => wrong.size === pairs.length);
  const insteadOf = excluding(guards, all, ({ call }) => call.guard);
  const hits = all.flatMap((meeting) => {
    const { call, pairs, wrong } = meeting;
    if (wrong.size === 0 || (wrong.size < pairs.length && dependsOnMore(guards, call))) return [];
    return certainlyWrong(meeting, sidesOf, insteadOf(call.guard)).map(({ pair, problem }) => ({ call, ...pair, problem }));
  });
  return { isCertain: isCertain && hits.length > 0, hits };
}

const ask = <Problem>(guards: Guards, call: FactoryCall, question: Question<Problem>): Meeting<Pair, Problem> =>
  question.answers ? question.answers.of(call, () => meet(guards, call, question)) : meet(guards, call, question);

const NO_HITS: Hits<never> = { isCertain: false, hits: [] };

/** A provider and a value that meet at a call. */
interface Pair {
  receiver: Receiver;
  one: Case;
}

const sidesOf = ({ receiver, one }: Pair): unknown[] => [receiver, ...sidesOfCase(one)];

function meet<Problem>(guards: Guards, call: FactoryCall, question: Question<Problem>): Meeting<Pair, Problem> {
  const written = question.of(call);
  const pairs: Pair[] = [];
  for (const receiver of call.receivers) {
    const met = guards.and(receiver.guard, call.guard);
    if (met !== NEVER) for (const one of casesOf(guards, written, met)) pairs.push({ receiver, one });
  }
  let wrong: Map<Pair, Problem> | undefined;
  for (const pair of pairs) {
    const { receiver, one } = pair;
    const problem = question.find(receiver.cloud, one.value, call);
    if (problem === undefined || mayBeSorted(guards, call, { receiver, given: { guard: one.guard, list: undefined } })) continue;
    if (isAskedAbout(guards, call.guard, takenValue(written, one))) continue;
    wrong ??= new Map();
    wrong.set(pair, problem);
  }
  return { pairs, wrong: wrong ?? NOTHING_WRONG };
}

const NOTHING_WRONG: ReadonlyMap<Pair, never> = new Map<Pair, never>();

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
