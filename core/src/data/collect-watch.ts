import type { LazyDataFrame } from "nodejs-polars";
import { GlacierError } from "../errors.ts";
import { translatePolarsError, withoutMarks } from "./errors.ts";
import { loadPolars } from "./load.ts";
import { marksIn } from "./mark.ts";

/** Something outside this machine that a lazy frame reads by itself. */
export interface WatchedSource {
  /** Whether Polars can get no other version of it than the scanned one, so that only what fails needs an explanation. */
  readonly isPinned: boolean;
  /** How many objects it is: what is remembered of each takes memory. Default: 1. */
  readonly objects?: number | undefined;
  /**
   * Asks whether it is still what was scanned.
   *
   * @throws {GlacierError} why it is not; or why it cannot be asked, which is most often why it could not be read.
   */
  readonly verify: () => Promise<void>;
  /** The same, for who does not wait but stands still. */
  readonly verifySync: () => void;
}

/**
 * Has every frame with the mark in its paths verified when it has been collected.
 *
 * An object of a cloud can be overwritten between two range requests, and Polars would mix both versions without a word. No request of Polars' can be made to
 * hold on to a version, so what it has read is believed only when the object is still the one that was scanned. Frames are derived from frames by the
 * addon's own objects, so the one place where all of them pass is the addon's `collect`; the mark in the plan's text says which scan a frame comes from, also
 * where the same object was scanned twice, in two versions.
 */
export async function watchSource(mark: string, source: WatchedSource, when: "always" | "unless watched" = "always"): Promise<void> {
  const pl = await loadPolars();
  const watched = watchedBy(nativeFrame(pl.DataFrame({}).lazy()));
  if (when === "unless watched" && watched.has(mark)) return;
  // The latest last.
  watched.delete(mark);
  watched.set(mark, source);
  forgetOldest(watched);
}

const MOST_WATCHED = 10_000;
/** Of all sources together: some hundred megabytes of names. */
const MOST_OBJECTS = 1_000_000;

/** However large they are: frames that are joined are scanned one after the other. */
const LEAST_WATCHED = 10;

/** A long-lived process forgets the oldest, and refuses to collect what comes from it. */
function forgetOldest(watched: Watched): void {
  let total = [...watched.values()].reduce((sum, { objects = 1 }) => sum + objects, 0);
  for (const [mark, { objects = 1 }] of watched) {
    if (watched.size <= LEAST_WATCHED || (watched.size <= MOST_WATCHED && total <= MOST_OBJECTS)) return;
    watched.delete(mark);
    total -= objects;
  }
}

/** What is behind every lazy frame: an object of the addon. */
interface NativeFrame {
  collect(...options: unknown[]): Promise<unknown>;
  collectSync(...options: unknown[]): unknown;
  describePlan(): string;
}

type Watched = Map<string, WatchedSource>;

function nativeFrame(frame: LazyDataFrame): NativeFrame {
  const native: unknown = Reflect.get(frame, "_ldf");
  if (typeof native === "object" && native !== null && "collect" in native && "describePlan" in native) return native as NativeFrame;
  // Rather no scan than one that nobody watches.
  throw new GlacierError("UNSUPPORTED_OPERATION", "This version of nodejs-polars cannot be used to read from a cloud.", {
    hint: "Use the version that @glacier/core asks for.",
    operation: "bucket.scan",
  });
}

/** Kept where `collect` is, because two copies of this library in one process share that. */
function watchedBy(frame: NativeFrame): Watched {
  const prototype = Object.getPrototypeOf(frame) as NativeFrame & { [WATCHED]?: Watched };
  const known = prototype[WATCHED];
  if (known) return known;
  const watched: Watched = new Map();
  const { collect } = prototype;
  Object.defineProperty(prototype, WATCHED, { value: watched });
  prototype.collect = async function (this: NativeFrame, ...options) {
    let result: unknown;
    try {
      result = await collect.apply(this, options);
    } catch (error) {
      const said = messageOf(error);
      // Telling the plan of what could not be read may take as long as reading it, so it is asked only when the error does not say what it is about.
      throw await explain(error, sourcesIn(marksIn(said).length > 0 ? said : describe(this), watched));
    }
    // Only now: telling a plan stands this thread still while Polars asks the cloud for what it needs to know, and that it knows by now.
    await verifyAll(sourcesIn(this.describePlan(), watched).filter(({ isPinned }) => !isPinned));
    return result;
  };
  const { collectSync } = prototype;
  prototype.collectSync = function (this: NativeFrame, ...options) {
    const result = readSync(() => collectSync.apply(this, options));
    for (const { isPinned, verifySync } of sourcesIn(this.describePlan(), watched)) if (!isPinned) verifySync();
    return result;
  };
  return watched;
}

function readSync(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    const translated = translatePolarsError(error, { operation: "collect" });
    withoutMarks(error);
    throw translated ?? error;
  }
}

const WATCHED = Symbol.for("@glacier/core/collect-watch");

function sourcesIn(text: string, watched: Watched): WatchedSource[] {
  return marksIn(text).map(
    (mark) => watched.get(mark) ?? { isPinned: false, verify: () => Promise.reject(forgotten()), verifySync: refuseForgotten },
  );
}

function refuseForgotten(): never {
  throw forgotten();
}

const forgotten = (): GlacierError =>
  new GlacierError("CONFLICT", "A frame comes from a scan so long ago that nobody knows which version it read.", {
    hint: "Scan it again.",
    operation: "collect",
    retryable: true,
  });

function describe(frame: NativeFrame): string {
  try {
    return frame.describePlan();
  } catch (error) {
    // A plan that is wrong in itself, as the error that is to be explained says already; it quotes as much of the plan as there is.
    return messageOf(error);
  }
}

async function explain(error: unknown, sources: readonly WatchedSource[]): Promise<unknown> {
  const translated = translatePolarsError(error, { operation: "collect" });
  const isMarked = marksIn(messageOf(error)).length > 0;
  // It goes on, as itself or as a cause.
  withoutMarks(error);
  // Whoever can be asked in person gives a better reason than Polars' text.
  await verifyAll(translated ? sources : sources.filter(({ isPinned }) => !isPinned), error);
  if (translated?.code !== "NOT_FOUND" || !isMarked) return translated ?? error;
  // It is there, and Polars was not answered in time when it asked.
  const { message, operation } = translated;
  const unreachable = message.replace(/ was not found:/, " could not be read:");
  return new GlacierError("NETWORK", unreachable, { hint: "Try again.", operation, retryable: true, cause: error });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "");

async function verifyAll(sources: readonly WatchedSource[], cause?: unknown): Promise<void> {
  const failed = (await Promise.allSettled(sources.map(({ verify }) => verify()))).find((result) => result.status === "rejected");
  if (failed === undefined) return;
  const reason: unknown = failed.reason;
  if (cause === undefined || !(reason instanceof GlacierError)) throw reason;
  const { code, message, hint, operation, retryable } = reason;
  throw new GlacierError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(operation === undefined ? {} : { operation }),
    retryable,
    cause,
  });
}
