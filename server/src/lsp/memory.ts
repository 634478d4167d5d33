import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Debounce } from "./debounce.ts";

/**
 * Keeps what this process holds close to what it uses. Left alone, V8 lets a server of 130 MiB grow to 800 while somebody edits a file that hundreds
 * import, and gives nothing back. New objects are collected while nobody waits: during an edit that a hundred files see V8
 * would do so two or three times, a fifth of the edit's time or more.
 */
export class MemoryBounds {
  readonly #idle = new Debounce(collectNew, IDLE_MS, LONGEST_MS);
  readonly #collections = new PerformanceObserver(adjustLimits);
  #state: "new" | "bounded" | "over" = "new";

  /** From now on. */
  begin(): void {
    if (this.#state !== "new") return;
    this.#state = "bounded";
    setLimits({ youngGrows: false, growthPercent: LEAST_GROWTH_PERCENT });
    // What is the right limit changes with what is held, and V8 asks for it only when it has collected something.
    this.#collections.observe({ entryTypes: ["gc"] });
  }

  /** To be told whenever something was done that somebody waited for. */
  worked(): void {
    if (this.#state === "bounded") this.#idle.trigger();
  }

  /** For good: what the server had begun before may end after it. */
  dispose(): void {
    this.#state = "over";
    this.#idle.dispose();
    this.#collections.disconnect();
  }
}

function adjustLimits(): void {
  const { used_heap_size: used } = getHeapStatistics();
  // A small heap may grow by more, since an edit that a hundred files see is a large part of it.
  const growth = Math.min(Math.max((100 * GROWTH_BYTES) / used, LEAST_GROWTH_PERCENT), MOST_GROWTH_PERCENT);
  setLimits({ youngGrows: newSpace().size < YOUNG_BYTES, growthPercent: Math.round(growth) });
}

function setLimits({ youngGrows, growthPercent }: { youngGrows: boolean; growthPercent: number }): void {
  // V8 would take 128 MiB for new objects.
  setFlagsFromString(`--semi-space-growth-factor=${youngGrows ? 2 : 1}`);
  // Old objects are looked through whenever there are so many more; V8 would wait for four times as many.
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}

function collectNew(): void {
  if (newSpace().used < WORTH_BYTES) return;
  collector ??= exposedCollector();
  collector({ type: "minor" });
}

let collector: ((how: { type: "minor" }) => void) | undefined;

/** V8's own function, which it puts into contexts that are made while it is asked to; else one that does nothing. */
function exposedCollector(): NonNullable<typeof collector> {
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("globalThis.gc");
  setFlagsFromString("--no-expose-gc");
  return typeof found === "function" ? (how) => void found(how) : () => undefined;
}

function newSpace(): { size: number; used: number } {
  const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  return { size: space?.space_size ?? YOUNG_BYTES, used: space?.space_used_size ?? 0 };
}

const MIB = 2 ** 20;
/** Room for new objects: two halves, of which one is mostly empty. An edit that a hundred files see makes about as many as go into one. */
const YOUNG_BYTES = 32 * MIB;
const WORTH_BYTES = 2 * MIB;
const GROWTH_BYTES = 48 * MIB;
const LEAST_GROWTH_PERCENT = 30;
const MOST_GROWTH_PERCENT = 100;

/** Milliseconds without work after which there is time to collect, less than between two keys; and how long to wait for them at most. */
const IDLE_MS = 30;
const LONGEST_MS = 1_000;
