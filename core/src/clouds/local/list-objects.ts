import { GlacierError } from "../../errors.ts";
import { throwIfAborted } from "../../objects/cancellation.ts";
import { requireCount } from "../../objects/require-count.ts";
import type { ListOptions, ListPage, ObjectInfo } from "../../resources/adapter.ts";
import { notFound } from "./errors.ts";
import { type BucketPlace, readStates } from "./folder-state.ts";
import { objectInfo } from "./object-operations.ts";
import { viewFiles } from "./snapshot.ts";
import { isFolder, statOrUndefined } from "./stat.ts";
import { type Found, walkFiles } from "./walk.ts";

/** Pages of a bucket's objects whose keys begin with a prefix that the caller has checked. A page holds at most `pageSize` objects and prefixes together; an empty answer is one empty page. */
export async function* listObjects(place: BucketPlace, uri: string, options: ListOptions): AsyncGenerator<ListPage, void, undefined> {
  const operation = "bucket.list";
  const { prefix = "", delimiter = "", pageSize = 1000, signal } = options;
  requireCount(pageSize, "pageSize", 1, operation);
  if (typeof delimiter !== "string")
    throw new GlacierError("CONFIG_INVALID", `${operation}(): delimiter is no text; "/" is the usual one.`, { operation });
  throwIfAborted(signal, operation);
  if (!(await isFolder(place.bucketRoot))) throw notFound(uri, operation, "The first write makes the bucket.");
  let objects: ObjectInfo[] = [];
  let prefixes: string[] = [];
  let isEmpty = true;
  for await (const found of entries(place, prefix, delimiter)) {
    throwIfAborted(signal, operation);
    if (found.kind === "folder") prefixes.push(found.key);
    else {
      const stats = await statOrUndefined(found.path);
      // Else removed since it was listed.
      if (stats) objects.push(objectInfo(found.key, stats));
    }
    if (objects.length + prefixes.length < pageSize) continue;
    yield { objects, prefixes };
    isEmpty = false;
    objects = [];
    prefixes = [];
    throwIfAborted(signal, operation);
  }
  if (isEmpty || objects.length + prefixes.length > 0) yield { objects, prefixes };
}

/** Objects, and with a delimiter the common beginnings of their keys, in order. */
async function* entries(place: BucketPlace, prefix: string, delimiter: string): AsyncGenerator<Found, void, undefined> {
  const isSettled = (await readStates(place)).every((state) => state.phase === "settled");
  if (delimiter === "/" && isSettled) {
    // The explorer's question: one folder, whatever lies below it.
    yield* walkFiles(place.basePath, place.bucketRoot, prefix, true);
    return;
  }
  let last: string | undefined;
  for await (const file of viewFiles(place, prefix)) {
    const end = delimiter === "" ? -1 : file.key.indexOf(delimiter, prefix.length);
    if (end < 0) yield { kind: "file", ...file };
    else {
      const common = file.key.slice(0, end + delimiter.length);
      if (common !== last) yield { kind: "folder", key: common };
      last = common;
    }
  }
}
