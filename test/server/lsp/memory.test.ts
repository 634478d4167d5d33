import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const memory = JSON.stringify(join(import.meta.dirname, "../../../server/src/lsp/memory.ts"));

/** What a process prints last that runs a script in which `bounds` are its bounds. */
const printed = (script: string, ...options: string[]): number =>
  Number(
    execFileSync(
      process.execPath,
      [
        ...options,
        "--input-type=module",
        "--eval",
        `const { MemoryBounds } = await import(${memory}); const bounds = new MemoryBounds(); ${script}`,
      ],
      { encoding: "utf8" },
    ),
  );

/** What a process has taken for its heap, in MiB, whose data is replaced again and again, as a workspace's is by edits. */
const heapAfterEdits = ({ isBounded }: { isBounded: boolean }): number =>
  printed(`
    if (${isBounded}) bounds.begin();
    let most = 0;
    const files = [];
    for (let edit = 0; edit < 60; edit++) {
      for (let file = 0; file < 500; file++) files[file] = Array.from({ length: 300 }, (_, index) => ({ edit, index }));
      most = Math.max(most, process.memoryUsage().heapTotal);
    }
    console.log(most / 2 ** 20);`);

test("a server's heap stays within three fifths of what V8 would let it grow to", () => {
  expect(heapAfterEdits({ isBounded: true })).toBeLessThan(0.6 * heapAfterEdits({ isBounded: false }));
});

/** How often new objects alone were collected, not because V8 needed room but because it was told to, in 300 ms after something was done. */
const collectionsAfter = (work: string): number =>
  printed(
    `
    import { constants, PerformanceObserver } from "node:perf_hooks";
    import { setTimeout } from "node:timers/promises";
    let collections = 0;
    const { NODE_PERFORMANCE_GC_FLAGS_FORCED: FORCED, NODE_PERFORMANCE_GC_MINOR: MINOR } = constants;
    const observer = new PerformanceObserver((list) => {
      for (const { detail } of list.getEntries()) if (detail.kind === MINOR && (detail.flags & FORCED) !== 0) collections++;
    });
    observer.observe({ entryTypes: ["gc"] });
    const make = () => Array.from({ length: 100_000 }, (_, index) => ({ index }));
    ${work}
    await setTimeout(300);
    console.log(collections);`,
    // So much room for new objects, in MiB, that V8 has no reason of its own.
    "--min-semi-space-size=16",
  );

test("what an edit has left behind is collected once, while nobody waits", () => {
  expect(collectionsAfter("bounds.begin(); make(); bounds.worked(); bounds.worked();")).toBe(1);
});

test("nothing is collected for a server that has shut down, even if what it had begun ends later", () => {
  expect(collectionsAfter("bounds.begin(); make(); bounds.worked(); bounds.dispose();")).toBe(0);
  expect(collectionsAfter("bounds.begin(); make(); bounds.dispose(); bounds.worked();")).toBe(0);
  expect(collectionsAfter("make(); bounds.dispose(); bounds.begin(); bounds.worked();")).toBe(0);
});

test("nothing is collected for its own sake where nothing was done, or hardly anything was left behind", () => {
  expect(collectionsAfter("bounds.begin(); make();")).toBe(0);
  expect(collectionsAfter("make(); bounds.worked();")).toBe(0);
  expect(collectionsAfter("bounds.begin(); make(); bounds.worked(); await setTimeout(300); collections = 0; bounds.worked();")).toBe(0);
});
