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

/** Why something cannot be shown, in words for the reader. */
export interface Problem {
  message: string;
  hint?: string;
  code?: string;
}

/** One folder of a bucket, read page by page. After a failure it keeps what it has, and `more()` begins anew. */
export class Folder {
  private readonly list: () => AsyncIterable<ListedPage>;
  private iterator: AsyncIterator<ListedPage> | undefined;
  /** The next page, read ahead: only so is it known whether there is more to load. */
  private ahead: IteratorResult<ListedPage> | undefined;
  private loading: Promise<void> | undefined;
  private prefixSet = new Set<string>();
  private objectList: ListedObject[] = [];
  private done = false;
  problem: Problem | undefined;

  constructor(list: () => AsyncIterable<ListedPage>) {
    this.list = list;
  }

  get prefixes(): readonly string[] {
    return [...this.prefixSet];
  }

  get objects(): readonly ListedObject[] {
    return this.objectList;
  }

  /** Whether there is more to read. */
  get hasMore(): boolean {
    return !this.done && this.problem === undefined;
  }

  /** Reads the next page. Two calls at once read one. */
  more(): Promise<void> {
    this.loading ??= this.next().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  /** Stops reading. */
  async close(): Promise<void> {
    await this.iterator?.return?.();
  }

  private async next(): Promise<void> {
    if (this.problem) this.restart();
    try {
      this.iterator ??= this.list()[Symbol.asyncIterator]();
      const page = this.ahead ?? (await this.iterator.next());
      if (!page.done) {
        for (const prefix of page.value.prefixes) this.prefixSet.add(prefix);
        this.objectList.push(...page.value.objects);
        this.ahead = await this.iterator.next();
      }
      this.done = page.done === true || this.ahead?.done === true;
    } catch (cause) {
      this.problem = describeProblem(cause);
    }
  }

  private restart(): void {
    this.problem = undefined;
    this.iterator = undefined;
    this.ahead = undefined;
    this.prefixSet = new Set();
    this.objectList = [];
    this.done = false;
  }
}

/** An error as the view shows it. Glacier's own errors bring a hint and a code along. */
export function describeProblem(cause: unknown): Problem {
  if (!(cause instanceof Error)) return { message: String(cause) };
  const { hint, code } = cause as Error & { hint?: unknown; code?: unknown }; // any Error may carry these; each is checked
  return {
    message: cause.message,
    ...(typeof hint === "string" ? { hint } : {}),
    ...(typeof code === "string" ? { code } : {}),
  };
}
