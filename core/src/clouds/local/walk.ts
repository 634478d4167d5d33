import type { BigIntStats, Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "./errors.ts";
import { isInside, isReserved, realpathOrUndefined } from "./keys.ts";

/** A file of a bucket. */
export interface FoundFile {
  readonly key: string;
  readonly path: string;
}

export type Found = (FoundFile & { readonly kind: "file" }) | { readonly kind: "folder"; readonly key: string };

/**
 * Files of a bucket whose keys start with a prefix, in the order of the keys' UTF-8 bytes, as object stores list them.
 * `shallow`: folders after the prefix are named (with `/` at the end) and not entered.
 * Links to files inside the base path count as files; links to folders are not followed, for they may lead in circles.
 */
export async function* walkFiles(
  basePath: string,
  bucketRoot: string,
  prefix: string,
  shallow = false,
): AsyncGenerator<Found, void, undefined> {
  const folderKey = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const realBase = await realpathOrUndefined(basePath);
  if (realBase !== undefined) yield* walkFolder(realBase, bucketRoot, folderKey, prefix, shallow);
}

async function* walkFolder(
  realBase: string,
  bucketRoot: string,
  folderKey: string,
  prefix: string,
  shallow: boolean,
): AsyncGenerator<Found, void, undefined> {
  const entries = (await readFolder(join(bucketRoot, folderKey)))
    .filter((entry) => !isReserved(entry.name))
    .map((entry) => ({ entry, key: `${folderKey}${entry.name}${entry.isDirectory() ? "/" : ""}` }))
    .filter(({ entry, key }) => key.startsWith(prefix) || (entry.isDirectory() && prefix.startsWith(key)))
    .sort((a, b) => compareKeys(a.key, b.key));
  for (const { entry, key } of entries) {
    const path = join(bucketRoot, key);
    if (entry.isDirectory()) {
      if (shallow && key.startsWith(prefix)) yield { kind: "folder", key };
      else yield* walkFolder(realBase, bucketRoot, key, prefix, shallow);
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isLinkToFile(realBase, path)))) yield { kind: "file", key, path };
  }
}

/** As object stores do. Equal to comparing code points, which comparing JavaScript strings is not. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Changes whenever a file is replaced or written to. */
export function etagOf(stats: BigIntStats): string {
  return [stats.ino, stats.size, stats.mtimeNs].map((part) => part.toString(36)).join("-");
}

async function readFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    // Gone in the meantime, or a file now: nothing below it.
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return [];
    throw error;
  }
}

async function isLinkToFile(realBase: string, path: string): Promise<boolean> {
  try {
    return isInside(realBase, await realpath(path)) && (await stat(path)).isFile();
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ELOOP" || codeOf(error) === "ENOTDIR") return false;
    throw error;
  }
}
