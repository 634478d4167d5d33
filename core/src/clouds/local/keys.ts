import { lstat, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { showValue } from "../../config/redact.ts";
import { GlacierError } from "../../errors.ts";
import { codeOf } from "./errors.ts";
import { statOrUndefined } from "./stat.ts";

/** Glacier's own folder in a base path; no key reaches it. */
export const INTERNAL = ".glacier";

/** Whether a name is Glacier's own, the internal folder or a temporary file beside an object, however capitalised: many file systems ignore case. */
export function isReserved(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === INTERNAL || lower.startsWith(`${INTERNAL}-`);
}

/** Why Windows would make something else of a file's name: a stream of another file, another name, or a device. Undefined where it would not. */
export function refusedByWindows(name: string): string | undefined {
  if (name.includes(":")) return 'Windows allows no ":" in a name';
  if (/[. ]$/.test(name)) return `Windows drops the end of ${JSON.stringify(name)}`;
  if (/^(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\.|$)/i.test(name))
    return `"${name}" is a device on Windows`;
  return undefined;
}

/**
 * An object's key that can be a path below a bucket, and nothing else.
 *
 * @throws {GlacierError} `CONFIG_INVALID` for an empty key, `..`, an absolute path, a backslash, NUL, half a character, or Glacier's own folder.
 */
export function requireKey(key: unknown, operation: string): string {
  if (typeof key !== "string" || key === "") throw invalid(key, "a key is a non-empty text", operation);
  if (key.endsWith("/")) throw invalid(key, "it names a folder, and this needs an object", operation);
  requirePrefix(key, operation);
  return key;
}

/** The same for the beginning of keys, which may be empty or end in `/`. */
export function requirePrefix(prefix: unknown, operation: string): string {
  if (typeof prefix !== "string") throw invalid(prefix, "a key is a text", operation);
  if (!prefix.isWellFormed()) throw invalid(prefix, "it holds half a character, which no file's name can", operation);
  if (prefix.includes("\0")) throw invalid(prefix, "it holds a NUL character", operation);
  if (prefix.includes("\\")) throw invalid(prefix, 'folders are separated by "/", not by a backslash', operation);
  const segments = prefix.split("/");
  if (prefix.endsWith("/")) segments.pop();
  for (const segment of prefix === "" ? [] : segments) {
    if (segment === "") throw invalid(prefix, "it begins with a slash or holds two in a row", operation);
    if (segment === "." || segment === "..")
      throw invalid(prefix, `"${segment}" would lead out of the bucket or to another key`, operation);
    if (isReserved(segment)) throw invalid(prefix, `"${segment}" is Glacier's own`, operation);
    const obstacle = sep === "\\" ? refusedByWindows(segment) : undefined;
    if (obstacle !== undefined) throw invalid(prefix, obstacle, operation);
  }
  return prefix;
}

/**
 * Refuses a path of which a symbolic link leads out of the base folder, or into Glacier's own, and a base folder that is a file.
 *
 * @throws {GlacierError} `ACCESS_DENIED`, `CONFIG_INVALID`
 */
export async function requireInside(basePath: string, path: string, uri: string, operation: string): Promise<void> {
  const base = await realpathOrUndefined(basePath);
  if (base === undefined) return requireNoFile(basePath, operation);
  for (let probe = path; probe.length > basePath.length; probe = dirname(probe)) {
    const real = await realpathOrUndefined(probe);
    if (real !== undefined) {
      if (isInside(base, real)) return;
      throw leadsOut(uri, operation);
    }
    // Something is there and yet leads nowhere: a link whose target is missing, which a write would follow.
    if (await isLink(probe)) throw leadsOut(uri, operation);
  }
  await requireNoFile(basePath, operation);
}

/** A file in the place of the base folder, or of one above it, is a mistake in the provider and not in a key. */
async function requireNoFile(basePath: string, operation: string): Promise<void> {
  for (let probe = basePath; ; probe = dirname(probe)) {
    const found = await statOrUndefined(probe);
    if (found?.isDirectory() || probe === dirname(probe)) return;
    if (found === undefined) continue;
    const which = probe === basePath ? "is a file" : `leads through a file, ${probe}`;
    throw new GlacierError("CONFIG_INVALID", `The provider's base path ${basePath} ${which}; it must be a folder.`, {
      hint: "Set LocalConfig's basePath, GLACIER_BASE_PATH or --local to a folder.",
      operation,
    });
  }
}

/** Whether a real path lies in the base folder and not in Glacier's own part of it. */
export function isInside(realBase: string, realPath: string): boolean {
  const root = realBase.endsWith(sep) ? realBase : realBase + sep;
  const internal = join(realBase, INTERNAL);
  return realPath.startsWith(root) && realPath !== internal && !realPath.startsWith(internal + sep);
}

const invalid = (key: unknown, why: string, operation: string): GlacierError =>
  new GlacierError("CONFIG_INVALID", `The key ${showValue(key)} is not allowed on the local cloud: ${why}.`, {
    operation,
  });

const leadsOut = (uri: string, operation: string): GlacierError =>
  new GlacierError("ACCESS_DENIED", `${uri} leads out of the provider's base path by a symbolic link.`, {
    hint: "Put the data itself below the base path, or make the link's target the base path.",
    operation,
  });

/** Undefined where nothing is. */
export async function realpathOrUndefined(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return false;
    throw error;
  }
}
