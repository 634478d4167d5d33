import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

interface LockEntry {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, LockEntry> };
const installed = Object.entries(packages).filter(([path, { link }]) => path.includes("node_modules/") && !link);
const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/**
 * Entries that were written by hand: the registry that the file was made with lacked these packages, and npm writes no entry for an
 * optional package that it cannot find, but then refuses its own file. npm takes them without a checksum. Shrink this list, never
 * extend it: delete the entries of nodejs-polars and of all its parts, and `npm install --package-lock-only` writes those it finds.
 */
const WITHOUT_CHECKSUM = [
  "nodejs-polars-android-arm64",
  "nodejs-polars-darwin-arm64",
  "nodejs-polars-linux-arm64-gnu",
  "nodejs-polars-linux-arm64-musl",
  "nodejs-polars-win32-x64-msvc",
];

describe("package-lock.json", () => {
  it("has an entry for everything a package asks for, on every platform, so that `npm ci` works on each", () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !isFound(path, name))
        .map((name) => `${path} asks for ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it("has a checksum for every package", () => {
    const unchecked = installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => nameOf(path));
    expect(unchecked).toEqual(WITHOUT_CHECKSUM);
  });

  it("names no registry, so that each machine asks its own", () => {
    expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it("leaves no install script undecided in package.json, since npm skips those with a warning or runs them, by its version", () => {
    const { allowScripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { allowScripts: Record<string, boolean> };
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(Object.keys(allowScripts).sort()).toEqual([...new Set(scripted)].sort());
  });
});

/** As Node looks packages up: beside the one that asks, then in every folder above it. */
function isFound(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (`${folder}${folder ? "/" : ""}node_modules/${name}` in packages) return true;
    if (folder === "") return false;
  }
}
