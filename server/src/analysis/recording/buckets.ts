import { cloudById } from "@glacier/core/clouds";
import { type DataFormat, DEFAULT_FORMAT, fileExtensions, hasFormat, readFormat } from "@glacier/core/config";
import { type Guards, NEVER } from "../flow/guards.ts";
import type { Receiver } from "../flow/observations.ts";
import type { Access, ResourceAtom, Value } from "../flow/values.ts";
import { holdsUnknown, plainFields } from "../plain-value.ts";

/** An object, folder or glob in a bucket; `key` is undefined where the source does not say it. */
export interface Place {
  bucket: ResourceAtom;
  key: string | undefined;
  /** Whether it is the bucket's own path, which is the same for the same bucket, known or not. */
  isOwnPath: boolean;
}

/** What a call reads the data of. */
export function placeRead({ resource, method, arguments: given }: Access): Place | undefined {
  if (method === "scan") return ownPath(resource);
  return method === "read" || method === "copy" ? keyed(resource, given[0]) : undefined;
}

/** What a call writes; what it only adds a part to is no place of its own. */
export function placeWritten(access: Access): Place | undefined {
  const { resource, method, arguments: given } = access;
  if (method === "write") return ownPath(resource);
  if (method === "upload") return keyed(resource, given[0]);
  return method === "copy" ? keyed(resource, given[1]) : undefined;
}

/** Whether a write adds a file of its own to a folder, beside those of others, or may. */
export function addsPart({ method, arguments: given }: Access, { key }: Place): boolean {
  if (method !== "write" || (key !== undefined && !isFolder(key))) return false;
  const options = given[1];
  const mode = options?.kind === "object" ? options.properties.get("mode")?.value : undefined;
  return key === undefined || mode?.kind !== "literal" || mode.value !== "overwrite";
}

/** A bucket without a path is the folder that all of it lies in. */
const isFolder = (key: string): boolean => key === "" || key.endsWith("/");

/** Whether two calls are certain to concern the same data. A folder holds what lies in it, a glob what fits it. */
export function meets(guards: Guards, read: Place, written: Place): boolean {
  if (read.bucket === written.bucket && read.isOwnPath && written.isOwnPath) return true;
  return holds(read, written) && isSameBucket(guards, read.bucket, written.bucket);
}

/** Whether the one key, in one bucket, takes in the other. */
function holds({ key, bucket }: Place, written: Place): boolean {
  if (key === undefined || written.key === undefined) return false;
  if (isFolder(key)) return written.key.startsWith(key) && isScanned(key, bucket, written);
  return key === written.key || (/[*?]/.test(key) && fitsGlob(key, isFolder(written.key) ? partIn(written) : written.key));
}

/** A file as a write into a folder names it. */
function partIn({ key, bucket }: Place): string {
  const format = formatOf(bucket.options);
  return `${key}part-0${format ? fileExtensions[format][0] : ""}`;
}

/** A scan of a folder reads the files of its format, and none whose name begins with `_` or `.`. */
function isScanned(folder: string, { options }: ResourceAtom, written: Place): boolean {
  const key = written.key ?? "";
  const format = formatOf(options);
  if (format === undefined || /(?:^|\/)[._]/.test(key.slice(folder.length))) return false;
  return isFolder(key) ? formatOf(written.bucket.options) === format : hasFormat(key, format);
}

/** The format that a bucket is given, or has by default; undefined where the source does not say. */
function formatOf(options: Value | undefined): DataFormat | undefined {
  if (!options || (options.kind === "literal" && options.value === undefined)) return DEFAULT_FORMAT;
  if (options.kind !== "object" || options.open) return undefined;
  const given = options.properties.get("format")?.value;
  return !given || (given.kind === "literal" && given.value === undefined) ? DEFAULT_FORMAT : readFormat(textOf(given));
}

export function isSamePlace(guards: Guards, one: Place, other: Place): boolean {
  return one.key !== undefined && one.key === other.key && isSameBucket(guards, one.bucket, other.bucket);
}

/** Whether two resources are for certain one bucket of one provider. */
export function isSameBucket(guards: Guards, one: ResourceAtom, other: ResourceAtom): boolean {
  if (one === other) return true;
  const name = textOf(one.resourceName);
  if (name === undefined || name !== textOf(other.resourceName)) return false;
  if (one.provider === other.provider) return true;
  const pairs = one.receivers.flatMap((left) =>
    other.receivers.filter((right) => guards.and(left.guard, right.guard) !== NEVER).map((right) => [left, right] as const),
  );
  return pairs.length > 0 && pairs.every(([left, right]) => isSameProvider(left, right));
}

function isSameProvider(one: Receiver, other: Receiver): boolean {
  if (one.cloud !== undefined && one.cloud === other.cloud && cloudById(one.cloud)?.bucketNamesAreGlobal) return true;
  if (one.provider && one.provider === other.provider) return true;
  if (!one.config || !other.config || one.config.className !== other.config.className) return false;
  if (one.config === other.config) return true;
  const [left, right] = [one.config, other.config].map(({ options, isFromEnv }) =>
    options.kind === "object" && !options.open && !isFromEnv ? plainFields(options) : undefined,
  );
  return left !== undefined && right !== undefined && !holdsUnknown(left) && !holdsUnknown(right) && isEqual(left, right);
}

export const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => left.localeCompare(right))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** The path that a bucket was made with. */
export function ownPath(bucket: ResourceAtom): Place | undefined {
  if (bucket.type !== "bucket") return undefined;
  const { options } = bucket;
  if (!options || (options.kind === "literal" && options.value === undefined)) return { bucket, key: "", isOwnPath: true };
  const path = options.kind === "object" ? options.properties.get("path")?.value : undefined;
  const isLeftOut = options.kind === "object" && !options.open && (!path || (path.kind === "literal" && path.value === undefined));
  return { bucket, key: isLeftOut ? "" : textOf(path)?.replace(/^\/+/, ""), isOwnPath: true };
}

const keyed = (bucket: ResourceAtom, key: Value | undefined): Place | undefined =>
  bucket.type === "bucket" ? { bucket, key: textOf(key), isOwnPath: false } : undefined;

const textOf = (value: Value | undefined): string | undefined =>
  value?.kind === "literal" && typeof value.value === "string" ? value.value : undefined;

/** `*` stays within a folder, `**` does not. */
function fitsGlob(glob: string, key: string): boolean {
  if (/[[\]{}]/.test(glob)) return false;
  const pattern = glob
    .replace(/[.+^$()|\\]/g, "\\$&")
    .replace(/\*\*\/?|\*|\?/g, (it) => (it.startsWith("**") ? ".*" : it === "*" ? "[^/]*" : "[^/]"));
  return new RegExp(`^${pattern}$`).test(key);
}
