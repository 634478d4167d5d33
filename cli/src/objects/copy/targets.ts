import { hasFolder, statOrUndefined } from "../listing.ts";
import { objectAt } from "../object-at.ts";
import { isFolderKey, nameOf, type Place } from "../place.ts";
import type { Pair } from "./pairs.ts";

/** Why a copy makes no sense; undefined where it does. */
export function objectionTo(source: Place, target: Place): string | undefined {
  const [from, to] = [folderUri(source), folderUri(target)];
  if (from === to) return `${from} would be copied onto itself.`;
  return to.startsWith(from) ? `${to} lies in ${from}, which would be copied into itself.` : undefined;
}

/**
 * An object and its target: into a folder under its own name, where the target ends in `/`, is a bucket, or is a folder and no object; else under the
 * target's name.
 *
 * @throws {GlacierError} `NOT_FOUND`
 */
export async function singlePair(source: Place, target: Place, keepsExisting: boolean): Promise<Pair> {
  const info = await objectAt(source, "With -r, what is in it is copied.");
  const isFolder = isFolderKey(target.key) || ((await hasFolder(target)) && (await statOrUndefined(target)) === undefined);
  const key = isFolder ? `${asFolder(target.key)}${nameOf(source.key)}` : target.key;
  const exists = keepsExisting && (await statOrUndefined({ ...target, key })) !== undefined;
  return { info, target: key, relative: undefined, skip: exists ? "exists" : undefined };
}

/** A key as the beginning of the keys in a folder; a bucket's is empty. */
export const asFolder = (key: string): string => (isFolderKey(key) ? key : `${key}/`);

function folderUri({ key, uriOf }: Place): string {
  const uri = uriOf(asFolder(key));
  return uri.endsWith("/") ? uri : `${uri}/`;
}
