// Property tests take fast-check from here. A run of the tests draws the same inputs every time, so that red means that the change
// at hand broke something; `npm run fuzz` draws other ones, and more of them.
import fc from "fast-check";

const SEED = 20_261_122;

const times = number(process.env.FUZZ_TIMES) ?? 1;
fc.configureGlobal({ seed: number(process.env.FUZZ_SEED) ?? SEED, numRuns: runs(100) });

/** How often a property is tried that is tried `usual` times in a run of the tests. */
export function runs(usual: number): number {
  return usual * times;
}

function number(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`FUZZ_SEED and FUZZ_TIMES are whole numbers, and this is ${text}`);
  return value;
}

export { fc };
