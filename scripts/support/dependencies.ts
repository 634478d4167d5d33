// Are the installed packages those of package-lock.json? If not, installs them. This file may import nothing that npm installs.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { duration, root, runCommand } from "./command.ts";
import { isForMachine, type PlatformLimits, thisMachine } from "./platforms.ts";

const INSTALL_LIMIT_MS = 10 * 60_000;

/** Installs the dependencies unless every one that this machine needs is there in the locked version. */
export async function ensureDependencies() {
  const reason = whyInstall();
  if (!reason) return;
  console.log(`Installing dependencies (${reason}) …`);
  const started = performance.now();
  const { code, timedOut } = await runCommand("npm", ["ci", "--no-audit", "--no-fund"], { limitMs: INSTALL_LIMIT_MS });
  if (timedOut) throw new Error(`"npm ci" did not end within ${INSTALL_LIMIT_MS / 60_000} minutes`);
  if (code !== 0) throw new Error(`"npm ci" ended with ${code}: see its output above`);
  const left = whyInstall();
  if (left) throw new Error(`"npm ci" left something out: ${left}`);
  console.log(`Dependencies installed in ${duration(performance.now() - started)}.`);
}

/** Why an install is needed, or undefined. Compares content, since git and npm write the two lock files' times in any order. */
export function whyInstall(folder = root): string | undefined {
  const record = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(record)) return "node_modules is missing";
  const wanted = packagesOf(join(folder, "package-lock.json"));
  const installed = packagesOf(record);
  const machine = thisMachine();
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith("node_modules/") || entry.link || !isForMachine(entry, machine)) continue;
    const have = installed[path];
    if (!have && (entry.peer || (entry.optional && !isNative(entry)))) continue; // npm may leave these out
    if (have?.version !== entry.version)
      return `${path.replace(/^.*node_modules\//, "")} is ${have?.version ?? "missing"}, package-lock.json has ${entry.version}`;
    if (!existsSync(join(folder, path))) return `${path} is gone`;
  }
  return undefined;
}

interface LockEntry extends PlatformLimits {
  version?: string;
  link?: boolean;
  peer?: boolean;
  optional?: boolean;
}

const packagesOf = (file: string): Record<string, LockEntry> => JSON.parse(readFileSync(file, "utf8")).packages;

// A package that names its platform is the native part of another one: without it that one fails at run time, obscurely.
const isNative = (entry: LockEntry) => Boolean(entry.os || entry.cpu);
