import type { Readable } from "node:stream";
import type { DataFrame, LazyDataFrame } from "nodejs-polars";
import { isInstance } from "../brand.ts";
import type { DataFormat } from "../config/formats.ts";
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
} from "./adapter.ts";
import type { ConstructionKey } from "./construction.ts";
import { objectUri } from "./object-uri.ts";
import { Resource, type ResourceInit } from "./resource.ts";
import { requireUploadSource } from "./upload-source.ts";

/** A bucket, container or folder, and the object, folder or glob in it that a pipeline reads or writes. */
export class Bucket extends Resource {
  readonly kind = "bucket";
  readonly bucketName: string;
  /** An object's key, a folder (`raw/`), or a glob; without a leading `/`. Empty for the whole bucket. */
  readonly path: string;
  readonly format: DataFormat;

  /** @throws {DirectInstantiationError} unless a provider calls it. */
  constructor(key: ConstructionKey, init: ResourceInit & { bucketName: string; path: string; format: DataFormat }) {
    super(key, init, "Bucket", "bucket(bucketName, { path, format })");
    this.bucketName = init.bucketName;
    this.path = init.path;
    this.format = init.format;
  }

  /**
   * Reads lazily: nothing but metadata is touched before `collect()`, and filters and selections are pushed down wherever the format allows.
   * Files of a folder need the same columns, except those of NDJSON: a row has null for the fields that only others have. To know them
   * all, NDJSON is gone through once more: a file when it is first collected, a folder when it is scanned.
   *
   * @throws {GlacierError} `NOT_FOUND`, `UNSUPPORTED_FORMAT` when the data is not of the bucket's format, `ACCESS_DENIED`.
   */
  async scan(): Promise<LazyDataFrame> {
    return (await this.#adapter()).scan();
  }

  /**
   * Writes atomically: a reader sees the old object or the new one, never a part. A path ending in `/` gets a part file.
   *
   * @throws {GlacierError} `CONFLICT`, `UNSUPPORTED_FORMAT` when the format cannot hold the data, `ACCESS_DENIED`, `CANCELLED`.
   */
  async write(data: DataFrame | LazyDataFrame, options: WriteOptions = {}): Promise<WriteResult> {
    return (await this.#adapter()).write(data, options);
  }

  /** Whether there is an object at the path, or any object in the folder or matching the glob. */
  async exists(): Promise<boolean> {
    return (await this.#adapter()).exists();
  }

  /**
   * Pages of objects, in the order of their keys.
   *
   * @throws {GlacierError} `NOT_FOUND` for a bucket that does not exist, `CANCELLED`.
   */
  async *list(options: ListOptions = {}): AsyncGenerator<ListPage, void, undefined> {
    yield* (await this.#adapter()).list(options);
  }

  /** @throws {GlacierError} `NOT_FOUND`. */
  async stat(key: string, options: CallOptions = {}): Promise<ObjectStat> {
    return (await this.#adapter()).stat(key, options);
  }

  /**
   * The bytes of one version of an object.
   *
   * @throws {GlacierError} `NOT_FOUND`, `CANCELLED`.
   */
  async read(key: string, options: ReadOptions = {}): Promise<Readable> {
    return (await this.#adapter()).read(key, options);
  }

  /**
   * Stores bytes under a key, atomically. A source that fails leaves what was there before.
   *
   * @throws {GlacierError} `CONFLICT`, `ACCESS_DENIED`, `CANCELLED`, `CONFIG_INVALID` for what holds no bytes.
   */
  async upload(key: string, source: UploadSource, options: UploadOptions = {}): Promise<ObjectInfo> {
    const checked = requireUploadSource(source);
    return (await this.#adapter()).upload(key, checked, options);
  }

  /** @throws {GlacierError} `NOT_FOUND`. */
  async copy(from: string, to: string, options: CallOptions = {}): Promise<ObjectInfo> {
    return (await this.#adapter()).copy(from, to, options);
  }

  /** Removes an object; a missing key is fine. */
  async remove(key: string, options: CallOptions = {}): Promise<void> {
    return (await this.#adapter()).remove(key, options);
  }

  /**
   * Removes objects, with as few requests as the cloud allows; missing keys are fine. All are tried before a failure is thrown.
   *
   * @throws {GlacierError} what failed first, `CANCELLED`.
   */
  async removeMany(keys: readonly string[], options: CallOptions = {}): Promise<void> {
    return (await this.#adapter()).removeMany(keys, options);
  }

  /** What this bucket's cloud can do of the things that not every object store can. */
  async capabilities(): Promise<BucketCapabilities> {
    return (await this.#adapter()).capabilities;
  }

  /**
   * A URL that lets its holder read an object for a while. Never log it.
   *
   * @throws {UnsupportedOperationError} where the cloud has no such thing, as on a laptop.
   */
  async signedUrl(key: string, options: SignedUrlOptions = {}): Promise<string> {
    return (await this.#adapter()).signedUrl(key, options);
  }

  /** `s3://bucket/path`, `abfs://container@account.dfs.core.windows.net/path`, `gs://bucket/path` or `file:///…`. */
  getUri(): string {
    return objectUri(this, this.path);
  }

  // The registry knows which adapter a kind of resource gets.
  #adapter(): Promise<BucketAdapter> {
    return this.provider.getAdapter(this) as Promise<BucketAdapter>;
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class on the right of instanceof, which may be derived.
    return isInstance(this, Bucket, value, CLASS_BRAND, "Bucket");
  }
}

const CLASS_BRAND = Symbol.for("@glacier/core/resource-class");
Object.defineProperty(Bucket.prototype, CLASS_BRAND, { value: "Bucket" });
