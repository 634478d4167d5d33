import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { type Ignore, parseIgnore } from "./ignore.ts";
import { type PassedOver, whyUnreadable } from "./passed-over.ts";
import { folderOf, isInside, nameOf } from "./paths.ts";
import { isSourceName } from "./scan.ts";

/** Folders that hold what a tool wrote or fetched. */
const SKIPPED = new Set(["node_modules", "bower_components", "dist", "out", "build", "coverage"]);

export interface FoundFolder {
  folder: string;
  /** Its source files. */
  files: string[];
  /** It holds a package.json. */
  hasManifest: boolean;
  /** Why what is in it is not known. */
  unreadable?: PassedOver | undefined;
}

/**
 * The source files of a folder, or the one file that the root is. Hidden folders, `node_modules`, build output and what `.gitignore` names are
 * left out; what cannot be read is passed over. No link to a folder is followed: inside of the root it leads to what is found anyway, and out of
 * it, as build tools' links do, to a cache of a million files or the whole disk. Yields after each folder.
 */
export function* discover(root: string): Generator<FoundFolder, void> {
  if (statSync(root, { throwIfNoEntry: false })?.isFile())
    return yield { folder: root, files: isSourceName(nameOf(root)) ? [root] : [], hasManifest: false };
  const queue: { folder: string; ignores: readonly { from: string; ignore: Ignore }[] }[] = [{ folder: root, ignores: [] }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { folder } = next;
    const own = readIgnore(folder);
    const ignores = own ? [...next.ignores, { from: folder, ignore: own }] : next.ignores;
    const files: string[] = [];
    let hasManifest = false;
    const { entries, unreadable } = entriesOf(folder);
    for (const entry of entries) {
      if (entry.name === "package.json") hasManifest = true;
      const path = `${folder === "/" ? "" : folder}/${entry.name}`;
      const { isFolder } = entry;
      if (isFolder ? isSkippedFolder(entry.name) : !isSourceName(entry.name)) continue;
      if (isNamed(path, isFolder, ignores)) continue;
      if (isFolder) queue.push({ folder: path, ignores });
      else files.push(path);
    }
    yield { folder, files: files.sort(), hasManifest, unreadable };
  }
}

const isSkippedFolder = (name: string): boolean => name.startsWith(".") || SKIPPED.has(name);

/** Whether a source file would be found from a root, as far as its path tells. */
export const isDiscoverable = (file: string, root: string): boolean => isSourceName(nameOf(file)) && isReachable(file, root);

/** Whether a file lies in a root, and in none of the folders that are left out. */
export function isReachable(file: string, root: string): boolean {
  if (!isInside(file, root)) return false;
  const between = file
    .slice(root.length + 1)
    .split("/")
    .slice(0, -1);
  return !between.some(isSkippedFolder);
}

/** Whether `.gitignore` names a file, or a folder that it lies in. Default: the repository that it is part of decides. */
export function isIgnored(file: string, root = repositoryOf(file)): boolean {
  const names = file.slice(root.length + 1).split("/");
  const ignores: { from: string; ignore: Ignore }[] = [];
  return names.some((_, index) => {
    const folder = [root, ...names.slice(0, index)].join("/");
    const ignore = readIgnore(folder);
    if (ignore) ignores.push({ from: folder, ignore });
    return isNamed([root, ...names.slice(0, index + 1)].join("/"), index < names.length - 1, ignores);
  });
}

/** The folder of the repository that a file is in; its own folder where there is none. */
function repositoryOf(file: string): string {
  for (let folder = folderOf(file); folder !== ""; folder = folderOf(folder)) if (existsSync(`${folder}/.git`)) return folder;
  return folderOf(file);
}

function isNamed(path: string, isFolder: boolean, ignores: readonly { from: string; ignore: Ignore }[]): boolean {
  // The ignore file nearest to the path has the last word.
  for (const { from, ignore } of ignores.toReversed()) {
    const verdict = ignore(path.slice(from.length + 1), isFolder);
    if (verdict !== undefined) return verdict;
  }
  return false;
}

function readIgnore(folder: string): Ignore | undefined {
  try {
    const file = `${folder}/.gitignore`;
    // A pipe gives nothing until somebody writes to it.
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? parseIgnore(readFileSync(file, "utf8")) : undefined;
  } catch {
    // Most folders have none.
    return undefined;
  }
}

function entriesOf(folder: string): { entries: { name: string; isFolder: boolean }[]; unreadable?: PassedOver | undefined } {
  try {
    return { entries: readdirSync(folder, { withFileTypes: true }).map((it) => ({ name: it.name, isFolder: it.isDirectory() })) };
  } catch (error) {
    return { entries: [], unreadable: whyUnreadable(folder, error) };
  }
}
