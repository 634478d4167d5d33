import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isAbandoned } from "./owner.ts";

/**
 * Removes what killed processes have left in a folder under names of the form `<prefix><owner>~<anything>`, once per process, prefix and folder. What
 * cannot be removed, or is being removed by another process at this moment, is no reason to refuse the work at hand.
 */
export function removeAbandoned(folder: string, prefix: string): Promise<void> {
  const key = join(folder, prefix);
  const work = done.get(key) ?? removeNow(folder, prefix);
  done.set(key, work);
  return work;
}

const done = new Map<string, Promise<void>>();

async function removeNow(folder: string, prefix: string): Promise<void> {
  const names = await orUndefined(readdir(folder));
  for (const name of names ?? []) {
    if (name.startsWith(prefix)) await orUndefined(removeIfAbandoned(join(folder, name), name.slice(prefix.length)));
  }
}

async function removeIfAbandoned(path: string, name: string): Promise<void> {
  const owner = name.split("~").slice(0, 3).join("~");
  const stats = await lstat(path);
  // In a folder that all users share, one of somebody else's could be made to lead elsewhere while it is being removed.
  const isOwn = !stats.isSymbolicLink() && (process.getuid === undefined || stats.uid === process.getuid());
  if (isOwn && (await isAbandoned(owner, path))) await rm(path, { recursive: true, force: true });
}

async function orUndefined<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return undefined;
  }
}
