import type { BigIntStats } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import type { DataFrame, LazyDataFrame } from "nodejs-polars";
import { fileExtensions } from "../../config/formats.ts";
import { nameSource } from "../../data/errors.ts";
import { checkFile } from "../../data/file-format.ts";
import { scanFrozenFiles } from "../../data/scan.ts";
import { type Frame, requireFrame, writeFrame } from "../../data/write.ts";
import { GlacierError, UnsupportedOperationError } from "../../errors.ts";
import { throwIfAborted, untilAborted } from "../../objects/cancellation.ts";
import { isGlob } from "../../objects/glob.ts";
import { mapBounded } from "../../objects/map-bounded.ts";
import { partName } from "../../objects/part-name.ts";
import { writeTarget } from "../../objects/write-target.ts";
import type {
  BucketAdapter,
  CallOptions,
  ListOptions,
  ListPage,
  ObjectInfo,
  ObjectStat,
  ReadOptions,
  UploadOptions,
  UploadSource,
  WriteOptions,
  WriteResult,
} from "../../resources/adapter.ts";
import type { Bucket } from "../../resources/bucket.ts";
import { flush, replaceFile, temporaryPath } from "./atomic-file.ts";
import { descriptor } from "./descriptor.ts";
import { type FileErrorContext, notFound, translateFileError } from "./errors.ts";
import { type BucketPlace, replaceFolder } from "./folder-state.ts";
import { requireInside, requireKey, requirePrefix } from "./keys.ts";
import { listObjects } from "./list-objects.ts";
import { copyObject, objectInfo, readObject, removeObject, statObject, uploadObject } from "./object-operations.ts";
import { reclaim } from "./reclaim.ts";
import { dataFiles, isFile, type Snapshot, snapshotFolder, snapshotObject } from "./snapshot.ts";

/** Buckets as folders of this machine. */
export function createAdapter(bucket: Bucket): BucketAdapter {
  return new LocalBucketAdapter(bucket);
}

class LocalBucketAdapter implements BucketAdapter {
  readonly capabilities = { signedUrls: false, conditionalWrites: true, anyKey: false, contentTypes: false };
  readonly #bucket: Bucket;
  readonly #place: BucketPlace;

  constructor(bucket: Bucket) {
    const { basePath } = bucket.provider;
    if (basePath === undefined)
      throw new GlacierError("NO_ADAPTER", "A local bucket needs a provider with a base path.", { operation: "provider.bucket" });
    this.#bucket = bucket;
    this.#place = { basePath, bucketName: bucket.bucketName, bucketRoot: join(basePath, bucket.bucketName) };
  }

  async scan(): Promise<LazyDataFrame> {
    const operation = "bucket.scan";
    const { format } = this.#bucket;
    const uri = this.#bucket.getUri();
    const snapshot = await this.#snapshot(operation, uri);
    nameSource(snapshot.folder, uri, format, snapshot.files.length);
    // A text file without a byte is a frame without rows; the other formats have a header.
    const broken = format === "csv" || format === "ndjson" ? undefined : snapshot.empty[0];
    if (broken !== undefined) {
      throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} holds an empty file, which is no ${format} file.`, {
        hint: "It was probably not written completely: write it again or remove it.",
        operation,
      });
    }
    await this.#guard(operation, async () => {
      await mapBounded(format === "ipc" ? snapshot.files : snapshot.files.slice(0, CHECKED_FILES), (name) =>
        checkFile(format, join(snapshot.folder, name), uri),
      );
    });
    return scanFrozenFiles(format, { ...snapshot, uri });
  }

  async write(data: DataFrame | LazyDataFrame, options: WriteOptions): Promise<WriteResult> {
    const operation = "bucket.write";
    const frame = requireFrame(data);
    const { path } = this.#bucket;
    const { mode, signal } = options;
    throwIfAborted(signal, operation);
    const { isFolder } = writeTarget(path, mode, this.#bucket.getUri());
    const key = isFolder ? `${requirePrefix(path, operation)}${partName()}${fileExtensions[this.#bucket.format][0]}` : path;
    const { target, context } = await this.#locate(key, operation);
    await reclaim(this.#place.basePath);
    const stats =
      isFolder && mode === "overwrite"
        ? await this.#overwriteFolder(frame, key, context, signal)
        : await replaceFile(this.#place.basePath, target, context, (temporary) => this.#fill(frame, temporary, context, signal), signal);
    const { size, etag } = objectInfo(key, stats);
    return { key, uri: context.uri, size, etag };
  }

  async exists(): Promise<boolean> {
    const operation = "bucket.exists";
    const { path, format } = this.#bucket;
    if (path !== "" && !path.endsWith("/")) {
      const { target } = await this.#locate(path, operation);
      if (await isFile(target)) return true;
      if (!isGlob(path)) return false;
    }
    await this.#confine(path, operation);
    if (path !== "" && !path.endsWith("/")) return (await this.#guard(operation, () => dataFiles(this.#place, path, format))).length > 0;
    for await (const page of this.#pages({ prefix: path, pageSize: 1 })) return page.objects.length > 0;
    return false;
  }

  async *list(options: ListOptions): AsyncGenerator<ListPage, void, undefined> {
    // Nothing but a prefix that is left out is none: null, say, is refused.
    const prefix = options.prefix === undefined ? "" : options.prefix;
    await this.#confine(prefix, "bucket.list");
    await reclaim(this.#place.basePath);
    try {
      yield* listObjects(this.#place, this.#uriOf(prefix), options);
    } catch (error) {
      throw translateFileError(error, { operation: "bucket.list", uri: this.#uriOf(prefix) });
    }
  }

  async stat(key: string, { signal }: CallOptions): Promise<ObjectStat> {
    throwIfAborted(signal, "bucket.stat");
    const { target, context } = await this.#locate(key, "bucket.stat");
    return statObject(target, key, context);
  }

  async read(key: string, options: ReadOptions): Promise<Readable> {
    const { target, context } = await this.#locate(key, "bucket.read");
    return readObject(target, options, context);
  }

  async upload(key: string, source: UploadSource, options: UploadOptions): Promise<ObjectInfo> {
    const { target, context } = await this.#locate(key, "bucket.upload");
    await reclaim(this.#place.basePath);
    return objectInfo(key, await uploadObject(this.#place, target, source, options, context));
  }

  async copy(from: string, to: string, { signal }: CallOptions): Promise<ObjectInfo> {
    throwIfAborted(signal, "bucket.copy");
    const source = await this.#locate(from, "bucket.copy");
    const { target, context } = await this.#locate(to, "bucket.copy");
    return objectInfo(to, await copyObject(this.#place, source.target, target, source.context, context, signal));
  }

  async remove(key: string, { signal }: CallOptions): Promise<void> {
    throwIfAborted(signal, "bucket.remove");
    const { target, context } = await this.#locate(key, "bucket.remove");
    await removeObject(this.#place, target, context);
  }

  async removeMany(keys: readonly string[], { signal }: CallOptions): Promise<void> {
    const failures: unknown[] = [];
    await mapBounded(keys, async (key) => {
      throwIfAborted(signal, "bucket.removeMany");
      await this.remove(key, {}).catch((error: unknown) => failures.push(error));
    });
    if (failures.length > 0) throw failures[0];
  }

  async signedUrl(key: string): Promise<string> {
    requireKey(key, "bucket.signedUrl");
    throw new UnsupportedOperationError("A file of this machine has no signed URL.", {
      hint: "getUri() gives its file:// address.",
      operation: "bucket.signedUrl",
    });
  }

  async #snapshot(operation: string, uri: string): Promise<Snapshot> {
    const { path, format } = this.#bucket;
    await reclaim(this.#place.basePath);
    return this.#guard(operation, async () => {
      if (path !== "" && !path.endsWith("/")) {
        await this.#locate(path, operation);
        const object = await snapshotObject(this.#place, path, format);
        if (object) return object;
      }
      await this.#confine(path, operation);
      const isFolderOrGlob = path === "" || path.endsWith("/") || isGlob(path);
      const files = isFolderOrGlob ? await snapshotFolder(this.#place, path, format) : undefined;
      if (files) return files;
      throw notFound(uri, operation, await this.#hint());
    });
  }

  async #overwriteFolder(frame: Frame, key: string, context: FileErrorContext, signal: AbortSignal | undefined): Promise<BigIntStats> {
    const { path, format } = this.#bucket;
    try {
      const temporary = await temporaryPath(this.#place.basePath, fileExtensions[format][0]);
      const stats = await this.#fillWhole(frame, temporary, context, signal);
      await replaceFolder(this.#place, path, temporary, key, async () => {
        const files = await dataFiles(this.#place, path, format);
        return files.map((file) => file.key);
      });
      return stats;
    } catch (error) {
      throw translateFileError(error, context);
    }
  }

  /** A complete, flushed file, or none. */
  async #fillWhole(frame: Frame, temporary: string, context: FileErrorContext, signal: AbortSignal | undefined): Promise<BigIntStats> {
    try {
      await this.#fill(frame, temporary, context, signal);
      await flush(temporary);
      throwIfAborted(signal, context.operation);
      return await stat(temporary, { bigint: true });
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async #fill(frame: Frame, temporary: string, context: FileErrorContext, signal: AbortSignal | undefined): Promise<void> {
    throwIfAborted(signal, context.operation);
    const work = this.#fillDraft(frame, temporary, context);
    try {
      await untilAborted(work, context.operation, signal);
    } catch (error) {
      // Polars cannot be stopped: the caller goes on at once, and the file is removed when it is done.
      if (signal?.aborted) void work.finally(() => rm(temporary, { force: true })).catch(() => undefined);
      throw error;
    }
  }

  /** Polars may make its file only after it has reported that it failed: not in a folder that is gone by then. */
  async #fillDraft(frame: Frame, temporary: string, context: FileErrorContext): Promise<void> {
    const folder = `${temporary}.draft`;
    const draft = join(folder, basename(temporary));
    try {
      await mkdir(folder);
      await writeFrame(this.#bucket.format, frame, draft, context.uri);
      await rename(draft, temporary);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  /** Where an object is, if its key is allowed. */
  async #locate(key: string, operation: string): Promise<{ target: string; context: FileErrorContext }> {
    requireKey(key, operation);
    await this.#confine(key, operation);
    return { target: join(this.#place.bucketRoot, key), context: { operation, uri: this.#uriOf(key) } };
  }

  async #confine(keyOrPrefix: string, operation: string): Promise<void> {
    requirePrefix(keyOrPrefix, operation);
    const uri = this.#uriOf(keyOrPrefix);
    await this.#guard(operation, () => requireInside(this.#place.basePath, join(this.#place.bucketRoot, keyOrPrefix), uri, operation));
  }

  async #guard<Result>(operation: string, action: () => Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (error) {
      throw translateFileError(error, { operation, uri: this.#bucket.getUri() });
    }
  }

  async *#pages(options: ListOptions): AsyncGenerator<ListPage, void, undefined> {
    try {
      yield* this.list(options);
    } catch (error) {
      if (!(error instanceof GlacierError) || error.code !== "NOT_FOUND") throw error;
    }
  }

  #uriOf(path: string): string {
    const { basePath, bucketName } = this.#place;
    return descriptor.bucketUri({ config: { basePath }, bucketName, path }) ?? this.#bucket.getUri();
  }

  /** What to try when nothing was found. */
  async #hint(): Promise<string> {
    const { path, format, provider } = this.#bucket;
    if (path.endsWith("/") && isGlob(path))
      return `A path that ends in "/" is one folder, taken literally: for a pattern, write path: "${path}**".`;
    if (!path.endsWith("/") && path !== "" && !isGlob(path)) {
      const inFolder = await dataFiles(this.#place, `${path}/`, format);
      if (inFolder.length > 0) return `It is a folder: write path: "${path}/".`;
    }
    return `Check the path and the provider's base path, ${provider.basePath}.`;
  }
}

/**
 * How many files of a folder are looked at before Polars does; more would delay the scan of a large folder. Damage in a later one is an error when the
 * frame is collected, except of Arrow IPC, where it could end the process: of that, every file is looked at.
 */
const CHECKED_FILES = 256;
