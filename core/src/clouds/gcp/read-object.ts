import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import { GlacierError } from "../../errors.ts";
import { cancelled } from "../../objects/cancellation.ts";
import { timeoutError } from "../../objects/limited-agent.ts";
import type { Call, ObjectRange } from "../../objects/object-store.ts";
import type { StorageAnswer, StorageClient } from "./client.ts";
import { conflict, damaged, type RequestContext, translateBodyError } from "./errors.ts";
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
  return checkedBody(client, answer, key, call);
}

/** A range that begins at or behind the end. */
const RANGE_NOT_SATISFIABLE = 416;

function checkedBody(client: StorageClient, { data: body, headers }: StorageAnswer<Readable>, key: string, call: Call): Readable {
  const context = client.contextOf({ key }, call);
  const expected = headers.get("content-length");
  const md5 = isWhole(headers.get("content-range")) ? /md5=([^,\s]+)/.exec(headers.get("x-goog-hash") ?? "")?.[1] : undefined;
  const checks = { length: expected === null ? undefined : Number(expected), md5 };
  const stream = Readable.from(pieces(body, checks, context, client.tuning.idleTimeoutMs), { objectMode: false, highWaterMark: 64 * 1024 });
  const { signal, operation } = call;
  const cancel = (): unknown => signal && stream.destroy(cancelled(operation, signal));
  signal?.addEventListener("abort", cancel, { once: true });
  stream.once("close", () => {
    signal?.removeEventListener("abort", cancel);
    body.destroy(); // else the connection would stay until its next byte
  });
  return stream;
}

async function* pieces(
  body: Readable,
  { length, md5 }: { length: number | undefined; md5: string | undefined },
  context: RequestContext,
  idleTimeoutMs: number,
): AsyncGenerator<Buffer> {
  const hash: Hash | undefined = md5 === undefined ? undefined : createHash("md5");
  let waiting = true;
  const timer = setTimeout(() => waiting && body.destroy(timeoutError("Nothing arrived in time.")), idleTimeoutMs).unref();
  let received = 0;
  try {
    // The library gives Node's streams of bytes here.
    for await (const chunk of body as AsyncIterable<Buffer>) {
      waiting = false; // how long the reader takes is no fault of the connection
      received += chunk.length;
      hash?.update(chunk);
      // Before the last bytes: who counts them asks for no more.
      if (received === length && hash && hash.digest("base64") !== md5) throw damaged(context);
      yield chunk;
      waiting = true;
      timer.refresh();
    }
    if (length !== undefined && received !== length) throw Object.assign(new Error("the body is short"), { code: "ECONNRESET" });
  } catch (error) {
    throw translateBodyError(error, context);
  } finally {
    clearTimeout(timer);
  }
}

/** `bytes 0-9/10`; or no range, and all of the object. */
function isWhole(contentRange: string | null): boolean {
  if (contentRange === null) return true;
  const [, start, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(contentRange) ?? [];
  return start === "0" && Number(end) + 1 === Number(size);
}
