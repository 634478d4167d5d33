import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import { GlacierError } from "../../errors.ts";
import type { Call, ObjectRange } from "../../objects/object-store.ts";
import { timeoutError } from "./agents.ts";
import type { StorageAnswer, StorageClient } from "./client.ts";
import { conflict, translateBodyError } from "./errors.ts";
import { generationOf } from "./objects.ts";

/** The bytes of one request, as they are stored. */
export async function readObject(client: StorageClient, key: string, range: ObjectRange, call: Call): Promise<Readable> {
  const { offset, length, ifMatch } = range;
  const uri = client.uriOf(key);
  const ifGenerationMatch = ifMatch === undefined ? undefined : generationOf(ifMatch);
  if (ifMatch !== undefined && ifGenerationMatch === undefined) throw conflict(uri, call, true);
  const whole = offset === 0 && length === undefined;
  let answer: StorageAnswer<Readable>;
  try {
    answer = await client.request<Readable>(
      {
        method: "GET",
        path: client.path(key),
        query: { alt: "media", ifGenerationMatch },
        headers: {
          // Else the service unpacks objects that are stored packed, and neither sizes nor ranges fit.
          "Accept-Encoding": "gzip",
          ...(!whole && { Range: `bytes=${offset}-${length === undefined ? "" : offset + length - 1}` }),
        },
        body: "stream",
        accepts: (status) => status === (whole ? 200 : 206) || status === RANGE_NOT_SATISFIABLE,
        key,
      },
      call,
    );
  } catch (error) {
    if (error instanceof GlacierError && error.code === "CONFLICT") throw conflict(uri, call, true, error.cause);
    throw error;
  }
  if (answer.status === RANGE_NOT_SATISFIABLE) {
    answer.data.destroy();
    return Readable.from([], { objectMode: false });
  }
  // Some emulators and caches look at no condition of a read.
  const generation = answer.headers.get("x-goog-generation");
  if (ifGenerationMatch !== undefined && generation !== null && generation !== ifGenerationMatch) {
    answer.data.destroy();
    throw conflict(uri, call, true);
  }
  return checkedBody(answer, whole, (error) => translateBodyError(error, client.contextOf({ key }, call)), client.tuning.idleTimeoutMs);
}

/** A range that begins at or behind the end. */
const RANGE_NOT_SATISFIABLE = 416;

function checkedBody(
  { data: body, headers }: StorageAnswer<Readable>,
  whole: boolean,
  translate: (error: unknown) => unknown,
  idleTimeoutMs: number,
): Readable {
  const expected = headers.get("content-length");
  const md5 = whole ? /md5=([^,\s]+)/.exec(headers.get("x-goog-hash") ?? "")?.[1] : undefined;
  const checks = { length: expected === null ? undefined : Number(expected), md5 };
  const stream = Readable.from(pieces(body, checks, translate, idleTimeoutMs), { objectMode: false, highWaterMark: 64 * 1024 });
  // Else the connection would stay until its next byte.
  stream.once("close", () => body.destroy());
  return stream;
}

async function* pieces(
  body: Readable,
  { length, md5 }: { length: number | undefined; md5: string | undefined },
  translate: (error: unknown) => unknown,
  idleTimeoutMs: number,
): AsyncGenerator<Buffer> {
  const hash: Hash | undefined = md5 === undefined ? undefined : createHash("md5");
  let waiting = true;
  const timer = setTimeout(() => waiting && body.destroy(timeoutError()), idleTimeoutMs).unref();
  let received = 0;
  try {
    // The library gives Node's streams of bytes here.
    for await (const chunk of body as AsyncIterable<Buffer>) {
      waiting = false; // how long the reader takes is no fault of the connection
      received += chunk.length;
      hash?.update(chunk);
      yield chunk;
      waiting = true;
      timer.refresh();
    }
    if (length !== undefined && received !== length) throw Object.assign(new Error("the body is short"), { code: "ECONNRESET" });
  } catch (error) {
    throw translate(error);
  } finally {
    clearTimeout(timer);
  }
  if (hash && hash.digest("base64") !== md5) throw translate(new Error("the bytes that arrived are not those that are stored"));
}
