import { withPatience } from "./patience.ts";
import { describeProblem, type Problem } from "./problems.ts";

/** What an object of a listing is; the part of core's `ObjectInfo` that the view shows. */
export interface ListedObject {
  key: string;
  /** Bytes. */
  size: number;
  lastModified: Date | string;
}

export interface ListedPage {
  objects: readonly ListedObject[];
  prefixes: readonly string[];
}

/** The longest wait for a page. SDKs try again for minutes, which nobody who looks at a tree waits for. */
const PAGE_LIMIT_MS = 30_000;

/** One folder of a bucket, read page by page. After a failure it keeps what it has, and `more()` begins anew. */
export class Folder {
  private readonly list: (signal: AbortSignal) => AsyncIterable<ListedPage>;
  private readonly limitMs: number;
  private iterator: AsyncIterator<ListedPage> | undefined;
  /** The next page, read ahead: only so is it known whether there is more to load. */
  private ahead: IteratorResult<ListedPage> | undefined;
  private under: Promise<void> | undefined;
  private stopped = new AbortController();
  /** Ends the requests of one listing, which go on from page to page. */
  private listing = new AbortController();
  private prefixSet = new Set<string>();
  private objectList: ListedObject[] = [];
  private begun = false;
  private done = false;
  problem: Problem | undefined;

  constructor(list: (signal: AbortSignal) => AsyncIterable<ListedPage>, limitMs = PAGE_LIMIT_MS) {
    this.list = list;
    this.limitMs = limitMs;
  }

  get prefixes(): readonly string[] {
    return [...this.prefixSet];
  }

  get objects(): readonly ListedObject[] {
    return this.objectList;
  }

  /** Whether nobody has asked for anything yet. */
  get isNew(): boolean {
    return !this.begun;
  }

  /** Ends when what is being read is there; undefined while nothing is. It never fails: see `problem`. */
  get loading(): Promise<void> | undefined {
    return this.under;
  }

  get isLoading(): boolean {
    return this.under !== undefined;
  }

  /** Whether there is more to read. */
  get hasMore(): boolean {
    return !this.done && this.problem === undefined;
  }

  /** Reads the next page. Two calls at once read one. */
  more(): Promise<void> {
    this.begun = true;
    this.under ??= this.next().finally(() => {
      this.under = undefined;
    });
    return this.under;
  }

  /** Gives up what is being read, and says so. */
  cancel(): void {
    this.stopped.abort();
  }

  /** Stops reading, for good. */
  async close(): Promise<void> {
    this.stopped.abort();
    this.listing.abort();
    await this.iterator?.return?.();
  }

  private async next(): Promise<void> {
    if (this.problem) this.restart();
    this.stopped = new AbortController();
    try {
      this.iterator ??= this.list(this.listing.signal)[Symbol.asyncIterator]();
      const page = this.ahead ?? (await this.read(this.iterator));
      if (!page.done) {
        for (const prefix of page.value.prefixes) this.prefixSet.add(prefix);
        this.objectList.push(...page.value.objects);
        this.ahead = undefined;
        this.ahead = await this.read(this.iterator);
      }
      this.done = page.done === true || this.ahead?.done === true;
    } catch (cause) {
      this.listing.abort();
      this.problem = describeProblem(cause);
    }
  }

  private read(iterator: AsyncIterator<ListedPage>): Promise<IteratorResult<ListedPage>> {
    return withPatience({ limitMs: this.limitMs, signal: this.stopped.signal }, () => iterator.next());
  }

  private restart(): void {
    this.problem = undefined;
    this.iterator = undefined;
    this.listing = new AbortController();
    this.ahead = undefined;
    this.prefixSet = new Set();
    this.objectList = [];
    this.done = false;
  }
}
