import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Bucket } from "@glacier/core/resources";
import type { CommandContext } from "../context.ts";
import { attempt } from "./attempt.ts";

/** What an argument of a command names. */
export interface Place {
  readonly bucket: Bucket;
  /** An object's key, or the beginning of keys; empty for the whole bucket. */
  readonly key: string;
  /** The URI of a key in the bucket. */
  uriOf(key: string): string;
}

export interface PlaceOptions {
  /** A path of this machine: `existing` takes a folder that is there for a folder, `always` whatever is there or not, `never` takes it for what its parent holds. */
  readonly folder?: "existing" | "always" | "never";
}

/** What an address with a scheme (`s3://…`) names, or a path of this machine. Prints what is wrong with it, and gives undefined. */
export async function placeAt(context: CommandContext, address: string, options: PlaceOptions = {}): Promise<Place | undefined> {
  let place: Place | undefined;
  await attempt(context, async () => {
    place = await resolvePlace(context, address, options);
  });
  return place;
}

/** The same for several; undefined when one of them is wrong. */
export async function placesAt(
  context: CommandContext,
  addresses: readonly string[],
  options: PlaceOptions = {},
): Promise<Place[] | undefined> {
  const places: Place[] = [];
  for (const address of addresses) {
    const place = await placeAt(context, address, options);
    if (place === undefined) return undefined;
    places.push(place);
  }
  return places;
}

/** Whether keys of the place that begin with it are meant, and not an object. */
export const isFolderKey = (key: string): boolean => key === "" || key.endsWith("/");

/** What a key is called in its folder. */
export const nameOf = (key: string): string => key.slice(key.lastIndexOf("/", key.length - 2) + 1);

async function resolvePlace({ cwd, env }: CommandContext, address: string, { folder = "existing" }: PlaceOptions): Promise<Place> {
  // Loaded here, so that the commands that need no bucket do without it.
  const { bucketAt, GlacierError, objectUri } = await import("@glacier/core/resources");
  const { cloudDescriptors } = await import("@glacier/core/clouds");
  // A variable of a shell that is not set: as a path, it would be all of the current folder.
  if (address === "")
    throw new GlacierError("CONFIG_INVALID", "An address is empty.", { hint: 'The current folder is ".".', operation: "glacier" });
  const basePath = env.GLACIER_BASE_PATH?.trim();
  const variables = basePath ? { ...env, GLACIER_BASE_PATH: resolve(cwd, basePath) } : env;
  const uri = hasScheme(address) || lacksSlashes(cwd, address, cloudDescriptors) ? address : fileUri(cwd, address);
  let found = bucketAt(uri, variables);
  const path =
    found.bucket.provider.basePath === undefined ? undefined : join(found.bucket.provider.basePath, found.bucket.bucketName, found.key);
  if (path !== undefined) {
    const bare = uri.replace(/\/+$/, "");
    const isFolder = folder === "always" || (folder === "existing" && (isFolderKey(found.key) || isDirectory(path)));
    if (isFolder || folder === "never") found = bucketAt(isFolder ? `${bare}/` : bare, variables);
  }
  const { bucket, key } = found;
  return { bucket, key, uriOf: (of) => objectUri(bucket, of) };
}

/** `C:\x` has none: it is a drive of Windows. */
const hasScheme = (address: string): boolean => /^([a-z][a-z0-9+.-]*:\/\/|file:)/i.test(address);

/** `s3:/bucket` and `gs:bucket/key` are slips, or else a copy would make a folder `s3:`. Such a name of this machine is written `./s3:`, if it is not there yet. */
function lacksSlashes(cwd: string, address: string, clouds: readonly { uriSchemes: readonly string[] }[]): boolean {
  const scheme = /^([a-z][a-z0-9]+):(?!\/\/)/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined || !clouds.some(({ uriSchemes }) => uriSchemes.includes(scheme))) return false;
  return !existsSync(resolve(cwd, address)) && !existsSync(resolve(cwd, address.slice(0, scheme.length + 1)));
}

/** Not by `pathToFileURL`, which takes spaces and control characters off the end of a name. */
function fileUri(cwd: string, path: string): string {
  const absolute = resolve(cwd, path);
  const slashed = process.platform === "win32" ? `/${absolute.replaceAll("\\", "/")}` : absolute;
  const encoded = encodeURI(slashed.toWellFormed()).replaceAll(/[?#]/g, encodeURIComponent);
  return `file://${encoded}${(process.platform === "win32" ? /[/\\]$/ : /\/$/).test(path) && !encoded.endsWith("/") ? "/" : ""}`;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Not there, or not to be seen: the first operation says so.
    return false;
  }
}
