import type { ListOptions, ListPage, ObjectInfo } from "@glacier/core/resources";
import { codeOf } from "./attempt.ts";
import { nothingAt } from "./not-found.ts";
import { isFolderKey, type Place } from "./place.ts";

/** An object, or the common beginning of the keys in a folder. */
export type Entry = { readonly kind: "object"; readonly info: ObjectInfo } | { readonly kind: "folder"; readonly key: string };

/** Entries in the order of their keys, and the part of the keys that all of them share and a reader knows. */
export interface EntryPage {
  readonly entries: readonly Entry[];
  readonly folder: string;
}

export interface EntryOptions {
  readonly recursive: boolean;
  readonly limit: number;
}

/**
 * What is at a place, page by page: an object, what is in a folder, or both, since an object store may have both.
 *
 * @throws {GlacierError} `NOT_FOUND` when nothing is; an empty bucket is something.
 */
export async function* entriesAt(place: Place, { recursive, limit }: EntryOptions): AsyncGenerator<EntryPage, void, undefined> {
  const { key } = place;
  const info = isFolderKey(key) ? undefined : await statOrUndefined(place);
  let left = limit;
  let isFound = key === "" || info !== undefined;
  if (info !== undefined) {
    yield { entries: [{ kind: "object", info }], folder: key.slice(0, key.lastIndexOf("/") + 1) };
    left--;
  }
  const prefix = isFolderKey(key) ? key : `${key}/`;
  if (left <= 0) return;
  for await (const page of pagesOf(place, { prefix, delimiter: recursive ? "" : "/", pageSize: Math.min(left, 1000) })) {
    isFound ||= page.objects.length + page.prefixes.length > 0;
    // What some tools store for a folder itself is the folder.
    const objects = page.objects.filter((object) => object.key !== prefix).map((object): Entry => ({ kind: "object", info: object }));
    const entries = merged(
      objects,
      page.prefixes.map((folder): Entry => ({ kind: "folder", key: folder })),
    ).slice(0, left);
    left -= entries.length;
    if (entries.length > 0) yield { entries, folder: prefix };
    if (left <= 0) return;
  }
  if (!isFound) throw await nothingAt(place);
}

/** A list, where a folder of this machine that is not there is none of a bucket to come. */
export async function* pagesOf(place: Place, options: ListOptions): AsyncGenerator<ListPage, void, undefined> {
  try {
    yield* place.bucket.list(options);
  } catch (error) {
    if ((await codeOf(error)) !== "NOT_FOUND" || place.bucket.provider.basePath === undefined) throw error;
    throw await nothingAt(place);
  }
}

export const keyOf = (entry: Entry): string => (entry.kind === "object" ? entry.info.key : entry.key);

/** The facts of the object at a place; undefined where there is none. */
export async function statOrUndefined({ bucket, key }: Place): Promise<ObjectInfo | undefined> {
  try {
    return await bucket.stat(key);
  } catch (error) {
    if ((await codeOf(error)) !== "NOT_FOUND") throw error;
    return undefined;
  }
}

/** Whether keys begin as those of a folder's objects do. */
export async function hasFolder({ bucket, key }: Place): Promise<boolean> {
  try {
    // A page may be empty and yet not the last.
    for await (const { objects } of bucket.list({ prefix: isFolderKey(key) ? key : `${key}/`, pageSize: 1 }))
      if (objects.length > 0) return true;
  } catch (error) {
    if ((await codeOf(error)) !== "NOT_FOUND") throw error;
  }
  return false;
}

const merged = (objects: readonly Entry[], folders: readonly Entry[]): Entry[] =>
  folders.length === 0
    ? [...objects]
    : [...objects, ...folders].sort((a, b) => Buffer.compare(Buffer.from(keyOf(a)), Buffer.from(keyOf(b))));
