import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileExtensions, hasFormat } from "../../data/file-format.ts";
import { GlacierError } from "../../errors.ts";
import { globRoot, globToRegExp } from "../../objects/glob.ts";
import type { DataFormat } from "../../resources/format.ts";
import { codeOf } from "./errors.ts";
import { type BucketPlace, generationOf, readStates } from "./folder-state.ts";
import { type FileToPin, type PinnedFiles, pinFiles } from "./pins.ts";
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
  const root = path === "" || path.endsWith("/") ? path : globRoot(path);
  for (let round = 1; round <= 1000; round++) {
    const before = generationOf(await readStates(place), root);
    const files = await dataFiles(place, path, format);
    const named = nameFiles(files, root, format);
    const pinned = files.length === 0 ? undefined : await pinFiles(place.basePath, named.files);
    const isWhole = files.length === 0 || pinned !== undefined;
    if (isWhole && before === generationOf(await readStates(place), root)) {
      return pinned && { ...pinned, hive: named.hive, tabs: files.every(({ key }) => isTabbed(key)) };
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

/**
 * The files that a scan of a folder or glob reads: of the format, by their endings, or else without any ending. Names that begin with `_` or `.`
 * (`_SUCCESS`, `_temporary/`) are other tools' notes. A folder that is just being replaced counts as replaced already.
 */
export async function dataFiles(place: BucketPlace, path: string, format: DataFormat): Promise<FoundFile[]> {
  const isFolder = path === "" || path.endsWith("/");
  const root = isFolder ? path : globRoot(path);
  const matches = isFolder ? undefined : globToRegExp(path);
  const all: FoundFile[] = [];
  for await (const found of viewFiles(place, root)) {
    const isHidden = found.key
      .slice(root.length)
      .split("/")
      .some((name) => /^[._]/.test(name));
    if (!isHidden && (matches === undefined || matches.test(found.key))) all.push(found);
  }
  // A glob says itself which files are meant.
  if (matches) return all;
  const typed = all.filter(({ key }) => hasFormat(key, format));
  return typed.length > 0 ? typed : all.filter(({ key }) => !/[^/]\.[^/.]+$/.test(key));
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

/**
 * Names for the pins, in the order of the keys. Polars takes every folder named `column=value` for a partition and stumbles when only some are,
 * so folders are kept only where all files lie in the same kind of them.
 */
function nameFiles(files: readonly FoundFile[], root: string, format: DataFormat): { files: FileToPin[]; hive: boolean } {
  const columns = new Set(files.map(({ key }) => partitionColumns(key.slice(root.length))));
  const canPartition = format === "parquet" || format === "ipc";
  const hive = canPartition && columns.size === 1 && !columns.has("") && !columns.has(undefined);
  // The files of NDJSON have each their own fields, and are scanned one by one.
  const apart = format === "ndjson" && files.length > 1;
  return {
    hive,
    files: files.map((file, index) => {
      const relative = file.key.slice(root.length);
      const folder = hive ? relative.slice(0, relative.lastIndexOf("/") + 1) : apart ? `${padded(index)}/` : "";
      return { ...file, name: `${folder}${pinName(index, format)}` };
    }),
  };
}

/** `region=eu/day=1/x.parquet` → `region/day`; undefined where a folder is no partition. */
function partitionColumns(relative: string): string | undefined {
  const folders = relative.split("/").slice(0, -1);
  const names = folders.map((folder) => /^([^=]+)=[^=]+$/.exec(folder)?.[1]);
  return names.includes(undefined) ? undefined : names.join("/");
}

/** Keeps the order, for Polars sorts what it finds by name. One ending for all, because Polars refuses a folder with several; what is compressed it tells by the content. */
const pinName = (index: number, format: DataFormat): string => `${padded(index)}${fileExtensions[format][0]}`;

const padded = (index: number): string => String(index).padStart(8, "0");

const isTabbed = (key: string): boolean => key.toLowerCase().endsWith(".tsv");
