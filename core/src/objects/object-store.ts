import type { Readable } from "node:stream";
import type { BucketCapabilities, ListPage, ObjectInfo, ObjectStat } from "../resources/adapter.ts";

/**
 * What a cloud's SDK does for a bucket: requests for bytes, and nothing about formats, folders or frames, which `ObjectStoreBucket` adds once for
 * all clouds. Every method throws `GlacierError`s, translated by the cloud's own `errors.ts`, tries again where that may help (with growing, jittered
 * pauses, a bounded number of times) and ends within a second when its signal is aborted, with `CANCELLED`.
 */
export interface ObjectStore {
  readonly capabilities: BucketCapabilities;
  /** The URI of a key, as in messages. */
  uriOf(key: string): string;
  /** @throws {GlacierError} `NOT_FOUND`. */
  head(key: string, call: Call): Promise<ObjectStat>;
  /**
   * The bytes that one request gives; a connection that breaks in the middle is an error of the stream, which the caller mends.
   * A range that begins at or behind the end is empty.
   *
   * @throws {GlacierError} `NOT_FOUND`; `CONFLICT`, retryable, when the object is not the one of `ifMatch` any more.
   */
  get(key: string, range: ObjectRange, call: Call): Promise<Readable>;
  /**
   * Stores an object: all of it, or nothing. What was uploaded of it before a failure is removed.
   *
   * @throws {GlacierError} `CONFLICT` when a condition is not met.
   */
  put(key: string, content: ObjectContent, options: PutOptions, call: Call): Promise<ObjectInfo>;
  /** Pages of keys in the order of their UTF-8 bytes; an empty answer is one empty page. @throws {GlacierError} `NOT_FOUND` for a bucket that does not exist. */
  list(options: ListRequest, call: Call): AsyncIterable<ListPage>;
  /** Inside the bucket, without moving a byte through this machine, whatever the object's size. @throws {GlacierError} `NOT_FOUND`. */
  copy(from: string, to: string, call: Call): Promise<ObjectInfo>;
  /** With as few requests as the cloud allows. Missing keys are fine. @throws what failed first, when all was tried. */
  removeMany(keys: readonly string[], call: Call): Promise<void>;
  signedUrl(key: string, expiresIn: number, call: Call): Promise<string>;
  /** How Polars reaches the same objects by itself; undefined where it cannot, so that they are read through this store. */
  polarsAccess(call: Call, credentialsUrl: () => Promise<string>): Promise<PolarsAccess | undefined>;
  /**
   * Answers a request of Polars for credentials that do not last, in the words of the cloud's own metadata service: what is asked at
   * `credentialsUrl` + `path`. Only for a store whose `polarsAccess` asks for that URL.
   */
  answerCredentials?(method: string, path: string): Promise<CredentialAnswer>;
}

/** On whose behalf a request is made. */
export interface Call {
  /** For messages, such as `bucket.scan`. */
  readonly operation: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ObjectRange {
  /** First byte. */
  readonly offset: number;
  /** Number of bytes, at least 1. Default: to the end. */
  readonly length?: number | undefined;
  /** The etag that the object must have. Default: any. */
  readonly ifMatch?: string | undefined;
}

/** Small content whole, so that a request can be made again; large content as a stream that is read once. */
export type ObjectContent = { readonly bytes: Uint8Array } | { readonly stream: Readable; readonly size?: number | undefined };

export interface PutOptions {
  readonly contentType?: string | undefined;
  /** Only where there is no object yet. */
  readonly ifNoneMatch?: "*" | undefined;
  /** Only where the object has this etag. */
  readonly ifMatch?: string | undefined;
}

export interface ListRequest {
  readonly prefix: string;
  /** Default: none. */
  readonly delimiter?: string | undefined;
  readonly pageSize: number;
}

export interface PolarsAccess {
  /** What precedes a key in a URI that Polars understands, such as `s3://bucket/`. */
  readonly root: string;
  /** Every value is a text: Polars drops the whole map when one is not. */
  readonly cloudOptions: Readonly<Record<string, string>>;
}

export interface CredentialAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}
