import { createHash, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { constants, copyFile, link, mkdir, realpath, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { atExit } from "./at-exit.ts";
import { codeOf } from "./errors.ts";
import { INTERNAL } from "./keys.ts";
import { ownerId } from "./owner.ts";
import type { FoundFile } from "./walk.ts";

/** A file to hold on to, and its name in the folder of pins. */
export interface FileToPin extends FoundFile {
  readonly name: string;
}

/** Files as they were at one moment, whatever happens to their keys afterwards. */
export interface PinnedFiles {
  readonly folder: string;
  /** Names in the folder; empty files are left out, for Polars passes over them and some formats cannot have them. */
  readonly files: readonly string[];
  /** Names of the empty files. */
  readonly empty: readonly string[];
}

/**
 * Holds on to the present version of files by hard links: a later write renames another file into place and leaves the linked one as it is,
 * so a frame that is collected minutes later still reads one whole version. Links take no room and are removed when the process exits.
 *
 * @returns undefined when a file vanished meanwhile, so that the caller looks again.
 */
export async function pinFiles(basePath: string, files: readonly FileToPin[]): Promise<PinnedFiles | undefined> {
  const place = await pinFolder(basePath);
  const folder = join(place.folder, randomUUID());
  const identity = createHash("sha256");
  const pinned: string[] = [];
  const empty: string[] = [];
  for (const { path, name } of files) {
    const target = join(folder, name);
    await mkdir(dirname(target), { recursive: true });
    if (!(await hold(path, target, place.canLink))) {
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
    const { dev, ino, size, mtimeNs } = await stat(target, { bigint: true });
    identity.update(`${name}\0${dev}\0${ino}\0${size}\0${mtimeNs}\0`);
    (size === 0n ? empty : pinned).push(name);
  }
  for (const name of empty) await rm(join(folder, name), { force: true });
  return reuse(place.folder, identity.digest("hex"), { folder, files: pinned, empty });
}

/** The same versions of the same files are held once per process. */
async function reuse(place: string, identity: string, fresh: PinnedFiles): Promise<PinnedFiles> {
  const key = `${place}\0${identity}`;
  const known = held.get(key);
  if (known === undefined) {
    held.set(key, fresh);
    return fresh;
  }
  await rm(fresh.folder, { recursive: true, force: true });
  return known;
}

const held = new Map<string, PinnedFiles>();
const places = new Map<string, { folder: string; canLink: boolean }>();

/** Where this process keeps its pins of a base path. A base path that may not be written to is somebody else's to keep still. */
async function pinFolder(basePath: string): Promise<{ folder: string; canLink: boolean }> {
  const known = places.get(basePath);
  if (known) {
    await mkdir(known.folder, { recursive: true });
    return known;
  }
  let place = { folder: join(basePath, INTERNAL, "pins", ownerId), canLink: true };
  try {
    await mkdir(place.folder, { recursive: true });
  } catch (error) {
    if (!["EACCES", "EPERM", "EROFS"].includes(codeOf(error) ?? "")) throw error;
    place = { folder: join(tmpdir(), `glacier-pins-${ownerId}`), canLink: false };
    await mkdir(place.folder, { recursive: true });
  }
  places.set(basePath, place);
  atExit(() => rmSync(place.folder, { recursive: true, force: true }));
  return place;
}

/** @returns false when the file is gone. */
async function hold(path: string, target: string, canLink: boolean): Promise<boolean> {
  // A rename over the path can make link() fail for an instant, although a file is there before and after.
  for (let attempt = 1; ; attempt++) {
    try {
      if (canLink) await linkOrCopy(path, target);
      else await symlink(path, target);
      return true;
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      if (attempt === 5) return false;
    }
  }
}

/** A hard link; where the file system has none, or refuses one to somebody else's file, a copy (which costs nothing where it can share blocks). */
async function linkOrCopy(path: string, target: string): Promise<void> {
  try {
    // link() would hold the symbolic link and not what it leads to.
    await link(await realpath(path), target);
  } catch (error) {
    if (!["EPERM", "EACCES", "EXDEV", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(codeOf(error) ?? "")) throw error;
    await copyFile(path, target, constants.COPYFILE_FICLONE);
  }
}
