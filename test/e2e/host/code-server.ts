// Starts and stops one code-server, bound to 127.0.0.1 on a free port, in a process group of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signalGroup } from "../../../scripts/support/command.ts";
import { freePort } from "./free-port.ts";
import type { HostPrograms } from "./install.ts";

const START_LIMIT_MS = 90_000;
const END_LIMIT_MS = 5_000;
// An orphaned server (its parent was killed -9) notices that nobody is connected and ends by itself.
const IDLE_LIMIT_S = 300;
// Variables of an enclosing VS Code or test run that would change what the server does.
const FOREIGN = ["PORT", "VSCODE_IPC_HOOK_CLI", "NODE_OPTIONS", "VSCODE_PROXY_URI", "NODE_ENV", "VITEST"];

export interface CodeServerOptions {
  programs: HostPrograms;
  scratch: string;
  userData: string;
  extensionsDirectory: string;
  trustEverything: boolean;
  logFile: string;
  env: Record<string, string>;
}

export interface CodeServer {
  authority: string;
  /** Rejects when the server ends before it is stopped. */
  exited: Promise<never>;
  stop: () => Promise<void>;
}

/** @throws when the server does not start in time */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { programs, scratch, userData, extensionsDirectory, trustEverything, logFile, env } = options;
  const authority = `127.0.0.1:${await freePort()}`;
  const config = join(scratch, "config.yaml");
  writeFileSync(config, "");
  const args = [
    ...[programs.codeServer, "--config", config, "--bind-addr", authority, "--auth", "none"],
    ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override", "--disable-proxy"],
    ...["--idle-timeout-seconds", String(IDLE_LIMIT_S), "--user-data-dir", userData, "--extensions-dir", extensionsDirectory],
    // Without the smoke-test driver the workbench ignores the payload that names the extension and its tests.
    ...["--vscode-option", "enable-smoke-test-driver"],
    ...(trustEverything ? ["--disable-workspace-trust"] : []),
  ];
  const log = openSync(logFile, "w");
  // detached: a group of its own, so that stopping it also ends the extension host and what that started.
  const server = spawn(programs.node, args, { env: serverEnvironment(scratch, env), detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  let stopping = false;
  const exited = once(server, "exit").then(([code, signal]) => {
    if (stopping) return new Promise<never>(() => undefined);
    throw new Error(`code-server ended with ${code ?? signal}, see ${logFile}`);
  });
  exited.catch(() => undefined); // observed by whoever races it; it must not be an unhandled rejection before that
  const stop = async () => {
    stopping = true;
    await stopGroup(server);
  };
  try {
    await Promise.race([untilHealthy(authority, logFile), exited]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { authority, exited, stop };
}

function serverEnvironment(scratch: string, extra: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !FOREIGN.includes(name) && !name.startsWith("npm_"));
  // An empty gallery: the workbench asks no marketplace for anything.
  return {
    ...Object.fromEntries(own),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    XDG_DATA_HOME: join(scratch, "xdg"),
    XDG_RUNTIME_DIR: scratch,
    ...extra,
  };
}

async function untilHealthy(authority: string, logFile: string) {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    const healthy = await fetch(`http://${authority}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await sleep(50);
  }
  throw new Error(`code-server did not answer within ${START_LIMIT_MS / 1000} s, see ${logFile}`);
}

async function stopGroup(child: ChildProcess) {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const ended = once(child, "exit");
    signalGroup(child.pid, signal);
    await Promise.race([ended, sleep(END_LIMIT_MS, undefined, { ref: false })]);
  }
  // The extension host may outlive the server by a moment.
  signalGroup(child.pid, "SIGKILL");
}
