// The flights example through `glacier run` against the same work by hand, in turn, each in a fresh process on a warm file cache.
// Compared is the work itself: from the first step's start to the run's end, against first scan to finished file. What Glacier adds
// around it (starting the child process, bundling the file) is reported beside it. A third contestant runs the pipeline without the
// runner, so that processor time can be compared too: on a machine that does other things as well, that is the steadier figure.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { median, spread } from "./statistics.mjs";

const root = join(import.meta.dirname, "../..");
const rounds = Number(process.env.ROUNDS ?? 11);
const data = mkdtempSync(join(tmpdir(), "glacier-bench-"));

const contestants = {
  runner: [join(root, "cli/bin/glacier.mjs"), "run", "examples/flights/pipeline.ts", "--local", data, "--json"],
  oneProcess: [join(import.meta.dirname, "one-process.mjs"), data],
  byHand: [join(import.meta.dirname, "by-hand.mjs"), data],
};

try {
  execFileSync(process.execPath, [join(root, "examples/flights/prepare.mjs"), data]);
  oneRound(Object.keys(contestants));
  await expectSameRows(join(data, "flights-results/delay-by-airport-and-hour.parquet"), join(data, "by-hand/delays.parquet"));
  // Who goes first changes, so that none always runs on the warmer machine.
  const names = Object.keys(contestants);
  const results = Array.from({ length: rounds }, (_, round) => oneRound(names.map((_, place) => names[(round + place) % names.length])));

  const each = (contestant, figure) => results.map((result) => result[contestant][figure]);
  const ratio = (contestant, figure) => median(results.map((result) => result[contestant][figure] / result.byHand[figure]));
  const row = (title, contestant, figure) => console.log(`${title.padEnd(34)} ${spread(each(contestant, figure))}`);
  console.log(`${rounds} rounds, ms                        min / median / max`);
  row("glacier run, the work", "runner", "durationMs");
  row("pipeline.run(), the work", "oneProcess", "durationMs");
  row("by hand, the work", "byHand", "durationMs");
  row("pipeline.run(), processor time", "oneProcess", "cpuMs");
  row("by hand, processor time", "byHand", "cpuMs");
  row("glacier run, whole process", "runner", "wallMs");
  row("by hand, whole process", "byHand", "wallMs");
  const figures = {
    ratio: ratio("runner", "durationMs"),
    oneProcess: ratio("oneProcess", "durationMs"),
    cpu: ratio("oneProcess", "cpuMs"),
  };
  console.log(`glacier run ÷ by hand, the work:            ${figures.ratio.toFixed(3)} (median of the rounds; goal ≤ 1.05)`);
  console.log(`pipeline.run() ÷ by hand, the work:         ${figures.oneProcess.toFixed(3)}`);
  console.log(`pipeline.run() ÷ by hand, processor time:   ${figures.cpu.toFixed(3)}`);
  console.log(JSON.stringify({ bench: "flights", rounds, ...figures }));
} finally {
  rmSync(data, { recursive: true, force: true });
}

function oneRound(names) {
  return Object.fromEntries(names.map((name) => [name, timed(contestants[name])]));
}

function timed(args) {
  const started = performance.now();
  const output = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  const wallMs = performance.now() - started;
  return { ...JSON.parse(output.trimEnd().split("\n").at(-1)), wallMs };
}

/** A yardstick that does other work measures nothing. Means are sums in the order of the threads: their last digits differ. */
async function expectSameRows(ours, theirs) {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = (file) => `SELECT * REPLACE (round(meanDelay, 6) AS meanDelay, round(shareLate, 6) AS shareLate) FROM '${file}'`;
  const difference = `(${rows(ours)} EXCEPT ${rows(theirs)}) UNION ALL (${rows(theirs)} EXCEPT ${rows(ours)})`;
  const [[count]] = await (await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM (${difference})`)).getRows();
  connection.closeSync();
  if (count > 0) throw new Error(`Glacier and the hand differ in ${count} rows`);
}
