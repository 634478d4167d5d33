import { Readable } from "node:stream";
import { GlacierError } from "../errors.ts";
import type { UploadChunk, UploadSource } from "./adapter.ts";

/**
 * Checks what is given to `bucket.upload()`, at the call. A stream that fails before somebody listens would end the whole process, and it
 * is a while until an adapter does; what it failed with is found when it is read.
 *
 * @throws {GlacierError} `CONFIG_INVALID` for what holds no bytes.
 */
export function requireUploadSource(source: unknown): UploadSource {
  if (source instanceof Readable) source.on("error", () => undefined);
  // What an iterable gives is checked as it comes.
  if (isChunk(source) || source instanceof Blob || isIterable(source)) return source as UploadSource;
  const what = source instanceof Promise ? "a promise; await it first" : nameOf(source);
  throw invalid(`bucket.upload() takes text, bytes, a Blob, a stream or an iterable of bytes; this is ${what}.`);
}

/** The whole content where it is in memory already; undefined for what has to be read bit by bit. */
export function wholeContent(source: UploadSource): Uint8Array | undefined {
  return isChunk(source) ? bytesOf(source) : undefined;
}

/**
 * The content bit by bit.
 *
 * @throws {GlacierError} `CONFIG_INVALID` for an item that is neither text nor bytes. Errors of the source are passed on.
 */
export async function* contentOf(source: UploadSource): AsyncGenerator<Uint8Array, void, undefined> {
  if (isChunk(source)) return yield bytesOf(source);
  for await (const chunk of source instanceof Blob ? source.stream() : source) {
    if (!isChunk(chunk)) throw invalid(`bucket.upload() takes text or bytes; an item of the source is ${nameOf(chunk)}.`);
    yield bytesOf(chunk);
  }
}

function isChunk(value: unknown): value is UploadChunk {
  return typeof value === "string" || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

function bytesOf(chunk: UploadChunk): Uint8Array {
  if (typeof chunk === "string") return Buffer.from(chunk);
  return chunk instanceof ArrayBuffer ? new Uint8Array(chunk) : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

const isIterable = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);

/** What a wrong value is, never what it holds. */
const nameOf = (value: unknown): string => (value === null ? "null" : `of type ${typeof value}`);

const invalid = (message: string): GlacierError =>
  new GlacierError("CONFIG_INVALID", message, { hint: "A file is given as createReadStream(path).", operation: "bucket.upload" });
