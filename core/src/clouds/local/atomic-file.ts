import { randomUUID } from "node:crypto";
import { type BigIntStats, rmdirSync } from "node:fs";
import { constants, copyFile, mkdir, open, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GlacierError } from "../../errors.ts";
import { throwIfAborted } from "../../objects/cancellation.ts";
import { ownerId } from "../../owners/owner.ts";
import { removeAbandoned } from "../../owners/remove-abandoned.ts";
import { atExit } from "./at-exit.ts";
import { codeOf, conflict, type FileErrorContext, translateFileError } from "./errors.ts";
import { internalFolder } from "./internal-folder.ts";
import { INTERNAL } from "./keys.ts";
import { isFolder } from "./stat.ts";

/** A new, hidden path on the same file system as the buckets. Nothing is there yet; its folder is. */
export async function temporaryPath(basePath: string, extension = ""): Promise<string> {
  const folder = join(await internalFolder(basePath), "tmp", ownerId);
  await mkdir(folder, { recursive: true });
  if (!cleaned.has(folder)) {
    cleaned.add(folder);
    atExit(() => removeIfEmptySync(folder));
  }
  return join(folder, `${randomUUID()}${extension}`);
}

const cleaned = new Set<string>();

/** Only if empty: a part that a decided replacement waits for must outlive this process. */
function removeIfEmptySync(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not empty, or gone: the next process that starts here looks after it.
  }
}

/**
 * Runs `fill` on a hidden file, flushes it to the disk and renames it into place. Until the rename, nobody sees anything; after it, everybody sees all.
 *
 * @param move how the file gets into place. Default: whatever is there is replaced.
 * @returns the facts of the new file
 * @throws {GlacierError} `CONFLICT` when the target is a folder, or a file is where a folder is needed; `CANCELLED` when the signal is aborted before the rename.
 */
export async function replaceFile(
  basePath: string,
  target: string,
  context: FileErrorContext,
  fill: (path: string) => Promise<void>,
  signal?: AbortSignal,
  move = moveInto,
): Promise<BigIntStats> {
  let temporary: string | undefined;
  try {
    temporary = await temporaryPath(basePath, extensionOf(target)).catch((error: unknown) => pathBeside(basePath, target, error));
    await fill(temporary);
    await flush(temporary);
    throwIfAborted(signal, context.operation);
    return await move(temporary, target, context);
  } catch (error) {
    throw translateFileError(error, context);
  } finally {
    if (temporary !== undefined) await rm(temporary, { force: true });
  }
}

/**
 * Where a base path may not be written to, such as the folder of all users' homes, the nearest folder of the object that is there is left: the name is
 * Glacier's own there too, so nobody sees it.
 *
 * @throws what was given, where it is another problem, or there is no such folder.
 */
async function pathBeside(basePath: string, target: string, error: unknown): Promise<string> {
  const isDenied = error instanceof GlacierError ? error.code === "ACCESS_DENIED" : DENIALS.includes(codeOf(error) ?? "");
  let folder = dirname(target);
  while (isDenied && folder.length > basePath.length && !(await isFolder(folder))) folder = dirname(folder);
  if (!isDenied || folder.length <= basePath.length) throw error;
  return hiddenPath(folder, extensionOf(target));
}

/** In a folder of objects, from which what killed processes have left there is removed first. */
async function hiddenPath(folder: string, extension = ""): Promise<string> {
  await removeAbandoned(folder, `${INTERNAL}-`);
  return join(folder, `${INTERNAL}-${ownerId}~${randomUUID()}${extension}`);
}

const DENIALS = ["EACCES", "EPERM", "EROFS"];

const extensionOf = (path: string): string => /\.[A-Za-z0-9]+$/.exec(path)?.[0] ?? "";

/** Renames a flushed file into place, making folders on the way. */
export async function moveInto(source: string, target: string, context: FileErrorContext): Promise<BigIntStats> {
  const stats = await stat(source, { bigint: true });
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(dirname(target), { recursive: true });
      await rename(source, target);
      await flushFolder(dirname(target));
      return stats;
    } catch (error) {
      const code = codeOf(error);
      // Somebody removed the last object of the folder, and the folder with it, between the two calls.
      if (code === "ENOENT" && attempt < 50) continue;
      if (code === "EISDIR" && attempt < 50 && (await removeIfEmpty(target))) continue;
      if (code === "EXDEV") return moveAcross(source, target, context);
      if (code === "EISDIR" || code === "ENOTDIR" || code === "EEXIST" || code === "ENOTEMPTY")
        throw conflict(context.uri, context.operation, error);
      throw error;
    }
  }
}

/** Writes what is in the page cache to the disk. */
export async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The bucket is a mount of its own: the last step has to happen there. */
async function moveAcross(source: string, target: string, context: FileErrorContext): Promise<BigIntStats> {
  const beside = await hiddenPath(dirname(target));
  try {
    await copyFile(source, beside, constants.COPYFILE_FICLONE);
    await flush(beside);
    const stats = await moveInto(beside, target, context);
    await rm(source, { force: true });
    return stats;
  } finally {
    await rm(beside, { force: true });
  }
}

/** Without this, a power cut could forget the rename. Windows has no such call and needs none. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Removes a folder that is empty, and the ones above it, as far as another folder, which stays. */
export async function removeEmptyFolders(from: string, stayBelow: string): Promise<void> {
  for (let folder = from; folder.length > stayBelow.length && (await removeIfEmpty(folder)); ) folder = dirname(folder);
}

/** Object stores know no empty folders, so one is not in the way of a key. */
export async function removeIfEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch {
    // Not empty, or not a folder any more: the caller reports its own error.
    return false;
  }
}
