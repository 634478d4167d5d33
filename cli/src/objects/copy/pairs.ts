import type { ObjectInfo } from "@glacier/core/resources";
import { codeOf } from "../attempt.ts";
import { pagesOf } from "../listing.ts";
import type { Place } from "../place.ts";
import type { CopyJournal } from "./journal.ts";

/** An object and where it goes. */
export interface Pair {
  readonly info: ObjectInfo;
  readonly target: string;
  /** Its key below the tree that is copied; undefined for an object that is copied alone. */
  readonly relative: string | undefined;
  /** Why it need not be copied. */
  readonly skip: "unchanged" | "exists" | undefined;
}

export interface PairOptions {
  readonly journal: CopyJournal | undefined;
  readonly keepsExisting: boolean;
  readonly signal: AbortSignal;
}

/** The objects below `source.key` with their targets below `target.key`, as they are listed: a tree may be larger than memory. */
export async function* pairsOf(source: Place, target: Place, options: PairOptions): AsyncGenerator<Pair, void, undefined> {
  const { journal, keepsExisting, signal } = options;
  const existing = keepsExisting || journal?.isEmpty === false ? new ExistingObjects(target, signal) : undefined;
  try {
    for await (const { objects } of pagesOf(source, { prefix: source.key, signal })) {
      for (const info of objects) {
        const relative = info.key.slice(source.key.length);
        // An empty object with a folder's key is a note that some tools make of a folder. The objects in it say as much.
        if (relative === "" || (relative.endsWith("/") && info.size === 0)) continue;
        const found = await existing?.find(relative);
        yield {
          info,
          target: target.key + relative,
          relative,
          skip: found && reasonToSkip(info, found, journal?.find(relative), keepsExisting),
        };
      }
    }
  } finally {
    await existing?.close();
  }
}

function reasonToSkip(
  source: ObjectInfo,
  target: ObjectInfo,
  copied: { source: string; target: string } | undefined,
  keepsExisting: boolean,
): Pair["skip"] {
  if (copied?.source === source.etag && copied.target === target.etag && source.size === target.size) return "unchanged";
  return keepsExisting ? "exists" : undefined;
}

/** What is at the target, listed side by side with the source: both come in the order of their keys, so one pass and no memory do. */
class ExistingObjects {
  readonly #place: Place;
  readonly #objects: AsyncGenerator<ObjectInfo, void, undefined>;
  #next: IteratorResult<ObjectInfo, void> | undefined;

  constructor(place: Place, signal: AbortSignal) {
    this.#place = place;
    this.#objects = objectsOf(place, signal);
  }

  /** Keys must be asked for in their order. */
  async find(relative: string): Promise<ObjectInfo | undefined> {
    const key = this.#place.key + relative;
    this.#next ??= await this.#objects.next();
    while (!this.#next.done && compareKeys(this.#next.value.key, key) < 0) this.#next = await this.#objects.next();
    return !this.#next.done && this.#next.value.key === key ? this.#next.value : undefined;
  }

  async close(): Promise<void> {
    await this.#objects.return();
  }
}

async function* objectsOf({ bucket, key }: Place, signal: AbortSignal): AsyncGenerator<ObjectInfo, void, undefined> {
  try {
    for await (const { objects } of bucket.list({ prefix: key, signal })) yield* objects;
  } catch (error) {
    // A local bucket is made by the first write.
    if ((await codeOf(error)) !== "NOT_FOUND") throw error;
  }
}

const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
