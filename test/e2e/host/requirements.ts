// What the machine must offer before a real VS Code can run here, and how a user gets what is missing.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const BUILD_TOOLS = ["g++", "make", "python3"];

/** The absolute path of an installed Chromium (`E2E_CHROMIUM` wins), or undefined. */
export function findChromium(env = process.env): string | undefined {
  if (env.E2E_CHROMIUM) return existsSync(env.E2E_CHROMIUM) ? env.E2E_CHROMIUM : undefined;
  return CHROMIUM_NAMES.map((name) => findOnPath(name, env)).find(Boolean);
}

/**
 * Names what code-server needs and this machine lacks, as Debian packages.
 * @param state compilers are only needed until the host is installed
 * @returns Debian package names; empty when nothing is missing
 */
export function missingPackages({ hostInstalled }: { hostInstalled: boolean }, env = process.env): string[] {
  const tools = hostInstalled ? [] : BUILD_TOOLS.filter((tool) => !findOnPath(tool, env));
  return findChromium(env) ? tools : ["chromium", ...tools];
}

/** One line for the user: what is missing and the command that installs it. */
export function describeMissing(packages: string[]): string {
  return `the real VS Code needs ${packages.join(", ")}: install with "apt-get update && apt-get install -y ${packages.join(" ")}"`;
}

function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}
