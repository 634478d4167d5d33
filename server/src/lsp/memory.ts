import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from "node:v8";

/**
 * Keeps what this process holds close to what it uses. Left alone, V8 lets a server of 130 MiB grow to 800 while somebody edits a file that hundreds
 * import, and gives nothing back.
 */
export function boundMemory(): void {
  setLimits({ youngGrows: false, growthPercent: LEAST_GROWTH_PERCENT });
  // What is the right limit changes with what is held, and V8 asks for it only when it has collected something.
  new PerformanceObserver(adjustLimits).observe({ entryTypes: ["gc"] });
}

function adjustLimits(): void {
  const { used_heap_size: used } = getHeapStatistics();
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space")?.space_size ?? YOUNG_BYTES;
  // A small heap may grow by more, since an edit that a hundred files see is a large part of it.
  const growth = Math.min(Math.max((100 * GROWTH_BYTES) / used, LEAST_GROWTH_PERCENT), MOST_GROWTH_PERCENT);
  setLimits({ youngGrows: young < YOUNG_BYTES, growthPercent: Math.round(growth) });
}

function setLimits({ youngGrows, growthPercent }: { youngGrows: boolean; growthPercent: number }): void {
  // Of what an edit makes, most is gone again before it counts as old. V8 would take 128 MiB for new objects.
  setFlagsFromString(`--semi-space-growth-factor=${youngGrows ? 2 : 1}`);
  // Old objects are looked through whenever there are so many more; V8 would wait for four times as many.
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}

const MIB = 2 ** 20;
/** Room for new objects: two halves, of which one is mostly empty. */
const YOUNG_BYTES = 16 * MIB;
const GROWTH_BYTES = 48 * MIB;
const LEAST_GROWTH_PERCENT = 30;
const MOST_GROWTH_PERCENT = 100;
