import { createHash, randomUUID } from "node:crypto";
import { type BigIntStats, rmSync } from "node:fs";
import { constants, copyFile, link, lstat, mkdir, realpath, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GlacierError } from "../../errors.ts";
import { mapBounded } from "../../objects/map-bounded.ts";
import { ownerId } from "../../owners/owner.ts";
import { removeAbandoned } from "../../owners/remove-abandoned.ts";
import { atExit } from "./at-exit.ts";
import { codeOf } from "./errors.ts";
import { internalFolder } from "./internal-folder.ts";
import { INTERNAL } from "./keys.ts";
import { statOrUndefined } from "./stat.ts";
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
  /** The keys of these files. */
  readonly keys: readonly string[];
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
  const present = await mapBounded(files, ({ path }) => statOrUndefined(path));
  const known = held.get(keyOf(place.folder, files, present));
  if (known && (await statOrUndefined(known.folder))) return known;
  const folder = join(place.folder, randomUUID());
  try {
    const parents = new Set(files.map(({ name }) => dirname(join(folder, name))));
    await mapBounded([...parents], (parent) => mkdir(parent, { recursive: true }));
    const versions = await mapBounded(files, ({ path, name }) => hold(path, join(folder, name), place.canLink));
    if (versions.includes(undefined)) {
      await rm(folder, { recursive: true, force: true });
      return undefined;
    }
    const isEmpty = (_file: FileToPin, index: number): boolean => versions[index]?.size === 0n;
    const empty = files.filter(isEmpty).map(({ name }) => name);
    await mapBounded(empty, (name) => rm(join(folder, name), { force: true }));
    const full = files.filter((file, index) => !isEmpty(file, index));
    const pinned = { folder, files: full.map(({ name }) => name), keys: full.map(({ key }) => key), empty };
    const key = keyOf(place.folder, files, versions);
    const twin = held.get(key);
    if (twin && (await statOrUndefined(twin.folder))) {
      // Another scan was faster.
      await rm(folder, { recursive: true, force: true });
      return twin;
    }
    held.set(key, pinned);
    return pinned;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The same versions of the same files are held once per process. */
function keyOf(place: string, files: readonly FileToPin[], versions: readonly (BigIntStats | undefined)[]): string {
  const identity = createHash("sha256");
  for (const [index, { name }] of files.entries()) {
    const version = versions[index];
    identity.update(`${name}\0${version?.dev}\0${version?.ino}\0${version?.size}\0${version?.mtimeNs}\0`);
  }
  return `${place}\0${identity.digest("hex")}`;
}

const held = new Map<string, PinnedFiles>();
const places = new Map<string, { folder: string; canLink: boolean }>();

const TEMPORARY = "glacier-pins-";

/** Where this process keeps its pins of a base path. A base path that may not be written to is somebody else's to keep still. */
async function pinFolder(basePath: string): Promise<{ folder: string; canLink: boolean }> {
  const known = places.get(basePath);
  if (known) {
    await mkdir(known.folder, { recursive: true });
    return known;
  }
  let place = { folder: join(basePath, INTERNAL, "pins", ownerId), canLink: true };
  try {
    await internalFolder(basePath);
    await mkdir(place.folder, { recursive: true });
  } catch (error) {
    const isDenied =
      error instanceof GlacierError ? error.code === "ACCESS_DENIED" : ["EACCES", "EPERM", "EROFS"].includes(codeOf(error) ?? "");
    if (!isDenied) throw error;
    await removeAbandoned(tmpdir(), TEMPORARY);
    place = { folder: join(tmpdir(), `${TEMPORARY}${ownerId}`), canLink: false };
    await mkdir(place.folder, { recursive: true });
  }
  places.set(basePath, place);
  atExit(() => rmSync(place.folder, { recursive: true, force: true }));
  return place;
}

/** @returns which version is held; undefined when the file is gone. */
async function hold(path: string, target: string, canLink: boolean): Promise<BigIntStats | undefined> {
  // A rename over the path can make link() fail for an instant, although a file is there before and after.
  for (let attempt = 1; ; attempt++) {
    try {
      if (canLink) return await linkOrCopy(path, target);
      await symlink(path, target);
      return await stat(target, { bigint: true });
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      await rm(target, { force: true });
      if (attempt === 5) return undefined;
    }
  }
}

/** A hard link; where the file system has none, or refuses one to somebody else's file, a copy (which costs nothing where it can share blocks). */
async function linkOrCopy(path: string, target: string): Promise<BigIntStats> {
  try {
    await link(path, target);
    const linked = await lstat(target, { bigint: true });
    if (!linked.isSymbolicLink()) return linked;
    // link() holds the symbolic link and not what it leads to.
    await rm(target);
    await link(await realpath(path), target);
    return await stat(target, { bigint: true });
  } catch (error) {
    if (!["EPERM", "EACCES", "EXDEV", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(codeOf(error) ?? "")) throw error;
    // Taken before the copy: should the file be replaced in between, the next scan finds another version, and copies again.
    const { dev, ino, mtimeNs } = await stat(path, { bigint: true });
    await copyFile(path, target, constants.COPYFILE_FICLONE);
    return Object.assign(await stat(target, { bigint: true }), { dev, ino, mtimeNs });
  }
}
