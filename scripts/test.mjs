// `npm test`: installs and builds what is missing, runs every suite, and ends with one line, "N passed, N failed".
// `npm test -- unit check` runs only these suites (see scripts/support/suites.ts).
import { duration } from "./support/command.ts";
import { ensureDependencies } from "./support/dependencies.ts";
import { SUITES } from "./support/suites.ts";
import { countOf, isGreen, summaryLine, summaryTable } from "./support/summary.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(wanted) {
  const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`Unknown suite ${unknown.join(", ")}: expected ${SUITES.map(({ name }) => name).join(", ")}.`);
    return 2;
  }
  const chosen = SUITES.filter(({ name, always }) => always || wanted.length === 0 || wanted.includes(name));
  const results = [];
  await prepare(results);
  for (const suite of chosen) {
    // Nothing after a failed install or build can tell anything new.
    if (results.some(({ blocks, tests }) => blocks && tests.failed > 0)) break;
    results.push(await runSuite(suite));
  }
  const total = countOf(results);
  const green = isGreen(total, { inCi: Boolean(process.env.CI) });
  console.log(`\n${summaryTable(results)}\n`);
  for (const { name, failures } of results) for (const failure of failures) console.log(`failed: ${name}: ${failure}`);
  for (const { name, skips = [] } of results) for (const skip of skips) console.log(`skipped: ${name}: ${skip}`);
  if (!green && total.failed === 0) console.log("Skipped tests count as a failure in CI.");
  console.log(summaryLine(total));
  return green ? 0 : 1;
}

async function prepare(results) {
  try {
    await ensureDependencies();
  } catch (error) {
    results.push({ name: "install", blocks: true, tests: { passed: 0, failed: 1, skipped: 0 }, failures: [error.message], durationMs: 0 });
  }
}

async function runSuite({ name, title, blocks = false, run }) {
  console.log(`\n━━ ${name}: ${title}`);
  const started = performance.now();
  const { tests, failures, skips } = await run().catch((error) => ({
    tests: { passed: 0, failed: 1, skipped: 0 },
    failures: [error.message],
  }));
  const durationMs = performance.now() - started;
  console.log(`━━ ${name}: ${summaryLine(tests)} in ${duration(durationMs)}`);
  return { name, blocks, tests, failures, skips, durationMs };
}
