/** A size as people say it, in powers of 1024: `0 B`, `512 B`, `1.5 KB`, `110 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB", "PB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** The last part of a key or prefix: `raw/2024/` → `2024`, `raw/a.csv` → `a.csv`. */
export function lastSegment(key: string): string {
  const end = key.endsWith("/") ? key.length - 1 : key.length;
  return key.slice(key.lastIndexOf("/", end - 1) + 1, end);
}

/** The folder that a bucket's path stands in, before any wildcard: what lies around an object is worth seeing too. */
export function folderOfPath(path: string): string {
  const wildcard = path.search(/[*?[{]/);
  const fixed = wildcard === -1 ? path : path.slice(0, wildcard);
  return fixed.slice(0, fixed.lastIndexOf("/") + 1);
}
