import type { LazyDataFrame } from "nodejs-polars";
import { watchSource } from "../data/collect-watch.ts";
import { nameSource, translatePolarsError } from "../data/errors.ts";
import { checkContent, fileExtensions } from "../data/file-format.ts";
import { partitionsIn } from "../data/partitions.ts";
import { scanFiles } from "../data/scan.ts";
import { GlacierError } from "../errors.ts";
import type { ObjectInfo } from "../resources/adapter.ts";
import type { DataFormat } from "../resources/format.ts";
import { type StoreOrigin, serveCredentials, serveObjects } from "./companion.ts";
import { isTabbed, nameFiles } from "./data-files.ts";
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
  /** @throws {GlacierError} `CONFLICT`, retryable, when the files are not what they were. */
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
  await checkSome(store, format, files, uri, call);
  const content = (index: number): Promise<Buffer> => {
    const file = files[index];
    if (!file) throw new RangeError(`There is no file ${index}.`);
    return readBytes(store, { ...file, start: 0, end: file.size }, call);
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
  const access = canReadItself(format, target, files, named.hive)
    ? await store.polarsAccess(call, () => serveCredentials(origin))
    : undefined;
  const from = access ? readItself(access, target, files) : await readHere(origin, format, named.files);
  const paths = new Set([...(from.together === undefined ? [] : [from.together]), ...from.each]);
  for (const path of paths) nameSource(path, uri, format, files.length);
  const frame = await scanFiles(format, { ...common, ...from }).catch(async (error: unknown) => {
    // Whoever can be asked in person gives a better reason than Polars' text.
    await target.verify();
    throw translatePolarsError(error, { operation: call.operation, uri }) ?? error;
  });
  // Only now: what was read so far was read right after the files were found.
  for (const path of paths) await watchSource(path, { verify: access ? target.verify : async () => undefined });
  return frame;
}

interface PolarsPaths {
  readonly together?: string | undefined;
  readonly each: readonly string[];
  readonly cloudOptions?: Record<string, string>;
}

function readItself({ root, cloudOptions }: PolarsAccess, { folder }: ScanTarget, files: readonly ObjectInfo[]): PolarsPaths {
  const each = files.map(({ key }) => `${root}${key}`);
  // A copy, since Polars' types want one that can be changed.
  return { together: folder === undefined ? each[0] : `${root}${folder}`, each, cloudOptions: { ...cloudOptions } };
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

/** Whether Polars by itself would read exactly the files that were found, in their order. */
function canReadItself(format: DataFormat, { files: found, folder }: ScanTarget, files: readonly ObjectInfo[], hive: boolean): boolean {
  if (format === "ipc" || format === "avro" || files.length === 0) return false;
  // Polars' paths have no empty parts and no `..`, and of NDJSON's it takes special characters for a pattern.
  const isOrdinary = (key: string): boolean =>
    !/(^|\/)(\.{0,2})(\/|$)/.test(key) && !(format === "ndjson" && /[*?[{]/.test(key)) && !/[\p{Cc}\\]/u.test(key);
  if (!files.every(({ key }) => isOrdinary(key))) return false;
  if (files.length === 1 && folder === undefined) return true;
  if (folder === undefined || files.length !== found.length || (folder !== "" && !isOrdinary(folder.slice(0, -1)))) return false;
  const endings = new Set(files.map(({ key }) => /\.[^./]*$/.exec(key)?.[0]));
  const tabs = new Set(files.map(({ key }) => isTabbed(key)));
  const isPartitioned = files.some(({ key }) => key.slice(folder.length).includes("="));
  // See FOLDER.
  if (hive && folder === "") return false;
  return endings.size === 1 && endings.has(fileExtensions[format][0]) && tabs.size === 1 && (hive || !isPartitioned);
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
  await Promise.all(
    some.map((file) =>
      checkContent(format, { size: file.size, read: (position, length) => readPadded(store, file, position, length, call) }, uri),
    ),
  );
}

async function readPadded(store: ObjectStore, file: ObjectInfo, position: number, length: number, call: Call): Promise<Buffer> {
  const end = Math.min(file.size, position + length);
  const buffer = Buffer.alloc(length);
  if (end > position) (await readBytes(store, { ...file, start: position, end }, call)).copy(buffer);
  return buffer;
}
