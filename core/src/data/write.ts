import { writeFile } from "node:fs/promises";
import type { DataFrame, LazyDataFrame } from "nodejs-polars";
import type { DataFormat } from "../config/formats.ts";
import { GlacierError } from "../errors.ts";
import { translatePolarsError } from "./errors.ts";

export type Frame = DataFrame | LazyDataFrame;

/**
 * Writes a frame to a new file. Parquet, CSV, NDJSON and IPC are streamed, so that memory stays bounded whatever the size of the data; Avro has no stream writer and is collected first.
 *
 * @throws {GlacierError} `UNSUPPORTED_FORMAT` when the format cannot hold the data. Errors of the caller's own expressions are passed on.
 */
export async function writeFrame(format: DataFormat, data: Frame, path: string, uri: string): Promise<void> {
  try {
    if (format === "avro") await writeAvro(data, path, uri);
    else await sink(format, isLazy(data) ? data : data.lazy(), path);
  } catch (error) {
    throw translatePolarsError(error, { operation: "bucket.write", destination: uri, data: [data] }) ?? error;
  }
}

/**
 * A DataFrame or LazyFrame, of this copy of Polars or another.
 *
 * @throws {GlacierError} `CONFIG_INVALID`
 */
export function requireFrame(data: unknown): Frame {
  // There is no base class to look for: what can be written is a frame.
  if (canWrite(data, "writeParquet") || canWrite(data, "sinkParquet")) return data as Frame;
  const what =
    data instanceof Promise
      ? "a promise; await it first"
      : data === null
        ? "null"
        : Array.isArray(data)
          ? "an array"
          : `of type ${typeof data}`;
  throw new GlacierError("CONFIG_INVALID", `bucket.write() takes a DataFrame or a LazyFrame; this is ${what}.`, {
    hint: "Make one with pl.DataFrame(…) or pl.readRecords(…).",
    operation: "bucket.write",
  });
}

async function sink(format: Exclude<DataFormat, "avro">, frame: LazyDataFrame, path: string): Promise<void> {
  await sinkPlan(format, frame, path).collect();
}

function sinkPlan(format: Exclude<DataFormat, "avro">, frame: LazyDataFrame, path: string): LazyDataFrame {
  switch (format) {
    case "parquet":
      return frame.sinkParquet(path, { compression: "zstd", maintainOrder: true });
    case "csv":
      return frame.sinkCSV(path, { maintainOrder: true });
    case "ndjson":
      return frame.sinkNdJson(path, { maintainOrder: true });
    case "ipc":
      return frame.sinkIpc(path, { maintainOrder: true });
    default:
      return format satisfies never;
  }
}

async function writeAvro(data: Frame, path: string, uri: string): Promise<void> {
  const frame = isLazy(data) ? await data.collect() : data;
  if (frame.width === 0) {
    throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} cannot hold a frame without columns in Avro.`, { operation: "bucket.write" });
  }
  // Polars writes a frame of several chunks as a file that cannot be read.
  // And its compressed blocks without a row are beyond its own reader.
  await writeFile(path, frame.rechunk().writeAvro({ compression: frame.height === 0 ? "uncompressed" : "deflate" }));
}

const isLazy = (data: Frame): data is LazyDataFrame => canWrite(data, "sinkParquet");

/** By asking for the method, because a DataFrame is a proxy to which `in` means its columns. */
const canWrite = (data: unknown, method: string): boolean =>
  typeof data === "object" && data !== null && typeof Reflect.get(data, method) === "function";
