import { type BigIntStats, constants, createWriteStream } from "node:fs";
import { copyFile, open, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline as pipeStreams } from "node:stream/promises";
import { GlacierError, UnsupportedOperationError } from "../../errors.ts";
import { cancelled, throwIfAborted, untilAborted } from "../../objects/cancellation.ts";
import { contentTypeOf } from "../../objects/content-type.ts";
import { requireConditions, requireEtag } from "../../objects/require-conditions.ts";
import { requireCount } from "../../objects/require-count.ts";
import type { ObjectInfo, ObjectStat, ReadOptions, UploadOptions, UploadSource } from "../../resources/adapter.ts";
import { contentOf, wholeContent } from "../../resources/upload-source.ts";
import { removeEmptyFolders, replaceFile } from "./atomic-file.ts";
import { moveOf } from "./conditional-move.ts";
import { codeOf, type FileErrorContext, notFound, translateFileError } from "./errors.ts";
import type { BucketPlace } from "./folder-state.ts";
import { etagOf } from "./walk.ts";

/** An object's facts. */
export async function statObject(path: string, key: string, context: FileErrorContext): Promise<ObjectStat> {
  const stats = await statFile(path, context);
  return { ...objectInfo(key, stats), contentType: contentTypeOf(key) };
}

export function objectInfo(key: string, stats: BigIntStats): ObjectInfo {
  return { key, size: Number(stats.size), lastModified: new Date(Number(stats.mtimeNs / 1_000_000n)), etag: etagOf(stats) };
}

/** A stream over the version that is there now: an open file stays what it is when its name is given to another. */
export async function readObject(path: string, options: ReadOptions, context: FileErrorContext): Promise<Readable> {
  const { offset = 0, length, ifMatch, signal } = options;
  if (ifMatch !== undefined) requireEtag(ifMatch, context.operation);
  requireCount(offset, "offset", 0, context.operation);
  if (length !== undefined) requireCount(length, "length", 0, context.operation);
  throwIfAborted(signal, context.operation);
  const stats = await statFile(path, context);
  if (length === 0) {
    requireVersion(stats, ifMatch, context);
    return Readable.from([]);
  }
  const file = await open(path, "r").catch((error: unknown) => {
    throw translateFileError(error, context);
  });
  try {
    // Of the open file: another may have taken its name since it was looked at.
    if (ifMatch !== undefined) requireVersion(await file.stat({ bigint: true }), ifMatch, context);
    throwIfAborted(signal, context.operation);
  } catch (error) {
    await file.close();
    throw translateFileError(error, context);
  }
  const end = length === undefined ? undefined : offset + length - 1;
  const stream = file.createReadStream({ start: offset, ...(end === undefined ? {} : { end }) });
  if (signal) destroyOnAbort(stream, signal, context.operation);
  return stream;
}

/** Stores bytes from anywhere; a source that fails, or an abort, leaves what was there before. */
export async function uploadObject(
  place: BucketPlace,
  path: string,
  source: UploadSource,
  options: UploadOptions,
  context: FileErrorContext,
): Promise<BigIntStats> {
  const { signal } = options;
  const conditions = requireConditions(options, context.operation);
  requireUsualContentType(path, options.contentType, context);
  throwIfAborted(signal, context.operation);
  const fill = async (temporary: string): Promise<void> => {
    const content = wholeContent(source);
    if (content) return writeFile(temporary, content);
    const file = createWriteStream(temporary);
    try {
      // A source that hangs cannot be stopped, and is not waited for.
      await untilAborted(pipeStreams(namingSource(contentOf(source), context), file, { signal }), context.operation, signal);
    } catch (error) {
      if (signal?.aborted) throw cancelled(context.operation, signal);
      throw error;
    } finally {
      // Else the file could be made after it was removed.
      if (!file.closed) await new Promise<void>((resolve) => file.once("close", () => resolve()).destroy());
    }
  };
  return replaceFile(place.basePath, path, context, fill, signal, moveOf(place, conditions));
}

/** A file has no content type but what its name says. One that says the same is as good as kept. */
function requireUsualContentType(path: string, contentType: string | undefined, { uri, operation }: FileErrorContext): void {
  const usual = contentTypeOf(path);
  if (contentType === undefined || contentType === usual) return;
  throw new UnsupportedOperationError(`${uri} cannot be given a content type of its own: on the local cloud it follows from the key.`, {
    hint: `Leave contentType out${usual === undefined ? "" : `, or give ${usual}`}; the bucket's capabilities() tell which clouds keep it.`,
    operation,
  });
}

function requireVersion(stats: BigIntStats, etag: string | undefined, { uri, operation }: FileErrorContext): void {
  if (etag === undefined || etagOf(stats) === etag) return;
  throw new GlacierError("CONFLICT", `${uri} is not the version with the etag ${etag} any more.`, {
    hint: "Look at the object again: it was replaced.",
    operation,
    retryable: true,
  });
}

/** A file that cannot be read is not the one that cannot be written. */
async function* namingSource(content: AsyncIterable<Uint8Array>, context: FileErrorContext): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* content;
  } catch (error) {
    const path = error instanceof Error && "path" in error ? ` ${error.path}` : "";
    throw translateFileError(error, { ...context, uri: `The source${path} of ${context.uri}` });
  }
}

export async function copyObject(
  place: BucketPlace,
  from: string,
  to: string,
  fromContext: FileErrorContext,
  context: FileErrorContext,
  signal: AbortSignal | undefined,
): Promise<BigIntStats> {
  await statFile(from, fromContext);
  const fill = async (temporary: string): Promise<void> => {
    try {
      await copyFile(from, temporary, constants.COPYFILE_FICLONE);
    } catch (error) {
      throw translateFileError(error, fromContext);
    }
  };
  return replaceFile(place.basePath, to, context, fill, signal);
}

/** Removes an object, and the folders that are empty without it: an object store has no folders either. */
export async function removeObject(place: BucketPlace, path: string, context: FileErrorContext): Promise<void> {
  try {
    if ((await statFile(path, context).catch(ignoreMissing)) === undefined) return;
    await rm(path, { force: true });
  } catch (error) {
    throw translateFileError(error, context);
  }
  await removeEmptyFolders(dirname(path), place.bucketRoot);
}

async function statFile(path: string, context: FileErrorContext): Promise<BigIntStats> {
  try {
    const stats = await stat(path, { bigint: true });
    if (stats.isFile()) return stats;
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR") throw translateFileError(error, context);
    throw notFound(context.uri, context.operation, "Check the key; list() shows what there is.");
  }
  throw notFound(context.uri, context.operation, "It is a folder or no ordinary file; list() shows what there is.");
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof GlacierError && error.code === "NOT_FOUND") return undefined;
  throw error;
}

function destroyOnAbort(stream: Readable, signal: AbortSignal, operation: string): void {
  const abort = (): void => void stream.destroy(cancelled(operation, signal));
  signal.addEventListener("abort", abort, { once: true });
  stream.once("close", () => signal.removeEventListener("abort", abort));
}
