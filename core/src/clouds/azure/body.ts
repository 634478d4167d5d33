import { Readable } from "node:stream";
import { cancelled } from "../../objects/cancellation.ts";
import { brokenBody, type ErrorContext } from "./errors.ts";

/** The bytes of an answer, whose errors are Glacier's, and which end at once when the signal says so. The SDK has counted them: too few are an error. */
export function bodyOf(source: NodeJS.ReadableStream, context: ErrorContext): Readable {
  const { operation, signal } = context;
  // In Node.js the SDK gives no other kind of stream.
  const bytes = source as Readable;
  const body = new Readable({
    read: () => void bytes.resume(),
    destroy(error, callback) {
      signal?.removeEventListener("abort", abort);
      bytes.destroy();
      callback(error);
    },
  });
  const abort = (): void => void (signal && body.destroy(cancelled(operation, signal)));
  let ended = false;
  bytes.on("data", (chunk: Uint8Array) => {
    if (!body.push(chunk)) bytes.pause();
  });
  bytes.once("end", () => {
    ended = true;
    body.push(null);
  });
  bytes.on("error", (error) => body.destroy(brokenBody(error, context)));
  bytes.once("close", () => {
    if (!ended) body.destroy(brokenBody(undefined, context));
  });
  bytes.pause();
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted) abort();
  return body;
}

export const emptyBody = (): Readable => Readable.from([], { objectMode: false });
