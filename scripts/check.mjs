// `npm run check`: everything that can be said about the code without running it. All parts run, side by side, so that one look shows
// all that is wrong.
import { runCommand } from "./support/command.ts";

const LIMIT_MS = 5 * 60_000;

const parts = [
  ["types", "tsc", ["-b"]],
  ["format and lint", "biome", ["ci", "--error-on-warnings", `--colors=${process.stdout.isTTY ? "force" : "off"}`, "."]],
  ["arrows between rooms", "depcruise", ["core", "server", "cli", "client", "scripts", "test", "--config", ".dependency-cruiser.mjs"]],
  ["dead code and dependencies", "knip", []],
  ["generated files", process.execPath, ["--conditions=glacier-source", "scripts/generate.ts", "--check"]],
];

const verdicts = await Promise.all(
  parts.map(async ([title, command, args]) => {
    const started = performance.now();
    const { code, output, timedOut } = await runCommand(command, args, { limitMs: LIMIT_MS, output: "capture" });
    const ok = code === 0;
    if (!ok) process.stdout.write(output);
    if (timedOut) console.log(`${command} did not end within ${LIMIT_MS / 60_000} minutes`);
    console.log(`${ok ? "✓" : "✗"} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return ok;
  }),
);
const failed = verdicts.filter((ok) => !ok).length;
console.log(`check: ${parts.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
