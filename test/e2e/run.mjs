// The end-to-end tests in a real VS Code: `npm run test:e2e [-- source vsix --suite NAME --grep TEXT --results FILE]`, on the
// repository as it is (the default) or on the packaged extension. README.md beside this file says more.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { InterruptedError } from "./host/launch.ts";
import { runEndToEnd } from "./run-suites.ts";
import { TARGETS } from "./targets.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: "string" }, suite: { type: "string" }, results: { type: "string" } },
});
const targets = positionals.length > 0 ? positionals : ["source"];
const unknown = targets.filter((target) => !(target in TARGETS));
if (unknown.length > 0) {
  console.error(`Unknown target ${unknown.join(", ")}: expected ${Object.keys(TARGETS).join(", ")}.`);
  process.exit(2);
}

const tests = [];
try {
  for (const target of targets) tests.push(...(await runEndToEnd(target, values)));
} catch (error) {
  console.error(error instanceof InterruptedError ? "Interrupted." : error.message);
  process.exit(error instanceof InterruptedError ? error.exitCode : 1);
}
if (values.results) {
  mkdirSync(dirname(values.results), { recursive: true });
  writeFileSync(values.results, JSON.stringify({ tests }, null, 2));
}
const failed = tests.filter(({ state }) => state === "failed");
for (const { title, error } of failed) console.error(`\nFAILED ${title}\n${error ?? ""}`);
process.exitCode = failed.length > 0 ? 1 : 0;
