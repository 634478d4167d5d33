import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What a process has taken for its heap, in MiB, whose data is replaced again and again, as a workspace's is by edits. */
function heapAfterEdits({ isBounded }: { isBounded: boolean }): number {
  const memory = JSON.stringify(join(import.meta.dirname, "../../../server/src/lsp/memory.ts"));
  const script = `
    const { boundMemory } = await import(${memory});
    if (${isBounded}) boundMemory();
    let most = 0;
    const files = [];
    for (let edit = 0; edit < 60; edit++) {
      for (let file = 0; file < 500; file++) files[file] = Array.from({ length: 300 }, (_, index) => ({ edit, index }));
      most = Math.max(most, process.memoryUsage().heapTotal);
    }
    console.log(most / 2 ** 20);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" }));
}

test("a server's heap stays within three fifths of what V8 would let it grow to", () => {
  expect(heapAfterEdits({ isBounded: true })).toBeLessThan(0.6 * heapAfterEdits({ isBounded: false }));
});
