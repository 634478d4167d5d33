// `npm run check`: everything that can be said about the code without running it. All parts run, so that one look shows all that is wrong.
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

const env = { ...process.env, PATH: `${join(import.meta.dirname, "../node_modules/.bin")}${delimiter}${process.env.PATH}` };

const parts = [
  ["types", "tsc", ["-b"]],
  ["format and lint", "biome", ["ci", "--error-on-warnings", `--colors=${process.stdout.isTTY ? "force" : "off"}`, "."]],
  ["arrows between rooms", "depcruise", ["core", "server", "cli", "client", "scripts", "test", "--config", ".dependency-cruiser.mjs"]],
  ["dead code and dependencies", "knip", []],
  ["generated files", process.execPath, ["--conditions=glacier-source", "scripts/generate.ts", "--check"]],
];

let failed = 0;
for (const [title, command, args] of parts) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", env });
  const ok = status === 0;
  if (!ok) {
    failed += 1;
    process.stdout.write(`${stdout ?? ""}${stderr ?? ""}${error ? `${error.message}\n` : ""}`);
  }
  console.log(`${ok ? "✓" : "✗"} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}
console.log(`check: ${parts.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
