// How long `import "@glacier/core"` takes in a fresh process, against a process that imports nothing and one that imports Polars, which a pipeline uses anyway.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { median, spread } from "./statistics.mjs";

const root = join(import.meta.dirname, "../..");
const rounds = Number(process.env.ROUNDS ?? 11);
const programs = {
  nothing: "",
  "@glacier/core/config": 'await import("@glacier/core/config")',
  "@glacier/core": 'await import("@glacier/core")',
  "nodejs-polars": 'await import("nodejs-polars")',
  "@aws-sdk/client-s3": 'await import("@aws-sdk/client-s3")',
};
const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, program] of Object.entries(programs)) {
    const started = performance.now();
    execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: root });
    times[name].push(performance.now() - started);
  }
}
console.log(`${rounds} rounds, whole process, ms       min / median / max`);
for (const [name, values] of Object.entries(times)) console.log(`import ${name.padEnd(26)} ${spread(values)}`);
console.log(
  JSON.stringify({
    bench: "import",
    rounds,
    ...Object.fromEntries(Object.entries(times).map(([name, values]) => [name, Math.round(median(values))])),
  }),
);
