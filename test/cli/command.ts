import { spawn } from "node:child_process";
import { join } from "node:path";

/** The built command. */
export const bin = join(import.meta.dirname, "../../cli/bin/glacier.mjs");

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Is told all that was printed so far, whenever there is more. */
type Listener = (text: string, kill: (signal: NodeJS.Signals) => void) => void;

/** Runs the built command as a user would. */
export function glacier(
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; onStdout?: Listener; onStderr?: Listener },
): Promise<Finished> {
  const { promise, resolve } = Promise.withResolvers<Finished>();
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    options.onStdout?.(stdout, (signal) => child.kill(signal));
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    options.onStderr?.(stderr, (signal) => child.kill(signal));
  });
  child.once("close", (code) => resolve({ code, stdout, stderr }));
  return promise;
}
