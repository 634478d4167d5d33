import type { GlacierError } from "@glacier/core/resources";
import { CommonCause } from "../common-cause.ts";
import { statOrUndefined } from "../listing.ts";
import type { Place } from "../place.ts";
import { copyObject } from "./copy-object.ts";
import type { CopyJournal } from "./journal.ts";
import type { Pair } from "./pairs.ts";
import type { CopyReport } from "./report.ts";

export interface CopyAllOptions {
  readonly source: Place;
  readonly target: Place;
  readonly pairs: AsyncIterator<Pair, void, undefined>;
  readonly concurrency: number;
  readonly isDryRun: boolean;
  /** Whether to go on though one object after the other fails for one reason. */
  readonly keepsGoing: boolean;
  readonly journal: CopyJournal | undefined;
  readonly report: CopyReport;
  readonly signal: AbortSignal;
}

/**
 * Copies pairs, several at once. One that fails is reported and does not keep the others, unless they all fail for one reason; a list that fails is
 * thrown.
 */
export async function copyAll(options: CopyAllOptions): Promise<void> {
  const { pairs, concurrency } = options;
  const giveUp = new AbortController();
  const signal = AbortSignal.any([options.signal, giveUp.signal]);
  const cause = new CommonCause();
  const { GlacierError } = await import("@glacier/core/resources");
  const isExpected = (error: unknown): error is GlacierError => error instanceof GlacierError;
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const next = await pairs.next();
      if (next.done) return;
      const outcome = await copyPair(next.value, { ...options, signal }, isExpected);
      if (outcome === "copied") cause.worked();
      else if (outcome !== "left" && cause.failed(outcome) && !options.keepsGoing && !signal.aborted) {
        options.report.gaveUp(outcome);
        giveUp.abort();
      }
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: concurrency }, work));
  await pairs.return?.();
  const broken = workers.find((worker) => worker.status === "rejected");
  if (broken && !signal.aborted) throw broken.reason;
}

async function copyPair(
  pair: Pair,
  options: CopyAllOptions,
  isExpected: (error: unknown) => error is GlacierError,
): Promise<"copied" | "left" | GlacierError> {
  const { source, target, isDryRun, journal, report, signal } = options;
  const named = { source: source.uriOf(pair.info.key), target: target.uriOf(pair.target), size: pair.info.size };
  if (pair.skip !== undefined) report.skipped(named, pair.skip);
  else if (isDryRun) report.wouldCopy(named);
  if (pair.skip !== undefined || isDryRun) return "left";
  let bytes = 0;
  const onBytes = (count: number): void => {
    bytes += count;
    report.bytes(count);
  };
  try {
    const copied = await copyObject(source, pair.info, target, pair.target, { signal, onBytes });
    // What came may be of a later version than the one that was listed. That is no fault, but nothing to note down.
    if (journal && pair.relative !== undefined && (await isStill(source, pair.info)))
      journal.record(pair.relative, { source: pair.info.etag, target: copied.etag });
    report.copied({ ...named, size: copied.size });
    return "copied";
  } catch (error) {
    report.bytes(-bytes);
    if (!isExpected(error)) throw error;
    // What was stopped did not fail.
    if (!signal.aborted) report.failed(named, error);
    return error;
  }
}

async function isStill(source: Place, { key, etag }: Pair["info"]): Promise<boolean> {
  return (await statOrUndefined({ ...source, key }))?.etag === etag;
}
