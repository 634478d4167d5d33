// The flights example through `glacier run` against the same work by hand, in turn, each in a fresh process on a warm file cache.
// Compared is the work itself: from the first step's start to the run's end, against first scan to finished file. What Glacier adds
// around it (starting the child process, bundling the file) is reported beside it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, spread } from "./statistics.mjs";

const root = join(import.meta.dirname, "../..");
const rounds = Number(process.env.ROUNDS ?? 11);
const data = mkdtempSync(join(tmpdir(), "glacier-bench-"));

function node(...args) {
  const started = performance.now();
  const output = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  const last = JSON.parse(output.trimEnd().split("\n").at(-1));
  return { wall: performance.now() - started, last };
}

try {
  node("-e", 'console.log("{}")');
  execFileSync(process.execPath, [join(root, "examples/flights/prepare.mjs"), data]);
  const glacier = () => {
    const { wall, last } = node(join(root, "cli/bin/glacier.mjs"), "run", "examples/flights/pipeline.ts", "--local", data, "--json");
    return { wall, work: last.durationMs };
  };
  const byHand = () => {
    const { wall, last } = node(join(import.meta.dirname, "by-hand.mjs"), data);
    return { wall, work: last.milliseconds };
  };
  glacier();
  byHand();
  const pairs = Array.from({ length: rounds }, (_, round) => {
    // Who goes first alternates, so that neither always runs on the warmer machine.
    if (round % 2 === 0) return { a: glacier(), b: byHand() };
    const b = byHand();
    return { a: glacier(), b };
  });
  const ratio = median(pairs.map(({ a, b }) => a.work / b.work));
  console.log(`${rounds} pairs, ms              min / median / max`);
  console.log(`glacier, the work      ${spread(pairs.map(({ a }) => a.work))}`);
  console.log(`by hand, the work      ${spread(pairs.map(({ b }) => b.work))}`);
  console.log(`glacier, whole process ${spread(pairs.map(({ a }) => a.wall))}`);
  console.log(`by hand, whole process ${spread(pairs.map(({ b }) => b.wall))}`);
  console.log(`the work, glacier ÷ by hand: ${ratio.toFixed(3)} (median of the pairs; goal ≤ 1.05)`);
  console.log(JSON.stringify({ bench: "flights", rounds, ratio }));
} finally {
  rmSync(data, { recursive: true, force: true });
}
