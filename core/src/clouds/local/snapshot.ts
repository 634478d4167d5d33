import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { DataFormat } from "../../config/formats.ts";
import { GlacierError } from "../../errors.ts";
import { isTabbed, nameFiles, pinName, scanRoot, selectDataFiles } from "../../objects/data-files.ts";
import { codeOf } from "./errors.ts";
import { type BucketPlace, generationOf, readStates } from "./folder-state.ts";
import { type PinnedFiles, pinFiles } from "./pins.ts";
import { compareKeys, type FoundFile, walkFiles } from "./walk.ts";

/** The files of a folder or glob, held as they were at one moment. */
export interface Snapshot extends PinnedFiles {
  /** Whether the files lie in folders named `column=value`. */
  readonly hive: boolean;
  /** Whether their names say that columns are separated by tabs. */
  readonly tabs: boolean;
}

/** One object's present version; undefined when there is none. */
export async function snapshotObject(place: BucketPlace, key: string, format: DataFormat): Promise<Snapshot | undefined> {
  const path = join(place.bucketRoot, key);
  if (!(await isFile(path))) return undefined;
  const pinned = await pinFiles(place.basePath, [{ key, path, name: pinName(0, format) }]);
  return pinned && { ...pinned, hive: false, tabs: isTabbed(key) };
}

/**
 * The data files of a folder (with `/` at the end, or empty for the whole bucket) or glob, as they are between two replacements of any folder involved;
 * undefined when there is none.
 */
export async function snapshotFolder(place: BucketPlace, path: string, format: DataFormat): Promise<Snapshot | undefined> {
  const root = scanRoot(path);
  for (let round = 1; round <= 1000; round++) {
    const before = generationOf(await readStates(place), root);
    const files = await dataFiles(place, path, format);
    const named = nameFiles(files, root, format);
    const pinned = files.length === 0 ? undefined : await pinFiles(place.basePath, named.files);
    const isWhole = files.length === 0 || pinned !== undefined;
    if (isWhole && before === generationOf(await readStates(place), root)) {
      return pinned && { ...pinned, hive: named.hive, tabs: pinned.keys.length > 0 && pinned.keys.every(isTabbed) };
    }
    if (!isWhole && round > 3) refuseUnreachable(place, files);
    // A replacement came in between, or a file was removed: look again. Each round that fails is a write that succeeded.
  }
  throw new GlacierError("CONFLICT", `The files of ${root === "" ? place.bucketName : root} change faster than they can be listed.`, {
    operation: "bucket.scan",
    retryable: true,
  });
}

/** A name that is not UTF-8 is listed with replacement characters, under which the file cannot be opened, however often one looks. */
function refuseUnreachable(place: BucketPlace, files: readonly FoundFile[]): void {
  const unreachable = files.find(({ key, path }) => key.includes("\ufffd") && !existsSync(path));
  if (!unreachable) return;
  throw new GlacierError(
    "CONFIG_INVALID",
    `The name of ${unreachable.key} in bucket ${place.bucketName} is not UTF-8, so the file cannot be read.`,
    {
      hint: "Rename it.",
      operation: "bucket.scan",
    },
  );
}

/** The files that a scan of a folder or glob reads. A folder that is just being replaced counts as replaced already. */
export async function dataFiles(place: BucketPlace, path: string, format: DataFormat): Promise<FoundFile[]> {
  const all: FoundFile[] = [];
  for await (const found of viewFiles(place, scanRoot(path))) all.push(found);
  return selectDataFiles(all, path, format);
}

/** Files below a prefix as a reader should see them: a replacement that was decided is shown as done, though its files may still be on their way. */
export async function* viewFiles(place: BucketPlace, prefix: string): AsyncGenerator<FoundFile, void, undefined> {
  const applying = (await readStates(place)).filter((state) => state.phase === "applying");
  if (applying.length === 0) {
    for await (const found of walkFiles(place.basePath, place.bucketRoot, prefix)) if (found.kind === "file") yield found;
    return;
  }
  const removed = new Set(applying.flatMap((state) => state.removed));
  const files = new Map<string, FoundFile>();
  for await (const found of walkFiles(place.basePath, place.bucketRoot, prefix)) {
    if (found.kind === "file" && !removed.has(found.key)) files.set(found.key, found);
  }
  for (const { key, temporary } of applying.flatMap((state) => state.added)) {
    if (!key.startsWith(prefix) || files.has(key)) continue;
    // It is in one place or the other; it moves from the first to the second, so they are looked at in this order.
    const path = [temporary, join(place.bucketRoot, key)].find(existsSync);
    if (path !== undefined) files.set(key, { key, path });
  }
  yield* [...files.values()].sort((a, b) => compareKeys(a.key, b.key));
}

export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return false;
    throw error;
  }
}
