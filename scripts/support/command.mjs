// Runs one command of the project within a time limit. What it started ends with it, also on Ctrl-C.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const GRACE_MS = 25_000; // the end-to-end tests stop a server and a browser, and remove their folders

/**
 * @param {string} command found in node_modules/.bin or on the PATH
 * @param {string[]} args
 * @param {{ limitMs: number, output?: "inherit" | "capture", env?: Record<string, string | undefined> }} options
 * @returns {Promise<{ code: number, timedOut: boolean, output: string }>} `output` is empty unless captured; `code` is 124 after the limit
 */
export async function runCommand(command, args, { limitMs, output = "inherit", env = {} }) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`, ...env },
    detached: process.platform !== "win32",
    shell: process.platform === "win32",
    stdio: ["ignore", output === "capture" ? "pipe" : "inherit", output === "capture" ? "pipe" : "inherit"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  const closed = new Promise((resolve) => {
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

async function endGroup(child, closed) {
  for (const signal of ["SIGTERM", "SIGKILL"]) {
    try {
      process.kill(-child.pid, signal);
    } catch (error) {
      if (error.code !== "ESRCH") throw error; // ESRCH: everything in the group has ended
      return;
    }
    if ((await Promise.race([closed, sleep(GRACE_MS, "running", { ref: false })])) !== "running") return;
  }
}

async function interrupted(signal) {
  const heard = ["SIGINT", "SIGTERM"].map((name) => once(process, name, { signal }));
  // Aborted means that the command ended first; the race is over by then.
  await Promise.race(heard.map((promise) => promise.catch(() => new Promise(() => undefined))));
  return "interrupted";
}

/** `83.4 s`, `2 min 5 s`. */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
