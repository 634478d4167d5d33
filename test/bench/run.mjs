// `npm run bench [-- NAME…]`: runs every *.bench.mjs of this folder (or those whose name contains NAME) one after another.
// A bench compares with its peer in one interleaved run and prints medians and ratios; it judges nothing, since machines differ.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

const wanted = process.argv.slice(2);
const benches = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith(".bench.mjs") && (wanted.length === 0 || wanted.some((part) => name.includes(part))),
);
if (benches.length === 0) {
  console.error(`No bench is named like ${wanted.join(", ")}.`);
  process.exit(2);
}
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`);
for (const bench of benches) {
  console.log(`\n── ${bench.replace(".bench.mjs", "")}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, bench)], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
