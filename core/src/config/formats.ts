import { didYouMean, isSlip } from "./did-you-mean.ts";

/** The formats that a bucket can hold data in. */
export const dataFormats = ["parquet", "csv", "ndjson", "ipc", "avro"] as const;

export type DataFormat = (typeof dataFormats)[number];

/** What a bucket's format is when nobody gives one. */
export const DEFAULT_FORMAT: DataFormat = "parquet";

/** Endings of file names by format; the first is the one that Glacier writes. */
export const fileExtensions: Readonly<Record<DataFormat, readonly [string, ...string[]]>> = {
  parquet: [".parquet", ".pq"],
  csv: [".csv", ".csv.gz", ".csv.zst", ".tsv"],
  ndjson: [".ndjson", ".jsonl", ".json"],
  ipc: [".ipc", ".arrow", ".feather"],
  avro: [".avro"],
};

/** A format however its name is capitalised; undefined for what is none. */
export function readFormat(name: unknown): DataFormat | undefined {
  return typeof name === "string" ? dataFormats.find((candidate) => candidate === name.toLowerCase()) : undefined;
}

/** Whether a file's name says that it is of a format. */
export function hasFormat(name: string, format: DataFormat): boolean {
  const lower = name.toLowerCase();
  return fileExtensions[format].some((extension) => lower.endsWith(extension));
}

/** The format that a key's name tells, compressed or not; undefined where it tells none. */
export function formatOf(key: string): DataFormat | undefined {
  const name = key.replace(/\.(gz|zst)$/i, "");
  return dataFormats.find((format) => hasFormat(key, format) || hasFormat(name, format));
}

/**
 * The format that is probably meant by a name which is none: `json` is the ending of ndjson, `cvs` a slip, and `jsn` both.
 * `isGuess`: another one may be meant.
 */
export function suggestFormat(name: string): { format: DataFormat; isGuess: boolean } | undefined {
  const bare = name.replace(/^\./, "");
  const near = formatOf(`.${bare}`) ? bare : didYouMean(bare, names);
  const format = near === undefined ? undefined : formatOf(`.${near}`);
  return near === undefined || format === undefined ? undefined : { format, isGuess: near !== bare && !isSlip(bare, near, names) };
}

/** What formats are called, and what files of theirs end in. */
const names: readonly string[] = [...dataFormats, ...Object.values(fileExtensions).flatMap((endings) => endings.map((it) => it.slice(1)))];
