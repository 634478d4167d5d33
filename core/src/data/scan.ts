import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataFrame, LazyDataFrame } from "nodejs-polars";
import type { DataFormat } from "../resources/format.ts";
import { translatePolarsError } from "./errors.ts";
import { loadPolars } from "./load.ts";
import { scanNdjsonFiles } from "./ndjson.ts";

/** Files in a folder that holds nothing else and does not change any more. */
export interface FrozenFiles {
  readonly folder: string;
  /** Relative to the folder, in the order of the rows; several of NDJSON each in a folder of its own. None of them is empty unless the format has a header. */
  readonly files: readonly string[];
  /** The keys of the files, for messages. Default: their names. */
  readonly keys?: readonly string[];
  /** What they are, for messages. */
  readonly uri: string;
  /** Whether folders are named `column=value`. Default: false. */
  readonly hive?: boolean;
  /** Whether columns of text are separated by tabs. Default: false, by commas. */
  readonly tabs?: boolean;
}

/** Rows from which CSV columns get their types. Polars' own 100 takes a column of whole numbers for integers too early. */
const SCHEMA_ROWS = 10_000;

/**
 * A lazy frame over files. Parquet, CSV, NDJSON and IPC read only the columns and (Parquet, IPC) row groups that are needed; Avro has no lazy reader and is read whole.
 *
 * Folders are given to Polars instead of files, because it takes special characters in a file's path for a glob, and cannot be told not to in every format.
 *
 * @throws {GlacierError} `UNSUPPORTED_FORMAT` when a problem shows at once; others show at `collect()`, see `translatePolarsError`.
 */
export async function scanFrozenFiles(format: DataFormat, source: FrozenFiles): Promise<LazyDataFrame> {
  const pl = await loadPolars();
  if (source.files.length === 0) return pl.DataFrame({}).lazy();
  const folder = `${source.folder}/`;
  switch (format) {
    case "parquet":
      return withSoundSchema(pl.scanParquet(folder, { glob: false, hivePartitioning: source.hive ?? false }), source.uri);
    case "csv":
      return pl.scanCSV(folder, { glob: false, inferSchemaLength: SCHEMA_ROWS, raiseIfEmpty: false, sep: source.tabs ? "\t" : "," });
    case "ndjson":
      return scanNdjsonFiles(source);
    case "ipc":
      return withSoundSchema(pl.scanIPC(folder), source.uri);
    case "avro":
      return readAvroFiles(source);
    default:
      return format satisfies never;
  }
}

/** Reads the footer now, so that damage there is reported with its place, and not at some later `collect()`. Text has no such place: it would be parsed twice. */
async function withSoundSchema(frame: LazyDataFrame, uri: string): Promise<LazyDataFrame> {
  try {
    await frame.limit(0).collect();
    return frame;
  } catch (error) {
    throw translatePolarsError(error, { operation: "bucket.scan", uri }) ?? error;
  }
}

async function readAvroFiles(source: FrozenFiles): Promise<LazyDataFrame> {
  const pl = await loadPolars();
  try {
    const frames: DataFrame[] = [];
    // The content and not the path: Polars takes a path without ".avro" for content.
    for (const file of source.files) {
      const frame = pl.readAvro(await readFile(join(source.folder, file)));
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
