// Keeps the processes of one emulator: starts them as it is told, and ends them, last first, when it is told so, when it is
// signalled, or when the process that started it is gone, however that died. Then it removes their folder and ends itself.
// It is a process of its own because nothing inside a test process can clean up after that was killed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const GRACE_MS = 5_000;

const folder = mkdtempSync(join(tmpdir(), `glacier-${process.argv[2]}-`));
const kept = [];
let closing = false;

process.on("message", ({ id, command, args, env }) => start(id, command, args, env));
for (const reason of ["disconnect", "SIGTERM", "SIGINT", "SIGHUP"]) process.once(reason, close);
tell({ folder });

function start(id, command, args, env) {
  if (closing) return;
  // A group of its own, so that what the program starts itself ends with it.
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
  });
  kept.push(child);
  child.once("spawn", () => tell({ id, pid: child.pid }));
  child.once("error", ({ message }) => tell({ id, ended: message }));
  child.once("exit", (code, signal) => tell({ id, ended: code ?? signal }));
}

async function close() {
  if (closing) return;
  closing = true;
  for (const child of kept.reverse()) await end(child);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exit(0);
}

async function end(child) {
  // The id of what has ended may be another process's by now.
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  signalGroup(child.pid, "SIGTERM");
  await Promise.race([exited, sleep(GRACE_MS)]);
  signalGroup(child.pid, "SIGKILL");
  // Nobody may find it alive who was told that it has been stopped.
  await exited;
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function tell(message) {
  if (process.connected) process.send(message);
}
