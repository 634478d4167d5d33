import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { mapBounded } from "../../../core/src/objects/map-bounded.ts";

describe("mapBounded", () => {
  it("gives the results in the order of the items, and runs a few at a time", async () => {
    let running = 0;
    let most = 0;
    const items = Array.from({ length: 100 }, (_, index) => index);
    const results = await mapBounded(items, async (item) => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < item % 5; turn++) await setImmediate();
      running--;
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThan(50);
    expect(await mapBounded([], async () => 1)).toEqual([]);
  });

  it("throws the first error when nothing runs any more, and begins nothing after it", async () => {
    let running = 0;
    let begun = 0;
    const failing = mapBounded(
      Array.from({ length: 1000 }, (_, index) => index),
      async (item) => {
        running++;
        begun++;
        await setImmediate();
        running--;
        if (item === 3) throw new Error("no");
      },
    );
    await expect(failing).rejects.toThrow("no");
    expect(running).toBe(0);
    expect(begun).toBeLessThan(100);
  });
});
