import type { Readable } from "node:stream";
import { Readable as NodeReadable } from "node:stream";
import type { DataFrame, LazyDataFrame } from "nodejs-polars";
import { fileExtensions } from "../config/formats.ts";
import { encodeFrame } from "../data/frame-stream.ts";
import { requireFrame } from "../data/write.ts";
import { GlacierError, UnsupportedOperationError } from "../errors.ts";
import type {
  BucketAdapter,
  BucketCapabilities,
  CallOptions,
  ListOptions,
  ListPage,
  ObjectInfo,
  ObjectStat,
  ReadOptions,
  SignedUrlOptions,
  UploadOptions,
  UploadSource,
  WriteOptions,
  WriteResult,
} from "../resources/adapter.ts";
import type { Bucket } from "../resources/bucket.ts";
import { throwIfAborted, untilAborted } from "./cancellation.ts";
import type { StoreOrigin } from "./companion.ts";
import { contentTypeOf } from "./content-type.ts";
import { isFolderPath, scanRoot } from "./data-files.ts";
import { replaceFolder } from "./folder-replacement.ts";
import { isGlob } from "./glob.ts";
import { listPages, snapshotFolder } from "./listing.ts";
import type { Call, ObjectContent, ObjectStore, PutOptions } from "./object-store.ts";
import { partName } from "./part-name.ts";
import { changedSince, type ScanTarget, scanObjects } from "./remote-scan.ts";
import { requireConditions } from "./require-conditions.ts";
import { requireCount } from "./require-count.ts";
import { readPinned } from "./resumable-read.ts";
import { uploadContent } from "./upload-content.ts";
import { writeTarget } from "./write-target.ts";

/** A bucket in a cloud: what formats, folders and frames need, once for all clouds, on what a cloud's SDK does. */
export class ObjectStoreBucket implements BucketAdapter {
  readonly #bucket: Bucket;
  readonly #store: ObjectStore;
  readonly #origin: StoreOrigin;

  /** @param origin where the same store comes from, for the thread that serves objects to Polars */
  constructor(bucket: Bucket, store: ObjectStore, origin: StoreOrigin) {
    this.#bucket = bucket;
    this.#store = store;
    this.#origin = origin;
  }

  get capabilities(): BucketCapabilities {
    return this.#store.capabilities;
  }

  async scan(): Promise<LazyDataFrame> {
    const call: Call = { operation: "bucket.scan" };
    const target = await this.#target(call);
    return scanObjects(this.#store, this.#origin, this.#bucket.format, target, call);
  }

  async write(data: DataFrame | LazyDataFrame, options: WriteOptions): Promise<WriteResult> {
    const frame = requireFrame(data);
    const { path, format } = this.#bucket;
    const call: Call = { operation: "bucket.write", signal: options.signal };
    throwIfAborted(call.signal, call.operation);
    const { isFolder } = writeTarget(path, options.mode, this.#bucket.getUri());
    const key = isFolder ? `${path}${partName()}${fileExtensions[format][0]}` : path;
    const uri = this.#store.uriOf(key);
    const content = await contentUntilAborted(encodeFrame(format, frame, uri), call);
    try {
      const put = (): Promise<ObjectInfo> => this.#put(key, content, { contentType: contentTypeOf(key) }, call);
      const { size, etag } = isFolder && options.mode === "overwrite" ? await this.#replaceFolder(key, put, call) : await put();
      return { key, uri, size, etag };
    } finally {
      if ("stream" in content) content.stream.destroy();
    }
  }

  async exists(): Promise<boolean> {
    const call: Call = { operation: "bucket.exists" };
    const { path, format } = this.#bucket;
    if (!isFolderPath(path)) {
      if ((await this.#headOrUndefined(path, call)) !== undefined) return true;
      return isGlob(path) && (await snapshotFolder(this.#store, path, format, call)).files.length > 0;
    }
    try {
      for await (const { objects } of this.list({ prefix: path, pageSize: 10 })) if (objects.length > 0) return true;
      return false;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  list(options: ListOptions): AsyncIterable<ListPage> {
    return listPages(this.#store, options);
  }

  async stat(key: string, { signal }: CallOptions): Promise<ObjectStat> {
    const call: Call = { operation: "bucket.stat", signal };
    return this.#store.head(requireKey(key, call), call);
  }

  async read(key: string, options: ReadOptions): Promise<Readable> {
    const call: Call = { operation: "bucket.read", signal: options.signal };
    const { offset = 0, length, ifMatch } = options;
    requireCount(offset, "offset", 0, call.operation);
    if (length !== undefined) requireCount(length, "length", 0, call.operation);
    const { etag, size } = await this.#store.head(requireKey(key, call), call);
    if (ifMatch !== undefined && ifMatch !== etag) {
      throw new GlacierError("CONFLICT", `${this.#store.uriOf(key)} is not the version that was asked for.`, {
        hint: "It was overwritten: stat() gives its present etag.",
        operation: call.operation,
      });
    }
    const end = length === undefined ? size : Math.min(size, offset + length);
    return offset < end ? readPinned(this.#store, { key, etag, start: offset, end }, call) : NodeReadable.from([]);
  }

  async upload(key: string, source: UploadSource, options: UploadOptions): Promise<ObjectInfo> {
    const call: Call = { operation: "bucket.upload", signal: options.signal };
    requireKey(key, call);
    throwIfAborted(call.signal, call.operation);
    const { contentType = contentTypeOf(key) } = options;
    const conditions = requireConditions(options, call.operation);
    if (conditions && !this.capabilities.conditionalWrites) {
      throw new UnsupportedOperationError(`${this.#store.uriOf(key)} cannot be stored on a condition on this cloud.`, {
        operation: call.operation,
      });
    }
    const content = await contentUntilAborted(uploadContent(source), call);
    try {
      return await this.#put(key, content, { contentType, ...conditions }, call);
    } finally {
      if ("stream" in content) content.stream.destroy();
    }
  }

  async copy(from: string, to: string, { signal }: CallOptions): Promise<ObjectInfo> {
    const call: Call = { operation: "bucket.copy", signal };
    return this.#store.copy(requireKey(from, call), requireKey(to, call), call);
  }

  remove(key: string, options: CallOptions): Promise<void> {
    return this.#removeMany([key], { operation: "bucket.remove", signal: options.signal });
  }

  removeMany(keys: readonly string[], options: CallOptions): Promise<void> {
    return this.#removeMany(keys, { operation: "bucket.removeMany", signal: options.signal });
  }

  async signedUrl(key: string, { expiresIn = 3600 }: SignedUrlOptions): Promise<string> {
    const call: Call = { operation: "bucket.signedUrl" };
    requireCount(expiresIn, "expiresIn", 1, call.operation);
    return this.#store.signedUrl(requireKey(key, call), expiresIn, call);
  }

  async #removeMany(keys: readonly string[], call: Call): Promise<void> {
    for (const key of keys) requireKey(key, call);
    throwIfAborted(call.signal, call.operation);
    if (keys.length > 0) await this.#store.removeMany(keys, call);
  }

  #put(key: string, content: ObjectContent, options: PutOptions, call: Call): Promise<ObjectInfo> {
    return untilAborted(this.#store.put(key, content, options, call), call.operation, call.signal);
  }

  #replaceFolder(key: string, put: () => Promise<ObjectInfo>, call: Call): Promise<ObjectInfo> {
    const { path, format } = this.#bucket;
    const old = async (): Promise<readonly ObjectInfo[]> => (await snapshotFolder(this.#store, path, format, call)).files;
    return replaceFolder(this.#store, path, key, old, put, call);
  }

  /** What the bucket's path means now. */
  async #target(call: Call): Promise<ScanTarget> {
    const { path, format } = this.#bucket;
    const uri = this.#bucket.getUri();
    const object = isFolderPath(path) ? undefined : await this.#headOrUndefined(path, call);
    if (object) return { files: [object], folder: undefined, root: scanRoot(path), uri, verify: () => this.#verifyObject(object, call) };
    if (!isFolderPath(path) && !isGlob(path)) throw await this.#notFound(uri, call);
    const found = await snapshotFolder(this.#store, path, format, call);
    if (found.files.length === 0) throw await this.#notFound(uri, call);
    const verify = async (): Promise<void> => {
      const now = await snapshotFolder(this.#store, path, format, call);
      const etags = new Map(now.files.map(({ key, etag }) => [key, etag]));
      const changed = found.files.find(({ key, etag }) => etags.get(key) !== etag);
      // What was added is not read: Polars was given what was found, or has listed no more than that.
      if (changed !== undefined) throw changedSince(uri);
    };
    return { files: found.files, folder: isFolderPath(path) && found.isAll ? path : undefined, root: scanRoot(path), uri, verify };
  }

  async #verifyObject({ key, etag }: ObjectInfo, call: Call): Promise<void> {
    const now = await this.#headOrUndefined(key, call);
    if (now === undefined) {
      throw new GlacierError("NOT_FOUND", `${this.#store.uriOf(key)} was removed after it was scanned.`, { operation: "collect" });
    }
    if (now.etag !== etag) throw changedSince(this.#store.uriOf(key));
  }

  async #headOrUndefined(key: string, call: Call): Promise<ObjectStat | undefined> {
    try {
      return await this.#store.head(key, call);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** What to try when nothing was found; a bucket that does not exist says so itself. */
  async #notFound(uri: string, call: Call): Promise<GlacierError> {
    const { path, format } = this.#bucket;
    const asFolder = path === "" || path.endsWith("/") ? path : `${path}/`;
    const { files } = await snapshotFolder(this.#store, asFolder, format, call);
    const hint =
      path.endsWith("/") && isGlob(path)
        ? `A path that ends in "/" is one folder, taken literally: for a pattern, write path: "${path}**".`
        : files.length > 0
          ? `It is a folder: write path: "${asFolder}".`
          : "Check the path; list() shows what there is.";
    return new GlacierError("NOT_FOUND", `${uri} was not found.`, { hint, operation: call.operation });
  }
}

function requireKey(key: unknown, { operation }: Call): string {
  if (typeof key === "string" && key !== "" && key.isWellFormed()) return key;
  const what = typeof key !== "string" ? `of type ${typeof key}` : key === "" ? "empty" : "not well-formed Unicode";
  throw new GlacierError("CONFIG_INVALID", `${operation}(): the key is ${what}; a key is a text of at least one character.`, { operation });
}

const isNotFound = (error: unknown): boolean => error instanceof GlacierError && error.code === "NOT_FOUND";

/** Content whose stream is destroyed when it comes after the call was cancelled. */
async function contentUntilAborted<Content extends ObjectContent>(work: Promise<Content>, { operation, signal }: Call): Promise<Content> {
  try {
    return await untilAborted(work, operation, signal);
  } catch (error) {
    const drop = (late: ObjectContent): void => {
      if ("stream" in late) late.stream.destroy();
    };
    // When it is the work that failed, that is the error which is thrown.
    work.then(drop, () => undefined);
    throw error;
  }
}
