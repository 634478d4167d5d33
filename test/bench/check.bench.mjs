// A cold `glacier check` of a whole workspace against `tsc --noEmit` of the native TypeScript, in turn, each in a fresh process on a warm file cache. At the
// largest size only how Glacier's cost grows is measured. Besides the clock, the time that all processors worked is compared: on a machine that does
// other things as well that is the steadier figure, and TypeScript works on several at once. Needs `npm run build`.
// SIZES (1000,5000), GROWN (20000) and ROUNDS change the amounts.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { analyserBundle } from "./analyser-bundle.mjs";
import { generateWorkspace, isInstalled } from "./generated-workspace.mjs";
import { median, spread } from "./statistics.mjs";

const sizes = (process.env.SIZES ?? "1000,5000").split(",").map(Number);
const grown = Number(process.env.GROWN ?? 20_000);
const rounds = Number(process.env.ROUNDS ?? 5);
const goals = { 1000: 0.25, 5000: 0.12 };
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
const contestants = {
  glacier: [join(import.meta.dirname, "../../cli/bin/glacier.mjs"), "check", "--format", "json"],
  tsc: [tsc, "--noEmit", "--project", "."],
};
// Else the command would load its analyser module by module, as nobody has it.
analyserBundle();
const results = [];
for (const files of sizes) results.push(measure(files, ["glacier", "tsc"]));
if (grown > 0) results.push(measure(grown, ["glacier"]));
for (const [place, { files, glacier }] of results.entries()) {
  if (place === 0) continue;
  const before = results[place - 1];
  const growth = median(glacier.cpuMs) / median(before.glacier.cpuMs);
  console.log(`${before.files} → ${files} files: processor time × ${growth.toFixed(2)} for files × ${(files / before.files).toFixed(2)}`);
}
const figures = results.map(({ files, glacier, ratios }) => ({
  files,
  durationMs: Math.round(median(glacier.durationMs)),
  cpuMs: Math.round(median(glacier.cpuMs)),
  ...ratios,
}));
console.log(JSON.stringify({ bench: "check", isInstalled, rounds, sizes: figures }));

function measure(files, names) {
  const folder = mkdtempSync(join(tmpdir(), "glacier-bench-"));
  try {
    generateWorkspace(folder, files);
    for (const name of names) timed(name, folder);
    // Who goes first alternates, so that neither always runs on the warmer machine.
    const pairs = Array.from({ length: rounds }, (_, round) => {
      const order = round % 2 === 0 ? names : names.toReversed();
      return Object.fromEntries(order.map((name) => [name, timed(name, folder)]));
    });
    const each = (name, figure) => pairs.map((pair) => pair[name][figure]);
    console.log(`\n${files} files, ${rounds} rounds, ms                min / median / max`);
    for (const name of names) {
      console.log(`${name.padEnd(8)} by the clock        ${spread(each(name, "durationMs"))}`);
      console.log(`${name.padEnd(8)} processor time      ${spread(each(name, "cpuMs"))}`);
    }
    const ratios = {};
    if (names.length > 1) {
      for (const figure of ["durationMs", "cpuMs"]) ratios[figure] = median(pairs.map(({ glacier, tsc }) => glacier[figure] / tsc[figure]));
      const goal = goals[files] === undefined ? "" : `; goal ≤ ${goals[files]}`;
      console.log(
        `glacier ÷ tsc: by the clock ${ratios.durationMs.toFixed(3)}, processor time ${ratios.cpuMs.toFixed(3)} (median of the rounds${goal})`,
      );
    }
    const glacier = { durationMs: each("glacier", "durationMs"), cpuMs: each("glacier", "cpuMs") };
    return { files, glacier, ratios: names.length > 1 ? { ratio: ratios.durationMs, cpuRatio: ratios.cpuMs } : {} };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds by the clock, and of all processors; a shell knows the latter of what it has waited for. */
function timed(name, cwd) {
  const script = '"$@" > /dev/null; echo $? >&2; times >&2';
  const started = performance.now();
  const { stderr } = spawnSync("sh", ["-c", script, "sh", process.execPath, ...contestants[name]], { cwd, encoding: "utf8" });
  const durationMs = performance.now() - started;
  const [status, , children = ""] = stderr.trim().split("\n").slice(-3);
  // Without Glacier installed, TypeScript finds that it is missing.
  if (status !== (name === "tsc" && !isInstalled ? "1" : "0")) throw new Error(`${name} ended with ${status}: ${stderr}`);
  const cpuMs = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + (minutes * 60 + Number(seconds)) * 1000,
    0,
  );
  return { durationMs, cpuMs };
}
