import { ProblemError } from "./problems.ts";

export interface PatienceOptions {
  /** Milliseconds without a sign of life after which the work is given up. */
  limitMs: number;
  /** Gives the work up. */
  signal?: AbortSignal;
}

/**
 * Waits for work that may never end: a server may accept a connection and say nothing. The work is told by its signal when it is given up, and is not
 * waited for even where it takes no notice.
 *
 * @param work calls `alive` whenever something arrives
 * @throws {ProblemError} `NO_ANSWER` after the limit, `CANCELLED`; whatever the work throws
 */
export async function withPatience<Result>(
  { limitMs, signal }: PatienceOptions,
  work: (signal: AbortSignal, alive: () => void) => Promise<Result>,
): Promise<Result> {
  const given = new AbortController();
  const end = Promise.withResolvers<never>();
  const giveUp = (problem: ProblemError): void => {
    end.reject(problem);
    given.abort(problem);
  };
  const cancel = (): void => giveUp(new ProblemError({ message: "Cancelled.", code: "CANCELLED" }));
  const timer = setTimeout(() => giveUp(noAnswer(limitMs)), limitMs);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    if (signal?.aborted) cancel();
    return await Promise.race([end.promise, work(given.signal, () => timer.refresh())]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", cancel);
  }
}

const noAnswer = (limitMs: number): ProblemError =>
  new ProblemError({
    message: `There was no answer within ${Math.round(limitMs / 1000)} seconds.`,
    hint: "Check the network, a proxy or VPN, and the provider's endpoint.",
    code: "NO_ANSWER",
  });
