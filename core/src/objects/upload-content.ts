import { Readable } from "node:stream";
import type { UploadSource } from "../resources/adapter.ts";
import { contentOf, wholeContent } from "../resources/upload-source.ts";
import type { ObjectContent } from "./object-store.ts";

/** Up to this size content is sent by one request, which can be made again. In bytes. */
const WHOLE = 8 * 2 ** 20;

/** Content as object stores take it: whole where it is small, else bit by bit, read no faster than it is sent. */
export async function uploadContent(source: UploadSource): Promise<ObjectContent> {
  const bytes = wholeContent(source);
  if (bytes && bytes.length <= WHOLE) return { bytes };
  const size = bytes ? bytes.length : source instanceof Blob ? source.size : undefined;
  const chunks = contentOf(source);
  const first: Uint8Array[] = [];
  let length = 0;
  while (length <= WHOLE) {
    const { done, value } = await chunks.next();
    if (done) return { bytes: Buffer.concat(first) };
    first.push(value);
    length += value.length;
  }
  const stream = Readable.from(continued(first, chunks), { objectMode: false });
  // A source that is not read to its end is told so, that it may close its file.
  stream.once("close", () => void chunks.return());
  return { stream, size };
}

async function* continued(first: Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  yield* first.splice(0);
  yield* rest;
}
