// `npm run quickstart`: from a fresh clone to a pipeline that ran over three million flights and a mistake that was found.
import { existsSync, mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { buildAll } from "./support/build.ts";
import { duration, root, runCommand } from "./support/command.ts";
import { ensureDependencies } from "./support/dependencies.ts";
import { textTable } from "./support/text-table.ts";

const EXAMPLE_LIMIT_MS = 5 * 60_000;
const ROWS_SHOWN = 8;
const data = join(root, "artifacts/quickstart");
const result = join(data, "flights-results/delay-by-airport-and-hour.parquet");

const started = performance.now();
try {
  await step("Dependencies", ensureDependencies);
  await step("Build", buildAll);
  await step("Three million flights: how late does each airport run, hour by hour?", runFlights);
  await step("A mistake that the compiler does not see", findMistake);
  console.log(`\nDone in ${duration(performance.now() - started)}. Next:\n`);
  console.log(textTable(whatNext(), { left: 2 }));
} catch (error) {
  console.error(`\nQuick start failed: ${error.message}`);
  process.exitCode = 1;
}

function whatNext() {
  // Whoever came with an old Node and had npx bring this one needs it brought again.
  const node = /[\\/]_npx[\\/]/.test(process.execPath) ? "npx -y -p node@24 -- " : "";
  return [
    ["the pipeline that ran", "examples/flights/pipeline.ts"],
    ["run it again after a change", `${node || "npx "}glacier run examples/flights/pipeline.ts --local ${relative(root, data)}`],
    ["the mistake that was found", "examples/mistake/"],
    ["every test, in a real VS Code too", `${node}npm test`],
    ["the VS Code extension as a .vsix", `${node}npm run package`],
  ];
}

async function step(title, action) {
  console.log(`\n━━ ${title}`);
  const from = performance.now();
  await action();
  console.log(`━━ done in ${duration(performance.now() - from)}`);
}

async function runFlights() {
  mkdirSync(data, { recursive: true });
  await run(process.execPath, ["examples/flights/prepare.mjs", relative(root, data)]);
  await run(...glacier(["run", "examples/flights/pipeline.ts", "--local", relative(root, data)]));
  if (!existsSync(result)) throw new Error(`the pipeline ran, but ${relative(root, result)} is not there`);
  await showRows();
}

// DuckDB had no part in the run: it reads what is on disk. Imported late: on a fresh clone it comes with the first step.
async function showRows() {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create()).connect();
  const file = result.replaceAll("'", "''");
  const ask = async (query) => (await connection.runAndReadAll(query)).getRowObjectsJson();
  const [{ rows }] = await ask(`SELECT count(*)::INTEGER AS rows FROM '${file}'`);
  const worst = await ask(`
    SELECT origin, airport, lpad(hour::VARCHAR, 2, '0') || ':00' AS hour, flights::VARCHAR AS flights,
      format('{:.0f} min', meanDelay) AS "mean delay", format('{:.0f} %', 100 * shareLate) AS late, worstDelay::INTEGER || ' min' AS worst
    FROM '${file}' WHERE flights >= 1000 ORDER BY meanDelay DESC LIMIT ${ROWS_SHOWN}`);
  connection.closeSync();
  console.log(`\n${relative(root, result)} has ${rows} rows. Where and when flights leave latest, of at least 1,000 flights:\n`);
  console.log(textTable([Object.keys(worst[0]), ...worst.map((row) => Object.values(row))], { left: 2 }));
}

async function findMistake() {
  const [program, args] = glacier(["check", "examples/mistake"]);
  announce(program, args);
  const { code, output } = await runCommand(program, args, { limitMs: EXAMPLE_LIMIT_MS, output: "capture" });
  process.stdout.write(output);
  if (code !== 1 || !output.includes("config-cloud-mismatch"))
    throw new Error(`"glacier check examples/mistake" ended with ${code} and did not report its mistake`);
}

/** The command of this clone, as `npx glacier` finds it. */
function glacier(args) {
  return [process.execPath, ["cli/bin/glacier.mjs", ...args]];
}

function announce(program, args) {
  console.log(`$ ${program === process.execPath ? "node" : program} ${args.join(" ")}`);
}

async function run(program, args) {
  announce(program, args);
  const { code, timedOut } = await runCommand(program, args, { limitMs: EXAMPLE_LIMIT_MS });
  if (timedOut) throw new Error(`it did not end within ${EXAMPLE_LIMIT_MS / 1000} s`);
  if (code !== 0) throw new Error(`it ended with ${code}: see its output above`);
}
