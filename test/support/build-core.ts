import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Builds what tests start as processes of their own: the runner's child and the command. Once for all tests, and only what changed. */
export default function setup(): void {
  const repository = dirname(dirname(import.meta.dirname));
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-b", "core", "server", "cli"], {
    cwd: repository,
    encoding: "utf8",
  });
  const missing = ["core/dist/runner/child.js", "cli/dist/main.js"].filter((file) => !existsSync(join(repository, file)));
  if (missing.length > 0) throw new Error(`The build left no ${missing.join(", ")}:\n${stdout}${stderr}`);
  // Types are what `npm run check` judges; a test needs the code, which is there.
  if (status !== 0) process.stderr.write(`tsc -b found errors:\n${stdout}${stderr}`);
}
