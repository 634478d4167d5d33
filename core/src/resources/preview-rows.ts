import type { Readable } from "node:stream";
import { type DataFormat, dataFormats, formatOf } from "../config/formats.ts";
import { type CsvSeparator, separatorOf } from "../data/csv-separator.ts";
import { compressionOf, decompressStart } from "../data/decompress-start.ts";
import { formatOfStart } from "../data/file-format.ts";
import { type PreviewedRows, type RowChoice, rowsOfAvro, rowsOfScan, rowsOfText, type TextFormat } from "../data/preview-frames.ts";
import { wholeAvroBlocks } from "../data/whole-avro-blocks.ts";
import { wholeRecords } from "../data/whole-records.ts";
import { GlacierError } from "../errors.ts";
import { Bucket } from "./bucket.ts";
import { constructionKey } from "./construction.ts";
import { objectUri } from "./object-uri.ts";

export interface PreviewOptions {
  /** Default: 10. */
  readonly rows?: number | undefined;
  /** Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** Default: what the name or the first bytes say. */
  readonly format?: DataFormat | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RowPreview extends PreviewedRows {
  readonly format: DataFormat;
  /** Whether there are fewer rows than were asked for because no more of the object is read for a preview. */
  readonly isCut: boolean;
  /** What separates the values of CSV. A scan goes by the name alone: a tab in `.tsv`, else a comma. */
  readonly separator?: CsvSeparator | undefined;
}

/**
 * The first rows of an object, without reading more of it than they need: of Parquet and Arrow IPC the columns and row groups that hold them, of CSV and
 * NDJSON (plain, gzip or zstd) and Avro a first range that grows until it holds them, up to 16 MiB.
 *
 * @throws {GlacierError} `NOT_FOUND`, `UNSUPPORTED_FORMAT`, `CONFIG_INVALID` for an unknown column, `CANCELLED`.
 */
export async function previewRows(bucket: Bucket, key: string, options: PreviewOptions = {}): Promise<RowPreview> {
  const { rows = 10, columns, signal } = options;
  const uri = objectUri(bucket, key);
  const { size } = await bucket.stat(key);
  throwIfAborted(signal);
  const format = options.format ?? formatOf(key) ?? formatByContent(await readStart(bucket, key, 8, signal));
  if (format === undefined) throw unknownFormat(uri);
  const object = { bucket, key, size, signal };
  const choice = { rows, columns, uri };
  if (format === "csv" || format === "ndjson") return { format, ...(await previewText(format, object, choice)) };
  if (size === 0) throw notInFormat(uri, format, "it is empty");
  if (format === "avro") return { format, ...(await previewAvro(object, choice)) };
  const { provider, config, bucketName, name } = bucket;
  // Not by the provider's factory, which would keep a resource for each look, and takes a slash off the beginning of a key.
  const itself = new Bucket(constructionKey, { provider, config, name, bucketName, path: key, format });
  return {
    format,
    isCut: false,
    ...(await untilAborted(
      itself.scan().then((frame) => rowsOfScan(frame, choice)),
      signal,
    )),
  };
}

/** Of text, only JSON objects are told by how they begin. */
const formatByContent = (start: Buffer): DataFormat | undefined =>
  formatOfStart(start) ?? (/^\ufeff?\{\s*"/.test(start.toString()) ? "ndjson" : undefined);

interface PreviewedObject {
  readonly bucket: Bucket;
  readonly key: string;
  readonly size: number;
  readonly signal: AbortSignal | undefined;
}

/** Of an object, and of what a compressed one holds. */
const LIMIT = 16 * 1024 * 1024;
const FIRST_RANGE = 64 * 1024;

async function previewText(
  format: TextFormat,
  object: PreviewedObject,
  choice: RowChoice,
): Promise<PreviewedRows & Pick<RowPreview, "isCut" | "separator">> {
  // A header is a record too.
  const wanted = choice.rows + (format === "csv" ? 1 : 0);
  for (let range = FIRST_RANGE; ; range *= 4) {
    const length = Math.min(range, LIMIT);
    // From the beginning each time: one read is of one version.
    const read = await readStart(object.bucket, object.key, length, object.signal);
    const { text, isWhole } = await textOf(read, read.length < length || read.length === object.size, choice.uri);
    requireText(format, text, choice.uri);
    const separator = /\.tsv(\.gz|\.zst)?$/i.test(object.key) ? "\t" : separatorOf(text);
    const found = isWhole
      ? { end: text.length, count: wanted }
      : wholeRecords(text, format === "csv" ? separator.charCodeAt(0) : undefined);
    const isLast = length === LIMIT || text.length >= LIMIT;
    if (found.count < wanted && !isLast) continue;
    if (found.count < Math.min(wanted, format === "csv" ? 2 : 1)) throw tooLong(choice.uri);
    const whole = text.subarray(0, found.end);
    return {
      isCut: found.count < wanted,
      ...(format === "csv" && { separator }),
      ...(await rowsOfText(format, isBlank(whole) ? Buffer.alloc(0) : whole, { ...choice, separator })),
    };
  }
}

async function textOf(bytes: Buffer, isWhole: boolean, uri: string): Promise<{ text: Buffer; isWhole: boolean }> {
  const compression = compressionOf(bytes);
  if (compression === undefined) return { text: bytes, isWhole };
  try {
    const { bytes: text, isCut } = await decompressStart(compression, bytes, { isWhole, limit: LIMIT });
    return { text, isWhole: isWhole && !isCut };
  } catch (error) {
    throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} cannot be decompressed (${compression}).`, {
      hint: "It is damaged, or was not written completely.",
      operation: OPERATION,
      cause: error,
    });
  }
}

function requireText(format: TextFormat, text: Buffer, uri: string): void {
  if (/^(\xff\xfe|\xfe\xff)/.test(text.toString("latin1", 0, 2))) throw notInFormat(uri, format, "it is UTF-16, and only UTF-8 is read");
  // A column may be named PAR1, which is a gene; no text holds a NUL.
  const other = text.subarray(0, 4096).includes(0) ? formatOfStart(text) : undefined;
  if (other !== undefined) throw notInFormat(uri, format, `it begins as ${other} does`);
  if (format === "ndjson" && /^\ufeff?\s*\[/.test(text.subarray(0, 100).toString()))
    throw notInFormat(uri, format, "it is one JSON array, not a JSON object a line");
}

const isBlank = (text: Buffer): boolean => text.length < 1024 && text.toString().replace("\ufeff", "").trim() === "";

async function previewAvro({ bucket, key, signal }: PreviewedObject, choice: RowChoice): Promise<PreviewedRows & { isCut: boolean }> {
  for (let range = FIRST_RANGE; ; range *= 4) {
    const length = Math.min(range, LIMIT);
    const read = await readStart(bucket, key, length, signal);
    const isWhole = read.length < length;
    const found = isWhole ? { end: read.length, count: choice.rows } : wholeAvroBlocks(read, choice.rows);
    if ((found?.count ?? 0) < choice.rows && length < LIMIT) continue;
    if (found === undefined || found.count === 0) throw tooLong(choice.uri);
    const rows = await untilAborted(rowsOfAvro(read.subarray(0, found.end), choice), signal);
    return { isCut: found.count < choice.rows, ...rows };
  }
}

async function readStart(bucket: Bucket, key: string, length: number, signal: AbortSignal | undefined): Promise<Buffer> {
  const stream: Readable = await bucket.read(key, { offset: 0, length, signal });
  // An abort just before the first byte is asked for would end the process. The loop finds the error too.
  stream.on("error", () => undefined);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    // A byte stream gives buffers.
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= length) break;
  }
  return Buffer.concat(chunks).subarray(0, length);
}

/** Polars cannot be stopped: who waits goes on at once. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(cancelled(signal));
  signal.addEventListener("abort", abort, { once: true });
  try {
    throwIfAborted(signal);
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    // Nobody waits for it any more where it was aborted.
    work.catch(() => undefined);
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal);
}

const OPERATION = "previewRows";

const cancelled = (signal: AbortSignal): GlacierError =>
  new GlacierError("CANCELLED", "The preview was cancelled.", { operation: OPERATION, cause: signal.reason });

const unknownFormat = (uri: string): GlacierError =>
  new GlacierError("UNSUPPORTED_FORMAT", `${uri} does not say its format, neither by its name nor by its first bytes.`, {
    hint: `Name the format: ${dataFormats.join(", ")}.`,
    operation: OPERATION,
  });

const notInFormat = (uri: string, format: DataFormat, why: string): GlacierError =>
  new GlacierError("UNSUPPORTED_FORMAT", `${uri} is no ${format} object: ${why}.`, {
    hint: "Name its own format, or check that it was written completely.",
    operation: OPERATION,
  });

const tooLong = (uri: string): GlacierError =>
  new GlacierError("UNSUPPORTED_FORMAT", `${uri} has no whole row in its first ${LIMIT / 1024 / 1024} MiB.`, {
    hint: "A quote that is never closed looks like that, and so does another format.",
    operation: OPERATION,
  });
