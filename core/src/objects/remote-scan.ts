import type { LazyDataFrame } from "nodejs-polars";
import { type DataFormat, fileExtensions } from "../config/formats.ts";
import { watchSource } from "../data/collect-watch.ts";
import { nameSource, translatePolarsError, withoutMarks } from "../data/errors.ts";
import { checkContent } from "../data/file-format.ts";
import { markOf, marksIn } from "../data/mark.ts";
import { partitionsIn } from "../data/partitions.ts";
import { type ScanFiles, scanFiles } from "../data/scan.ts";
import { GlacierError } from "../errors.ts";
import type { ObjectInfo } from "../resources/adapter.ts";
import { isChangedSync, type StoreOrigin, serveCredentials, serveObjects } from "./companion.ts";
import { isTabbed, nameFiles } from "./data-files.ts";
import { directReadBytes } from "./direct-reads.ts";
import { mapBounded } from "./map-bounded.ts";
import type { Call, ObjectStore, PolarsAccess } from "./object-store.ts";
import { readBytes } from "./resumable-read.ts";

/** Objects of one format, as they were found. */
export interface ScanTarget {
  /** In the order of their keys. */
  readonly files: readonly ObjectInfo[];
  /** The folder that holds these files and nothing else; undefined where there is none, or more in it. */
  readonly folder: string | undefined;
  /** What precedes the names of partitions in the files' keys. */
  readonly root: string;
  readonly uri: string;
  /** @throws {GlacierError} when the files are not what they were: `CONFLICT`, retryable, or `NOT_FOUND` when there is nothing to be scanned any more. */
  readonly verify: () => Promise<void>;
}

/** A lazy frame over objects: Polars reads them by itself where it can, else it reads them here. */
export async function scanObjects(
  store: ObjectStore,
  origin: StoreOrigin,
  format: DataFormat,
  target: ScanTarget,
  call: Call,
): Promise<LazyDataFrame> {
  const { uri } = target;
  refuseEmpty(format, target);
  // Polars passes over what is empty, and some formats cannot be so.
  const files = target.files.filter(({ size }) => size > 0);
  await orChanged(target, checkSome(store, format, files, uri, call));
  const content = (index: number): Promise<Buffer> => {
    const file = files[index];
    if (!file) throw new RangeError(`There is no file ${index}.`);
    return orChanged(target, readBytes(store, { ...file, start: 0, end: file.size }, call));
  };
  const named = nameFiles(files, target.root, format);
  const common = {
    keys: files.map(({ key }) => key),
    uri,
    hive: named.hive,
    partitions: named.hive ? named.files.map(({ name }) => partitionsIn(name)) : undefined,
    tabs: files.length > 0 && files.every(({ key }) => isTabbed(key)),
    content,
  };
  const versions = files.map(({ key, etag }) => ({ key, etag }));
  const verifySync = (): void => {
    if (isChangedSync(origin, versions)) throw changedSince(uri);
  };
  const open = async (paths: PolarsPaths, isPinned: boolean): Promise<LazyDataFrame> => {
    const [mark] = marksIn(paths.each[0] ?? "");
    const source = { isPinned, objects: files.length, verify: target.verify, verifySync };
    if (mark !== undefined) nameSource(mark, uri, format, files.length);
    // What is read while the frame is opened is read right after the files were found; only what fails is asked about.
    if (mark !== undefined) await watchSource(mark, { ...source, isPinned: true }, "unless watched");
    const frame = await openFiles(format, { ...common, ...paths }, target, call);
    if (mark !== undefined) await watchSource(mark, source);
    return frame;
  };
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const access =
    size >= directReadBytes() && canReadItself(format, target, files, named.hive)
      ? await store.polarsAccess(call, () => serveCredentials(origin))
      : undefined;
  if (access) {
    const frame = await open(readItself(access, markOf([origin, target.folder, files]), target, files), false);
    if (files.length === 1 || sourcesOf(frame) === files.length) return frame;
  }
  return open(await readHere(origin, format, named.files), true);
}

export const changedSince = (uri: string): GlacierError =>
  new GlacierError("CONFLICT", `${uri} was changed after it was scanned.`, {
    hint: "Scan it again: what was read may be of both versions, and was thrown away.",
    operation: "collect",
    retryable: true,
  });

/** A file that is gone is no matter of that file where the folder as a whole has changed. */
async function orChanged<Result>({ verify }: ScanTarget, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof GlacierError && error.code === "NOT_FOUND") await verify();
    throw error;
  }
}

async function openFiles(format: DataFormat, files: ScanFiles, { verify, uri }: ScanTarget, call: Call): Promise<LazyDataFrame> {
  try {
    return await scanFiles(format, files);
  } catch (error) {
    const translated = translatePolarsError(error, { operation: call.operation, uri });
    withoutMarks(error);
    // Whoever can be asked in person gives a better reason than Polars' text.
    await verify();
    throw translated ?? error;
  }
}

/**
 * How many files a frame over a folder reads. Polars has listed the folder by itself, and will not do so again: when it found as many as are known to have been
 * there, and these prove to be there still after a `collect`, it found these and no other.
 */
function sourcesOf(frame: LazyDataFrame): number {
  // `Parquet SCAN [a, b, c, ... 97 other sources]`; names may hold anything, but each begins with the mark.
  const plan = String(frame.describePlan());
  const [line = ""] = plan.split("\nPROJECT");
  const [mark = ""] = marksIn(line);
  const others = Number(/, \.\.\. (\d+) other sources?\]$/.exec(line.trimEnd())?.[1] ?? 0);
  return line.split(`:${mark}@`).length - 1 + others;
}

type PolarsPaths = Pick<ScanFiles, "together" | "each" | "cloudOptions">;

function readItself({ root, cloudOptions }: PolarsAccess, mark: string, { folder }: ScanTarget, files: readonly ObjectInfo[]): PolarsPaths {
  // Polars' object stores heed no password in a URI; credentials are among the options.
  const marked = root.replace("://", `://:${mark}@`);
  const each = files.map(({ key }) => `${marked}${key}`);
  // A copy, since Polars' types want one that can be changed.
  return { together: each.length === 1 ? each[0] : `${marked}${folder}`, each, cloudOptions: { ...cloudOptions } };
}

async function readHere(
  origin: StoreOrigin,
  format: DataFormat,
  files: readonly (ObjectInfo & { readonly name: string })[],
): Promise<PolarsPaths> {
  // Of Avro Polars reads no part, so it is given the content.
  if (format === "avro" || files.length === 0) return { each: files.map(({ key }) => key) };
  const url = await serveObjects(
    origin,
    files.map(({ name, key, size, etag }) => ({ name: `${FOLDER}${name}`, key, size, etag })),
  );
  // Arrow IPC is the one format whose reader takes no options, and without any it knows HTTP only, file by file.
  if (format === "ipc") return { each: files.map(({ name }) => `${url}/${FOLDER}${encodePath(name)}`) };
  const { origin: endpoint, pathname } = new URL(url);
  const root = `s3:/${pathname}/${FOLDER}`;
  const cloudOptions = { aws_endpoint_url: endpoint, aws_region: "us-east-1", aws_skip_signature: "true", aws_allow_http: "true" };
  const each = files.map(({ name }) => `${root}${name}`);
  return { together: each.length === 1 ? each[0] : root, each, cloudOptions };
}

/** Of partitions at the root of a bucket Polars loses the first letter. */
const FOLDER = "files/";

const encodePath = (name: string): string => name.split("/").map(encodeURIComponent).join("/");

/** Whether Polars by itself can be made to read exactly the files that were found, in their order. */
function canReadItself(format: DataFormat, { files: found, folder }: ScanTarget, files: readonly ObjectInfo[], hive: boolean): boolean {
  if (format === "ipc" || format === "avro" || files.length === 0) return false;
  // Polars' paths have no empty parts and no `..`, and of NDJSON's it takes special characters for a pattern.
  const isOrdinary = (key: string): boolean =>
    !/(^|\/)(\.{0,2})(\/|$)/.test(key) && !(format === "ndjson" && /[*?[{]/.test(key)) && !/[\p{Cc}\\]/u.test(key);
  if (!files.every(({ key }) => isOrdinary(key))) return false;
  if (files.length === 1 && !hive) return true;
  // Of a folder of text Polars would find out later, and again and again, what is in it.
  if (format !== "parquet" || folder === undefined || files.length !== found.length) return false;
  if (folder !== "" && !isOrdinary(folder.slice(0, -1))) return false;
  const endings = new Set(files.map(({ key }) => /\.[^./]*$/.exec(key)?.[0]));
  const isPartitioned = files.some(({ key }) => key.slice(folder.length).includes("="));
  // See FOLDER, and the names that files are given.
  if (hive && (folder === "" || files.some(({ key }) => /[*?[{]/.test(key)))) return false;
  return endings.size === 1 && endings.has(fileExtensions[format][0]) && (hive || !isPartitioned);
}

function refuseEmpty(format: DataFormat, { files, uri }: ScanTarget): void {
  // A text file without a byte is a frame without rows; the other formats have a header.
  if (format === "csv" || format === "ndjson") return;
  const empty = files.find(({ size }) => size === 0);
  if (!empty) return;
  throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} holds an empty file, which is no ${format} file (${empty.key}).`, {
    hint: "It was probably not written completely: write it again or remove it.",
    operation: "bucket.scan",
  });
}

/**
 * How many text files of a folder are looked at before Polars does; each costs two requests. Damage in a later one is an error when the frame is collected, except of
 * Arrow IPC, where it could end the process: of that, every file is looked at. At Parquet and Avro their readers look themselves when they are scanned.
 */
const CHECKED_FILES = 4;

async function checkSome(store: ObjectStore, format: DataFormat, files: readonly ObjectInfo[], uri: string, call: Call): Promise<void> {
  if (format === "avro" || format === "parquet") return;
  const some = format === "ipc" ? files : files.slice(0, CHECKED_FILES);
  await mapBounded(some, (file) =>
    checkContent(format, { size: file.size, read: (position, length) => readPadded(store, file, position, length, call) }, uri),
  );
}

async function readPadded(store: ObjectStore, file: ObjectInfo, position: number, length: number, call: Call): Promise<Buffer> {
  const end = Math.min(file.size, position + length);
  const buffer = Buffer.alloc(length);
  if (end > position) (await readBytes(store, { ...file, start: position, end }, call)).copy(buffer);
  return buffer;
}
