import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fc, runs } from "../support/properties.ts";

const root = join(import.meta.dirname, "../..");

describe("the property tests", () => {
  it("draw the same inputs in every run of the tests, and others when they are asked to", () => {
    const { FUZZ_SEED: seed = "20261122", FUZZ_TIMES: times = "1" } = process.env;
    expect(runs(100)).toBe(100 * Number(times));
    expect(fc.readConfigureGlobal()).toMatchObject({ seed: Number(seed), numRuns: runs(100) });
  });

  it("leave seed and number of runs to the one place that `npm run fuzz` turns", async () => {
    const offences: string[] = [];
    for await (const file of glob("test/**/*.ts", { cwd: root })) {
      const text = readFileSync(join(root, file), "utf8");
      if (/^import .* from "fast-check"/m.test(text) && !file.endsWith("properties.ts")) offences.push(`${file} imports fast-check`);
      if (/[{,] (seed|numRuns): \d/.test(text)) offences.push(`${file} sets its own`);
    }
    expect(offences).toEqual([]);
  });
});
