// No test leaves this machine, and none uses a developer's own credentials. Three ways, since no single one sees everything:
// - Node's own sockets are hooked, here and in the Node processes that tests start with this environment (no-network-hook.mjs).
// - Native code cannot be hooked. The usual variables send it to a proxy that refuses and takes notes (no-network-proxy.ts); a closed
//   port instead would be as safe, but a test whose code swallows the error would pass.
// - The addresses at which a machine in a cloud hands out credentials are asked for without a proxy by some. Their variables name a closed
//   port: nothing answers, which is no proof that nobody asked.
// What is not seen: native code that heeds no proxy, and processes that are started with an environment of their own.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, inject } from "vitest";
import "./no-network-proxy.ts";
import { isAmbient, offlineEnvironment } from "./offline-environment.ts";

const { folder, proxyPort } = inject("noNetwork");
const worker = `worker${process.env.VITEST_POOL_ID ?? "0"}`;
const log = join(folder, worker);
const hook = pathToFileURL(join(import.meta.dirname, "no-network-hook.mjs")).href;
const proxy = `http://${worker}:x@127.0.0.1:${proxyPort}`;
const empty = join(folder, "no-credentials");

for (const name of Object.keys(process.env)) if (isAmbient(name)) delete process.env[name];
mkdirSync(empty, { recursive: true });
Object.assign(process.env, {
  GLACIER_NETWORK_LOG: log,
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import=${hook}`.trim(),
  ...offlineEnvironment({ proxy, emptyFolder: empty }),
});
await import(/* @vite-ignore */ hook);

afterEach(failOnAttempts);
afterAll(failOnAttempts); // for what a file does outside its tests

function failOnAttempts(): void {
  const attempts = attemptsToLeave();
  if (attempts.length > 0) throw new Error(`A test may not leave this machine, and this one asked for ${attempts.join(", ")}.`);
}

/** Where the tests of this file have tried to go since this was last asked. */
export function attemptsToLeave(): string[] {
  if (!existsSync(log)) return [];
  const attempts = readFileSync(log, "utf8").trim().split("\n");
  rmSync(log);
  return [...new Set(attempts)];
}
