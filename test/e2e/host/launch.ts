// One launch of a real VS Code: opens a folder, loads the extension under test, runs one suite, within a time limit.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signalGroup } from "../../../scripts/support/command.ts";
import { startBridge } from "./bridge.ts";
import type { Host } from "./choose.ts";
import { connectToWindow } from "./desktop.ts";
import { freePort } from "./free-port.ts";
import { createScratch } from "./scratch.ts";

const EXIT_TIMED_OUT = 124;
const EXIT_INTERRUPTED = 130;
const GRACE_MS = 20_000;
// What a first start of VS Code shows (welcome pages, AI panes, trust questions) is not what these tests look at.
const SETTINGS = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "editor.minimap.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "git.enabled": false,
  "update.mode": "none",
  "extensions.ignoreRecommendations": true,
  "extensions.autoUpdate": false,
  "typescript.disableAutomaticTypeAcquisition": true,
  "security.workspace.trust.startupPrompt": "never",
  // The workspace has no node_modules on purpose: TypeScript's complaints about that would bury what is looked at here.
  "typescript.validate.enable": false,
  "window.titleBarStyle": "custom",
};

export interface LaunchOptions {
  extension: string;
  tests: string;
  workspace: string;
  artifacts: string;
  trusted: boolean;
  timeoutMs: number;
  env: Record<string, string>;
}

/** Somebody asked for the end of the whole run; what it started has been stopped by then. */
export class InterruptedError extends Error {
  readonly exitCode = EXIT_INTERRUPTED;
}

/**
 * @returns the exit code: 0 when the suite passed, 124 after the time limit
 * @throws InterruptedError on Ctrl-C
 */
export async function launch(host: Host, options: LaunchOptions): Promise<number> {
  const { extension, tests, workspace, artifacts, trusted, timeoutMs, env } = options;
  const { folder: profile, remove } = createScratch();
  mkdirSync(join(profile, "user/User"), { recursive: true });
  writeFileSync(join(profile, "user/User/settings.json"), JSON.stringify(SETTINGS, null, 2));
  const args = [
    ...[
      "--skip-welcome",
      "--skip-release-notes",
      `--user-data-dir=${join(profile, "user")}`,
      `--extensions-dir=${join(profile, "extensions")}`,
    ],
    ...(trusted ? ["--disable-workspace-trust"] : []),
    ...[`--extensionDevelopmentPath=${extension}`, `--extensionTestsPath=${tests}`, workspace],
  ];
  const variables = { ...process.env, ...env, E2E_ARTIFACTS: artifacts };
  try {
    const run = host.kind === "electron" ? runDesktop : runProgram;
    return await run(host.executable, args, variables, { timeoutMs, artifacts });
  } finally {
    remove();
  }
}

type RunOptions = Pick<LaunchOptions, "timeoutMs" | "artifacts">;

async function runDesktop(executable: string, args: string[], env: NodeJS.ProcessEnv, options: RunOptions) {
  const port = await freePort();
  const bridge = await startBridge(
    lazily(() => connectToWindow(port)),
    options.artifacts,
  );
  const switches = ["--no-sandbox", "--disable-gpu-sandbox", "--disable-updates", "--no-cached-data", `--remote-debugging-port=${port}`];
  // ELECTRON_RUN_AS_NODE is set inside VS Code's own terminal; Electron would then start as plain Node.
  const variables = { ...env, E2E_BRIDGE: bridge.url, ELECTRON_RUN_AS_NODE: undefined };
  try {
    return await runProgram(executable, [...switches, ...args], variables, options);
  } finally {
    bridge.close();
  }
}

async function runProgram(executable: string, args: string[], env: NodeJS.ProcessEnv, { timeoutMs }: RunOptions): Promise<number> {
  const child = spawn(executable, args, { env, detached: process.platform !== "win32", stdio: ["ignore", "inherit", "inherit"] });
  const ended = once(child, "exit").then(([code]) => code ?? 1);
  const timer = new AbortController();
  const outcome = await Promise.race([ended, interrupted(timer.signal), timeLimit(timeoutMs, timer.signal)]);
  if (child.exitCode === null && child.signalCode === null) {
    if (outcome === EXIT_TIMED_OUT) console.error(`VS Code gave no result within ${Math.round(timeoutMs / 1000)} s: ending it.`);
    await endGroup(child, ended);
  }
  timer.abort();
  if (outcome === EXIT_INTERRUPTED) throw new InterruptedError();
  return outcome;
}

async function timeLimit(milliseconds: number, signal: AbortSignal): Promise<number> {
  // Aborted means that the race is over; the value is not used.
  return sleep(milliseconds, EXIT_TIMED_OUT, { signal }).catch(() => EXIT_TIMED_OUT);
}

/** SIGTERM first, so that code-shim can stop its server and browser and remove its folders. */
async function endGroup(child: ChildProcess, ended: Promise<number>) {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!signalGroup(child.pid, signal)) return;
    if ((await Promise.race([ended, sleep(GRACE_MS, "still running", { ref: false })])) !== "still running") return;
  }
}

/** Resolves when this process is asked to stop; the child is in a group of its own and would not hear Ctrl-C. */
function interrupted(signal: AbortSignal): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const stop = () => resolve(EXIT_INTERRUPTED);
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, stop);
    signal.addEventListener("abort", () => process.removeListener(name, stop));
  }
  return promise;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
