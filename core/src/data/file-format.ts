import { type FileHandle, open } from "node:fs/promises";
import { GlacierError } from "../errors.ts";
import type { DataFormat } from "../resources/format.ts";
import { hasSoundFooter } from "./arrow-footer.ts";

/** Endings of file names by format; the first is the one that Glacier writes. */
export const fileExtensions: Readonly<Record<DataFormat, readonly [string, ...string[]]>> = {
  parquet: [".parquet", ".pq"],
  csv: [".csv", ".csv.gz", ".csv.zst", ".tsv"],
  ndjson: [".ndjson", ".jsonl", ".json"],
  ipc: [".ipc", ".arrow", ".feather"],
  avro: [".avro"],
};

/** Whether a file's name says that it is of a format. */
export function hasFormat(name: string, format: DataFormat): boolean {
  const lower = name.toLowerCase();
  return fileExtensions[format].some((extension) => lower.endsWith(extension));
}

/**
 * Looks at the first and last bytes of a file, so that a truncated download or an HTML page is found at the scan and not at some later `collect()`,
 * and that Polars is given no Arrow footer that it would end the process over.
 *
 * @throws {GlacierError} `UNSUPPORTED_FORMAT`
 */
export async function checkFile(format: DataFormat, path: string, uri: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (await isPlausible(format, file, size)) return;
    throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} is no ${format} file, or was not written completely (${size} bytes).`, {
      hint: "Check that the bucket's format is the object's format, and write the object again if it is.",
      operation: "bucket.scan",
    });
  } finally {
    await file.close();
  }
}

async function isPlausible(format: DataFormat, file: FileHandle, size: number): Promise<boolean> {
  const mark = marks[format];
  // Text has no marks of its own, but must not have another's. One alone may be a word: PAR1 is a gene.
  if (mark === undefined) return !(await Promise.all(Object.values(marks).map((other) => isMarked(file, size, other)))).includes(true);
  return (await isMarked(file, size, mark)) && (format !== "ipc" || (await hasSoundFooter(file, size)));
}

async function isMarked(file: FileHandle, size: number, { start, end }: Mark): Promise<boolean> {
  if (size < start.length + end.length) return false;
  return (await holdsAt(file, 0, start)) && (await holdsAt(file, size - end.length, end));
}

interface Mark {
  readonly start: string;
  readonly end: string;
}

/** What files of a format begin and end with. */
const marks: Readonly<Partial<Record<DataFormat, Mark>>> = {
  parquet: { start: "PAR1", end: "PAR1" },
  ipc: { start: "ARROW1", end: "ARROW1" },
  avro: { start: "Obj\x01", end: "" },
};

async function holdsAt(file: FileHandle, position: number, text: string): Promise<boolean> {
  const buffer = Buffer.alloc(text.length);
  await file.read(buffer, 0, text.length, position);
  return buffer.toString("latin1") === text;
}
