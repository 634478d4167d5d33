import type { LazyDataFrame } from "nodejs-polars";
import { GlacierError } from "../errors.ts";
import { translatePolarsError } from "./errors.ts";
import { loadPolars } from "./load.ts";

/** Something outside this machine that a lazy frame reads by itself. */
export interface WatchedSource {
  /**
   * Asks whether it is still what was scanned.
   *
   * @throws {GlacierError} `CONFLICT`, retryable, when it is not; or why it cannot be asked, which is most often why it could not be read.
   */
  readonly verify: () => Promise<void>;
}

/**
 * Has every frame that reads from `path`, as Polars was given it, verified when it has been collected.
 *
 * An object of a cloud can be overwritten between two range requests, and Polars would mix both versions without a word. No request of Polars' can be made to
 * hold on to a version, so what it has read is believed only when the object is still the one that was scanned. Frames are derived from frames by the
 * addon's own objects, so the one place where all of them pass is the addon's `collect`.
 */
export async function watchSource(path: string, source: WatchedSource): Promise<void> {
  // The latest last: a long-lived process forgets the oldest.
  watched.delete(path);
  watched.set(path, source);
  if (watched.size > 10_000) watched.delete(watched.keys().next().value ?? "");
  const pl = await loadPolars();
  wrapCollect(nativeFrame(pl.DataFrame({}).lazy()));
}

const watched = new Map<string, WatchedSource>();

/** What is behind every lazy frame: an object of the addon. */
interface NativeFrame {
  collect(...options: unknown[]): Promise<unknown>;
  describePlan(): string;
}

function nativeFrame(frame: LazyDataFrame): NativeFrame {
  const native: unknown = Reflect.get(frame, "_ldf");
  if (typeof native === "object" && native !== null && "collect" in native && "describePlan" in native) return native as NativeFrame;
  // Rather no scan than one that nobody watches.
  throw new GlacierError("UNSUPPORTED_OPERATION", "This version of nodejs-polars cannot be used to read from a cloud.", {
    hint: "Use the version that @glacier/core asks for.",
    operation: "bucket.scan",
  });
}

function wrapCollect(frame: NativeFrame): void {
  const prototype = Object.getPrototypeOf(frame) as NativeFrame & { [WRAPPED]?: true };
  if (prototype[WRAPPED]) return;
  const { collect } = prototype;
  Object.defineProperty(prototype, WRAPPED, { value: true });
  prototype.collect = async function (this: NativeFrame, ...options) {
    const sources = sourcesOf(this);
    if (sources.length === 0) return collect.apply(this, options);
    try {
      const result = await collect.apply(this, options);
      await verifyAll(sources);
      return result;
    } catch (error) {
      if (error instanceof GlacierError) throw error;
      // Whoever can be asked in person gives a better reason than Polars' text.
      await verifyAll(sources, error);
      throw translatePolarsError(error, { operation: "collect" }) ?? error;
    }
  };
}

const WRAPPED = Symbol.for("@glacier/core/collect-watch");

function sourcesOf(frame: NativeFrame): WatchedSource[] {
  const plan = describe(frame);
  if (!plan.includes("://")) return [];
  return [...watched].flatMap(([path, source]) => (isNamed(plan, path) ? [source] : []));
}

function describe(frame: NativeFrame): string {
  try {
    return frame.describePlan();
  } catch {
    // A plan that is wrong in itself fails by itself when it is collected.
    return "";
  }
}

/** `s3://b/a` is not named by `s3://b/ab`. */
function isNamed(plan: string, path: string): boolean {
  for (let at = plan.indexOf(path); at >= 0; at = plan.indexOf(path, at + 1)) {
    const after = plan.charAt(at + path.length);
    if (after === "" || path.endsWith("/") || /[\s\],"'?]/.test(after)) return true;
  }
  return false;
}

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
