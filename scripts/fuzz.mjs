// `npm run fuzz [-- FILE…]`: the property tests (or those whose path contains FILE) with inputs that no run has tried, and more of them.
// FUZZ_TIMES: how many times the usual number of inputs, default 20. FUZZ_SEED: the seed of an earlier run, to see it again.
import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { root, runCommand } from "./support/command.ts";

const LIMIT_MS = 4 * 3_600_000;

const wanted = process.argv.slice(2);
process.env.FUZZ_TIMES ||= "20";
process.env.FUZZ_SEED ||= String(Math.floor(Math.random() * 2 ** 31));

const files = [];
for await (const file of glob("test/**/*.test.ts", { cwd: root })) {
  if (!readFileSync(join(root, file), "utf8").includes("/support/properties.ts")) continue;
  if (wanted.length === 0 || wanted.some((part) => file.includes(part))) files.push(file);
}
if (files.length === 0) {
  console.error(`No property test is named like ${wanted.join(", ")}.`);
  process.exitCode = 2;
} else {
  const { FUZZ_SEED, FUZZ_TIMES } = process.env;
  console.log(`${files.length} files, ${FUZZ_TIMES} times the usual inputs, seed ${FUZZ_SEED}`);
  const { code } = await runCommand("vitest", ["run", `--testTimeout=${LIMIT_MS}`, ...files.sort()], { limitMs: LIMIT_MS });
  if (code !== 0) console.error(`\nThe same again: FUZZ_SEED=${FUZZ_SEED} FUZZ_TIMES=${FUZZ_TIMES} npm run fuzz`);
  process.exitCode = code;
}
