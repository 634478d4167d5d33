import type { Dirent } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Place } from "../place.ts";

/** A file of this machine that is no object, so that no list of its folder has it. */
export interface LeftOut {
  /** Below the folder. */
  readonly name: string;
  /** Continues "… is left out: ". */
  readonly why: string;
}

/** What lies in a folder of this machine and is no object: who copies a tree may miss it. Nothing for a cloud, where all is an object. */
export async function* leftOut({ bucket, key }: Place): AsyncGenerator<LeftOut, void, undefined> {
  const { basePath } = bucket.provider;
  if (basePath === undefined) return;
  const base = await realpath(basePath).catch(() => undefined);
  const root = join(basePath, bucket.bucketName, key);
  if (base !== undefined)
    for await (const { path, why } of walk(base, root)) yield { name: relative(root, path).replaceAll(sep, "/"), why };
}

async function* walk(base: string, folder: string): AsyncGenerator<{ path: string; why: string }, void, undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => error);
  // The list, which the copy goes by, fails for it too, and says so.
  if (entries instanceof Error) return;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const why = await reason(base, path, entry);
    if (why !== undefined) yield { path, why };
    else if (entry.isDirectory()) yield* walk(base, path);
  }
}

async function reason(base: string, path: string, entry: Dirent): Promise<string | undefined> {
  // What stands for bytes that are no text leads to no file. A name may hold the mark itself.
  if (entry.name.includes("\ufffd") && !(await exists(path))) return "its name is not UTF-8";
  if (entry.isFile() || entry.isDirectory()) return undefined;
  if (!entry.isSymbolicLink()) return "it is no file, but a pipe, a socket or a device";
  const target = await realpath(path).catch(() => undefined);
  const stats = target === undefined ? undefined : await stat(target).catch(() => undefined);
  if (target === undefined || stats === undefined) return "it is a link that leads nowhere";
  if (!stats.isFile()) return stats.isDirectory() ? "it is a link to a folder" : "it is a link to no file";
  return `${target}${sep}`.startsWith(base.endsWith(sep) ? base : `${base}${sep}`) ? undefined : "it is a link to a file elsewhere";
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
