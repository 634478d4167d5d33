// The build, as `npm run build` does it.
import { runCommand } from "./command.ts";

const COMPILE_LIMIT_MS = 5 * 60_000;
const BUNDLE_LIMIT_MS = 3 * 60_000;

/** @throws when the compiler or the bundler fails; their output has been shown */
export async function buildAll(): Promise<void> {
  await step("tsc", ["-b"], COMPILE_LIMIT_MS);
  await step(process.execPath, ["esbuild.mjs"], BUNDLE_LIMIT_MS);
}

async function step(command: string, args: string[], limitMs: number) {
  const { code, timedOut } = await runCommand(command, args, { limitMs });
  const name = [command === process.execPath ? "node" : command, ...args].join(" ");
  if (timedOut) throw new Error(`"${name}" did not end within ${limitMs / 1000} s`);
  if (code !== 0) throw new Error(`"${name}" ended with ${code}: see its output above`);
}
