import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DataFrame, LazyDataFrame } from "nodejs-polars";
import type { DataFormat } from "../config/formats.ts";
import { translatePolarsError } from "./errors.ts";
import { loadPolars } from "./load.ts";
import { scanNdjsonFiles } from "./ndjson.ts";
import { partitionsIn, withPartitions } from "./partitions.ts";

/** Files of one format, as Polars can be given them. */
export interface ScanFiles {
  /** What Polars is given for all of them together: one file, or a folder that holds nothing else. Default: they are put together one by one. */
  readonly together?: string | undefined;
  /** What Polars is given for each, in the order of the rows. None is empty unless the format has a header. */
  readonly each: readonly string[];
  /** The keys of the files, for messages. */
  readonly keys: readonly string[];
  /** What they are, for messages. */
  readonly uri: string;
  /** Whether folders are named `column=value`. Default: false. */
  readonly hive?: boolean | undefined;
  /** What the names of their folders say of each. */
  readonly partitions?: readonly Readonly<Record<string, string>>[] | undefined;
  /** Whether columns of text are separated by tabs. Default: false, by commas. */
  readonly tabs?: boolean | undefined;
  /** How Polars reaches a cloud. Default: it needs nothing. */
  readonly cloudOptions?: Record<string, string> | undefined;
  /** The whole content of one, for a format of which Polars reads no part. */
  readonly content: (index: number) => Promise<Buffer>;
}

/** Files in a folder of this machine that holds nothing else and does not change any more. */
export interface FrozenFiles {
  readonly folder: string;
  /** Relative to the folder, in the order of the rows; several of NDJSON each in a folder of its own. None of them is empty unless the format has a header. */
  readonly files: readonly string[];
  readonly keys?: readonly string[];
  readonly uri: string;
  readonly hive?: boolean;
  readonly tabs?: boolean;
}

/** Rows from which CSV columns get their types. Polars' own 100 takes a column of whole numbers for integers too early. */
const SCHEMA_ROWS = 10_000;

/**
 * {@link scanFiles} of a folder. Folders are given to Polars instead of files, because it takes special characters in a file's path for a glob, and cannot be
 * told not to in every format.
 */
export function scanFrozenFiles(format: DataFormat, { folder, files, keys = files, uri, hive, tabs }: FrozenFiles): Promise<LazyDataFrame> {
  const parents = files.map((file) => `${dirname(file)}/`);
  // Partitions are put together folder by folder, however many files are in one.
  const folders = hive ? [...new Set(parents)] : parents;
  return scanFiles(format, {
    together: `${folder}/`,
    each: folders.map((name) => join(folder, name)),
    keys,
    uri,
    hive,
    tabs,
    partitions: hive ? folders.map(partitionsIn) : undefined,
    content: (index) => readFile(join(folder, files[index] ?? "")),
  });
}

/**
 * A lazy frame over files. Parquet, CSV, NDJSON and IPC read only the columns and (Parquet, IPC) row groups that are needed; Avro has no lazy reader and is read whole.
 *
 * @throws {GlacierError} `UNSUPPORTED_FORMAT` when a problem shows at once; others show at `collect()`, see `translatePolarsError`.
 */
export async function scanFiles(format: DataFormat, source: ScanFiles): Promise<LazyDataFrame> {
  const pl = await loadPolars();
  if (source.each.length === 0) return pl.DataFrame({}).lazy();
  const { cloudOptions, hive = false, tabs = false, uri } = source;
  const cloud = cloudOptions && { cloudOptions };
  const together = (scan: (path: string) => LazyDataFrame): LazyDataFrame =>
    source.together === undefined ? pl.concat(source.each.map(scan)) : scan(source.together);
  switch (format) {
    case "parquet":
      return withSoundSchema(
        together((path) => pl.scanParquet(path, { glob: false, hivePartitioning: hive, ...cloud })),
        uri,
      );
    case "csv":
      return withKnownSchema(
        together((path) =>
          pl.scanCSV(path, { glob: false, inferSchemaLength: SCHEMA_ROWS, raiseIfEmpty: false, sep: tabs ? "\t" : ",", ...cloud }),
        ),
        source,
      );
    case "ndjson":
      return withKnownSchema(await scanNdjsonFiles(source), source);
    case "ipc":
      return withSoundSchema(
        // Its reader cannot be told about partitions, and overlooks them where their names have special characters.
        hive
          ? pl.concat(
              withPartitions(
                source.each.map((path) => pl.scanIPC(path)),
                source.partitions ?? [],
                pl,
              ),
            )
          : together((path) => pl.scanIPC(path)),
        uri,
      );
    case "avro":
      return readAvroFiles(source);
    default:
      return format satisfies never;
  }
}

/**
 * Of a cloud the columns are asked for now, without standing this thread still. Whatever asks for them later, such as a look at the plan, would do that, and
 * for as long as the cloud likes.
 */
async function withKnownSchema(frame: LazyDataFrame, { cloudOptions, uri }: ScanFiles): Promise<LazyDataFrame> {
  return cloudOptions === undefined ? frame : withSoundSchema(frame, uri);
}

/** Reads the footer now, so that damage there is reported with its place, and not at some later `collect()`. Text of this machine has no such place: it would be parsed twice. */
async function withSoundSchema(frame: LazyDataFrame, uri: string): Promise<LazyDataFrame> {
  try {
    await frame.limit(0).collect();
    return frame;
  } catch (error) {
    throw translatePolarsError(error, { operation: "bucket.scan", uri }) ?? error;
  }
}

async function readAvroFiles(source: ScanFiles): Promise<LazyDataFrame> {
  const pl = await loadPolars();
  try {
    const frames: DataFrame[] = [];
    // The content and not the path: Polars takes a path without ".avro" for content.
    for (const index of source.each.keys()) {
      const frame = pl.readAvro(await source.content(index));
      // Columns are told apart by their names, as in the other formats.
      const columns = frames[0]?.columns ?? frame.columns;
      frames.push(haveSameNames(columns, frame.columns) ? frame.select(...columns) : frame);
    }
    return pl.concat(frames).lazy();
  } catch (error) {
    throw translatePolarsError(error, { operation: "bucket.scan", uri: source.uri }) ?? error;
  }
}

const haveSameNames = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name) => b.includes(name));
