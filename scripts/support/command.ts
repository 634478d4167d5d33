// Runs one command of the project within a time limit. What it started ends with it, also on Ctrl-C.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, isAbsolute, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const GRACE_MS = 25_000; // the end-to-end tests stop a server and a browser, and remove their folders

export interface CommandOptions {
  limitMs: number;
  /** Default: inherit, so that a person sees it live. */
  output?: "inherit" | "capture";
  /** The folder that it runs in. Default: the repository. */
  cwd?: string;
}

export interface CommandResult {
  /** 124 after the limit, 127 when the command cannot be started. */
  code: number;
  timedOut: boolean;
  /** Empty unless captured. */
  output: string;
}

/** Runs a program of node_modules/.bin or of the PATH. A bad exit code is a result, not an exception. */
export async function runCommand(
  command: string,
  args: string[],
  { limitMs, output = "inherit", cwd = root }: CommandOptions,
): Promise<CommandResult> {
  const windows = process.platform === "win32";
  // There, npm and what it puts into .bin are batch files, which only a shell starts.
  const shell = windows && !isAbsolute(command);
  const child = spawn(shell ? shellLine([command, ...args]) : command, shell ? [] : args, {
    cwd,
    env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}` },
    detached: !windows,
    shell,
    stdio: ["ignore", output === "capture" ? "pipe" : "inherit", output === "capture" ? "pipe" : "inherit"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  const closed = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      text += `${command}: ${error.message}\n`;
      if (output === "inherit") console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.once("close", (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
  const stop = new AbortController();
  const outcome = await Promise.race([
    closed,
    sleep(limitMs, "late", { signal: stop.signal }).catch(() => closed),
    interrupted(stop.signal),
  ]);
  const ended = typeof outcome === "number";
  if (!ended) await endGroup(child, closed);
  stop.abort();
  if (outcome === "interrupted") process.exit(130);
  return { code: ended ? outcome : 124, timedOut: !ended, output: text };
}

/** One line for Windows' command shell: Node only joins what it is given, and folders there have blanks in their names. */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w:\\/.=@+-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`)).join(" ");
}

async function endGroup(child: ChildProcess, closed: Promise<number>) {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!signalGroup(child.pid, signal)) return;
    if ((await Promise.race([closed, sleep(GRACE_MS, "running", { ref: false })])) !== "running") return;
  }
}

/** False when everything in the group has ended. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

async function interrupted(signal: AbortSignal) {
  const heard = ["SIGINT", "SIGTERM"].map((name) => once(process, name, { signal }));
  // Aborted means that the command ended first; the race is over by then.
  await Promise.race(heard.map((promise) => promise.catch(() => new Promise(() => undefined))));
  return "interrupted" as const;
}

/** `83.4 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
