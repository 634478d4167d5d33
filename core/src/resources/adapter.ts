import type { Readable } from "node:stream";
import type { DataFrame, LazyDataFrame } from "nodejs-polars";
import type { JsonValue } from "../json.ts";

/** What a cloud does for a {@link Bucket}. One contract suite tests every implementation. */
export interface BucketAdapter {
  readonly capabilities: BucketCapabilities;
  scan(): Promise<LazyDataFrame>;
  write(data: DataFrame | LazyDataFrame, options: WriteOptions): Promise<WriteResult>;
  exists(): Promise<boolean>;
  list(options: ListOptions): AsyncIterable<ListPage>;
  stat(key: string, options: CallOptions): Promise<ObjectStat>;
  read(key: string, options: ReadOptions): Promise<Readable>;
  upload(key: string, source: UploadSource, options: UploadOptions): Promise<ObjectInfo>;
  copy(from: string, to: string, options: CallOptions): Promise<ObjectInfo>;
  remove(key: string, options: CallOptions): Promise<void>;
  /** As few requests as the cloud allows. Throws what failed first, when all was tried. */
  removeMany(keys: readonly string[], options: CallOptions): Promise<void>;
  signedUrl(key: string, options: SignedUrlOptions): Promise<string>;
}

/** What not every object store can do. Each flag is proven by the contract suite: what is declared works, what is not is refused. */
export interface BucketCapabilities {
  /** `signedUrl()` gives a URL. Else it throws `UNSUPPORTED_OPERATION`. */
  readonly signedUrls: boolean;
  /** `upload()` heeds `ifNoneMatch` and `ifMatch`, also between processes and machines. Else it refuses them. */
  readonly conditionalWrites: boolean;
  /** Any text is a key: empty parts (`a//b`), `..` and a key that is also the folder of another. Else such a key is refused. */
  readonly anyKey: boolean;
  /** Objects keep the content type that they were given. Else it follows from the key's ending. */
  readonly contentTypes: boolean;
}

/** What a cloud does for a {@link Serverless}. */
export interface ServerlessAdapter {
  invoke(payload: JsonValue): Promise<JsonValue>;
  deploy(): Promise<DeployResult>;
}

/** What an engine does for an {@link ExecutionEnvironment}. */
export interface EnvironmentAdapter {
  submitJob(definition: JobDefinition): Promise<string>;
  getJobStatus(jobId: string): Promise<JobStatus>;
  cancelJob(jobId: string): Promise<void>;
  /** Milliseconds between two questions for a job's status. */
  readonly pollInterval: number;
}

export interface WriteOptions {
  /** For a path that ends in `/`: add a part, or replace the folder's data. Default: `append`. An object is always replaced. */
  readonly mode?: "append" | "overwrite" | undefined;
  /** Abandons the write; nothing is left behind. */
  readonly signal?: AbortSignal | undefined;
}

export interface WriteResult {
  /** The full key of the object that was written. */
  readonly key: string;
  readonly uri: string;
  /** In bytes. */
  readonly size: number;
  readonly etag: string;
}

/** An object of a bucket, as in a list. */
export interface ObjectInfo {
  /** The full key in the bucket. */
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  readonly lastModified: Date;
  /** Changes whenever the content does. */
  readonly etag: string;
  readonly storageClass?: string | undefined;
}

export interface ObjectStat extends ObjectInfo {
  readonly contentType?: string | undefined;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ListOptions {
  /** Only keys that start with this. Default: all. */
  readonly prefix?: string | undefined;
  /** Keys that hold this after the prefix are rolled up into `prefixes`, as folders are with `/`. Default: none. */
  readonly delimiter?: string | undefined;
  /** Most objects and prefixes of a page. Default: 1000. */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Keys in the order of their UTF-8 bytes. An empty bucket gives one empty page. */
export interface ListPage {
  readonly objects: readonly ObjectInfo[];
  readonly prefixes: readonly string[];
}

export interface ReadOptions {
  /** First byte. Default: 0. */
  readonly offset?: number | undefined;
  /** Number of bytes. Default: to the end. */
  readonly length?: number | undefined;
  /** The etag that the object must have; of another one nothing is read (`CONFLICT`). Default: any. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Text in UTF-8, or bytes. */
export type UploadChunk = string | ArrayBuffer | ArrayBufferView;

/** What to store: text (not a path), bytes, a Blob, a stream of Node or of the web, or anything else that gives its content bit by bit. */
export type UploadSource = UploadChunk | Blob | AsyncIterable<UploadChunk> | Iterable<UploadChunk>;

export interface UploadOptions {
  /** The media type of the content. Default: by the key's ending. */
  readonly contentType?: string | undefined;
  /** `*`: only where there is no object yet; else `CONFLICT`. Default: whatever is there is replaced. */
  readonly ifNoneMatch?: "*" | undefined;
  /** Only where the object has this etag; else `CONFLICT`. Default: any, or none. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SignedUrlOptions {
  /** Seconds until the URL is refused. Default: 3600. */
  readonly expiresIn?: number | undefined;
}

export interface DeployResult {
  readonly functionName: string;
  /** The vendor's identifier of what was deployed. */
  readonly id: string;
  readonly url?: string | undefined;
}

export interface JobDefinition {
  readonly name: string;
  /** Where the engine finds what it runs. */
  readonly entryPoint: string;
  readonly arguments?: readonly string[] | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

export type JobStatus = "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
