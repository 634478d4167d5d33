import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { errorAsText } from "../data/served-error.ts";
import type { ServedFile } from "./companion.ts";
import type { ObjectStore } from "./object-store.ts";
import { readPinned } from "./resumable-read.ts";

/** Answers a request for an object, or a range of it, with the bytes of the version that was scanned. What fails is told in the body, in words that come back out of Polars' error. */
export async function answerObject(
  store: ObjectStore,
  file: ServedFile,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = {
    "accept-ranges": "bytes",
    etag: `"${file.etag.replaceAll(/[^\x21\x23-\x7e]/g, "")}"`,
    "last-modified": new Date(0).toUTCString(),
  };
  const range = rangeOf(request.headers.range, file.size);
  if (range === undefined) return void response.writeHead(416, { ...headers, "content-range": `bytes */${file.size}` }).end();
  const { start, end } = range;
  const isPart = request.headers.range !== undefined;
  const success = {
    ...headers,
    "content-length": end - start,
    ...(isPart ? { "content-range": `bytes ${start}-${end - 1}/${file.size}` } : {}),
  };
  if (request.method === "HEAD" || end === start) return void response.writeHead(isPart ? 206 : 200, success).end();
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const stream = readPinned(store, { key: file.key, etag: file.etag, start, end }, { operation: "bucket.scan", signal: gone.signal });
  // The first bytes tell whether there are any: after the headers an error could only be a broken connection, which Polars would try again.
  const first = await firstChunk(stream);
  if ("error" in first) {
    if (gone.signal.aborted) return;
    // Of the 4xx none is tried again, and the store has tried as often as made sense.
    return void response.writeHead(424, { "content-type": "text/plain" }).end(errorAsText(first.error));
  }
  response.writeHead(isPart ? 206 : 200, success);
  try {
    await pipeline(stream, response);
  } catch (error) {
    // A broken connection is what an error is by now; Polars asks for the range again and gets the reason.
    if (!gone.signal.aborted) response.destroy(error instanceof Error ? error : undefined);
  }
}

/** Waits until a stream has something to give. */
function firstChunk(stream: NodeJS.ReadableStream): Promise<{ error: unknown } | { ready: true }> {
  return new Promise((resolve) => {
    stream.once("error", (error) => resolve({ error }));
    stream.once("readable", () => resolve({ ready: true }));
    stream.once("end", () => resolve({ ready: true }));
  });
}

/** `bytes=5-9`, `bytes=5-` or `bytes=-5` of an object of a size; undefined when it lies outside. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | undefined {
  if (header === undefined) return { start: 0, end: size };
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") return { start: Math.max(0, size - Number(last)), end: size };
  const start = Number(first);
  const end = last === "" ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : undefined;
}

/** What `ListObjectsV2` of S3 would say: as far as Polars asks, which is for every name below a prefix. */
export function answerList(files: ReadonlyMap<string, ServedFile>, query: URLSearchParams, response: ServerResponse): void {
  const prefix = query.get("prefix") ?? "";
  // What comes next is known by its number, so that no page is looked for from the beginning.
  const names = [...files.keys()];
  const first = Number(query.get("continuation-token") ?? 0);
  const page = names.slice(first, first + PAGE).filter((name) => name.startsWith(prefix));
  const isTruncated = first + PAGE < names.length;
  const contents = page.map(
    (name) =>
      `<Contents><Key>${escapeXml(name)}</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified><ETag>&quot;${escapeXml(name)}&quot;</ETag>` +
      `<Size>${files.get(name)?.size ?? 0}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const next = isTruncated ? `<NextContinuationToken>${first + PAGE}</NextContinuationToken>` : "";
  response
    .writeHead(200, { "content-type": "application/xml" })
    .end(
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Prefix>${escapeXml(prefix)}</Prefix>` +
        `<KeyCount>${page.length}</KeyCount><MaxKeys>${PAGE}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join("")}</ListBucketResult>`,
    );
}

const PAGE = 1000;

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
