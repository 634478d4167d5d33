import { Readable } from "node:stream";
import { cancelled } from "../../objects/cancellation.ts";
import { brokenBody, type ErrorContext } from "./errors.ts";

/** The bytes of an answer, whose errors are Glacier's, and which end at once when the signal says so. The SDK has counted them: too few are an error. */
export function bodyOf(source: NodeJS.ReadableStream, context: ErrorContext, idleTimeoutMs: number): Readable {
  const { operation, signal } = context;
  // In Node.js the SDK gives no other kind of stream.
  const bytes = source as Readable;
  // Not every connection has a limit of its own, such as one through a proxy. How long the reader takes is no fault of it.
  let silence: NodeJS.Timeout | undefined;
  const wait = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => body.destroy(brokenBody(undefined, context)), idleTimeoutMs);
  };
  const body = new Readable({
    read() {
      wait();
      bytes.resume();
    },
    destroy(error, callback) {
      clearTimeout(silence);
      signal?.removeEventListener("abort", abort);
      bytes.destroy();
      callback(error);
    },
  });
  const abort = (): void => void (signal && body.destroy(cancelled(operation, signal)));
  let ended = false;
  bytes.on("data", (chunk: Uint8Array) => {
    wait();
    if (body.push(chunk)) return;
    clearTimeout(silence);
    bytes.pause();
  });
  bytes.once("end", () => {
    ended = true;
    clearTimeout(silence);
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
