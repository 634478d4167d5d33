// Which installed packages does a package need at run time, on a given machine?
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { isForMachine, type Machine, type PlatformLimits } from "../support/platforms.ts";

/** The parts of a package.json that packaging reads. */
export interface Manifest extends PlatformLimits {
  name: string;
  version: string;
  license?: string;
  repository?: string | { url?: string };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface InstalledPackage {
  /** Where npm put it, so nested versions keep their place. */
  folder: string;
  manifest: Manifest;
}

/**
 * Follows dependencies, optional ones included where they fit the machine, and peers that are installed.
 * @param folders of the packages to start from; they are not part of the answer
 * @returns sorted by folder; workspace packages (links) are followed and left out
 * @throws when a package is not installed: a required one, or all the native parts of one for this machine
 */
export function runtimeClosure(folders: string[], machine: Machine): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const visited = new Set<string>();
  const visit = (folder: string) => {
    if (visited.has(folder)) return;
    visited.add(folder);
    const manifest = readManifest(folder);
    for (const { name, required } of dependenciesOf(manifest)) {
      const place = findInstalled(name, folder);
      if (!place) {
        if (required) throw new Error(`${manifest.name} needs ${name}, which is not installed: run "npm install"`);
        continue;
      }
      const dependency = readManifest(place);
      if (!isForMachine(dependency, machine)) continue;
      const isWorkspace = realpathSync(place) !== place;
      if (!isWorkspace) found.set(place, { folder: place, manifest: dependency });
      visit(isWorkspace ? realpathSync(place) : place);
    }
  };
  for (const folder of folders) visit(realpathSync(folder));
  const packages = [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
  for (const one of packages) requireNativePart(one, packages, machine);
  return packages;
}

function* dependenciesOf({ dependencies = {}, optionalDependencies = {}, peerDependencies = {} }: Manifest) {
  for (const name of Object.keys(dependencies)) yield { name, required: !(name in optionalDependencies) };
  for (const name of Object.keys({ ...optionalDependencies, ...peerDependencies })) yield { name, required: false };
}

/** Packages whose optional dependencies are the same binary for each platform are useless without one of them. */
function requireNativePart({ manifest }: InstalledPackage, packages: InstalledPackage[], machine: Machine) {
  const parts = Object.keys(manifest.optionalDependencies ?? {}).filter((part) => /(linux|darwin|win32)/.test(part));
  if (parts.length === 0 || packages.some((one) => parts.includes(one.manifest.name))) return;
  const { os, cpu, libc } = machine;
  const fitting = parts.filter((part) => part.includes(`${os}-${cpu}`));
  throw new Error(
    `the native part of ${manifest.name} for ${os}-${cpu} is not installed (${fitting.join(" or ") || "there is none"}): package on that platform, ` +
      `or install it with "npm install --no-save --os=${os} --cpu=${cpu}${libc ? ` --libc=${libc}` : ""}"`,
  );
}

function findInstalled(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, "node_modules", name);
    if (existsSync(join(place, "package.json"))) return place;
    if (folder === dirname(folder)) return undefined;
  }
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
