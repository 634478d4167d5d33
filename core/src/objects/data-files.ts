import { type DataFormat, fileExtensions, hasFormat } from "../config/formats.ts";
import { globRoot, globToRegExp } from "./glob.ts";

/** The prefix below which a scan of a folder (with `/` at the end, or empty for the whole bucket) or glob looks. */
export const scanRoot = (path: string): string => (isFolderPath(path) ? path : globRoot(path));

/** Whether a bucket's path means a folder: everything below it. */
export const isFolderPath = (path: string): boolean => path === "" || path.endsWith("/");

/**
 * Of what lies below `scanRoot`, what a scan of a folder or glob reads: files of the format, by their endings, or else without any ending. Names that
 * begin with `_` or `.` (`_SUCCESS`, `_temporary/`) are other tools' notes, and so is a key that ends in `/`, which stands for an empty folder.
 */
export function selectDataFiles<File extends { readonly key: string }>(found: readonly File[], path: string, format: DataFormat): File[] {
  const root = scanRoot(path);
  const matches = isFolderPath(path) ? undefined : globToRegExp(path);
  const isHidden = (key: string): boolean =>
    key
      .slice(root.length)
      .split("/")
      .some((name) => /^[._]/.test(name));
  const all = found.filter(({ key }) => !key.endsWith("/") && !isHidden(key) && (matches === undefined || matches.test(key)));
  // A glob says itself which files are meant.
  if (matches) return all;
  const typed = all.filter(({ key }) => hasFormat(key, format));
  return typed.length > 0 ? typed : all.filter(({ key }) => !/[^/]\.[^/.]+$/.test(key));
}

/**
 * Names under which the files are given to Polars, in the order of the keys. Polars takes every folder named `column=value` for a partition and stumbles
 * when only some are, so folders are kept only where all files lie in the same kind of them.
 */
export function nameFiles<File extends { readonly key: string }>(
  files: readonly File[],
  root: string,
  format: DataFormat,
): { files: (File & { readonly name: string })[]; hive: boolean } {
  const columns = new Set(files.map(({ key }) => partitionColumns(key.slice(root.length))));
  const canPartition = format === "parquet" || format === "ipc";
  const hive = canPartition && columns.size === 1 && !columns.has("") && !columns.has(undefined);
  // The files of NDJSON have each their own fields, and are scanned one by one.
  const apart = format === "ndjson" && files.length > 1;
  return {
    hive,
    files: files.map((file, index) => {
      const relative = file.key.slice(root.length);
      const folder = hive ? withoutPatterns(relative.slice(0, relative.lastIndexOf("/") + 1)) : apart ? `${padded(index)}/` : "";
      return { ...file, name: `${folder}${pinName(index, format)}` };
    }),
  };
}

/** Behind what looks like a pattern Polars sees no partitions. The values of partitions it decodes. */
const withoutPatterns = (folder: string): string =>
  folder.replaceAll(/[*?[\]{}]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** `region=eu/day=1/x.parquet` → `region/day`; undefined where a folder is no partition. */
function partitionColumns(relative: string): string | undefined {
  const folders = relative.split("/").slice(0, -1);
  const names = folders.map((folder) => /^([^=]+)=[^=]+$/.exec(folder)?.[1]);
  return names.includes(undefined) ? undefined : names.join("/");
}

/** Keeps the order, for Polars sorts what it finds by name. One ending for all, because Polars refuses a folder with several; what is compressed it tells by the content. */
export const pinName = (index: number, format: DataFormat): string => `${padded(index)}${fileExtensions[format][0]}`;

const padded = (index: number): string => String(index).padStart(8, "0");

export const isTabbed = (key: string): boolean => key.toLowerCase().endsWith(".tsv");
