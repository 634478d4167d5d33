import { GlacierError } from "../../errors.ts";
import type { Call, PutOptions } from "../../objects/object-store.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import type { StorageAnswer, StorageClient, StorageRequest } from "./client.ts";
import { generationCondition } from "./conditions.ts";
import { OBJECT_FIELDS, type ObjectResource, statOf } from "./objects.ts";
import { withRetries } from "./retry.ts";
import { descriptionOf, type UploadDescription } from "./upload-bytes.ts";

/** An upload that was begun. There is an object when `finish` has resolved, and not before. */
export interface ResumableUpload {
  /** Bytes that follow those before; a whole part. */
  send(bytes: Uint8Array): Promise<void>;
  /** The last bytes, at least one, and the MD5 of all in base64, which the service compares. */
  finish(bytes: Uint8Array, md5: string): Promise<ObjectInfo>;
  /** Gives up what was sent. Where that fails the service does it, after a week, and bills nothing for it. */
  discard(): Promise<void>;
}

export async function openUpload(
  client: StorageClient,
  key: string,
  size: number | undefined,
  options: PutOptions & UploadDescription,
  call: Call,
): Promise<ResumableUpload> {
  const { contentType, ...description } = descriptionOf(key, options);
  const { headers } = await client.request(
    {
      method: "POST",
      path: `/upload${client.path()}`,
      query: { uploadType: "resumable", name: key, fields: OBJECT_FIELDS, ...generationCondition(options, client.uriOf(key), call) },
      headers: { "X-Upload-Content-Type": contentType, ...(size !== undefined && { "X-Upload-Content-Length": String(size) }) },
      data: { ...description, contentType },
      key,
      missing: "bucket",
    },
    call,
  );
  return new Upload(client, key, sessionPath(headers.get("location"), client, key, call), call);
}

/** The address of an upload is as good as a key to it, so it is asked where all else is, wherever it says that it is. */
function sessionPath(location: string | null, client: StorageClient, key: string, { operation }: Call): string {
  if (location === null) {
    throw new GlacierError("NETWORK", `${client.uriOf(key)} could not be stored: the service named no address for the upload.`, {
      operation,
      retryable: true,
    });
  }
  const { pathname, search } = new URL(location, client.address.origin);
  return pathname + search;
}

class Upload implements ResumableUpload {
  readonly #client: StorageClient;
  readonly #key: string;
  readonly #path: string;
  readonly #call: Call;
  /** How many bytes the service keeps. */
  #kept = 0;

  constructor(client: StorageClient, key: string, path: string, call: Call) {
    this.#client = client;
    this.#key = key;
    this.#path = path;
    this.#call = call;
  }

  async send(bytes: Uint8Array): Promise<void> {
    await this.#transfer(bytes, undefined);
  }

  async finish(bytes: Uint8Array, md5: string): Promise<ObjectInfo> {
    const stored = await this.#transfer(bytes, md5);
    if (stored) return statOf(stored);
    throw this.#failure("the service did not end the upload");
  }

  async discard(): Promise<void> {
    const signal = AbortSignal.timeout(this.#call.signal?.aborted ? DISCARD_WHEN_CANCELLED : DISCARD);
    try {
      await this.#client.request(
        { method: "DELETE", path: this.#path, accepts: () => true, maxAttempts: 1, key: this.#key },
        { operation: this.#call.operation, signal },
      );
    } catch {
      // The service gives it up by itself, and what went wrong before is what the caller has to hear.
    }
  }

  /** Sends what the service lacks of these bytes, and asks it what it has whenever that is not sure. */
  async #transfer(bytes: Uint8Array, md5: string | undefined): Promise<ObjectResource | undefined> {
    const start = this.#kept;
    const end = start + bytes.length;
    for (let idle = 0; idle < this.#client.tuning.maxAttempts; ) {
      const before = this.#kept;
      const answer = await withRetries(this.#client.tuning.maxAttempts, this.#call, async (number) => {
        if (number > 1) {
          const state = await this.#put({ "Content-Range": `bytes */${md5 === undefined ? "*" : end}` });
          if (state.status !== INCOMPLETE) return state;
          this.#kept = this.#keptOf(state, start, end);
        }
        const last = end - 1;
        const range = this.#kept === end ? `*/${end}` : `${this.#kept}-${last}/${md5 === undefined ? "*" : end}`;
        if (this.#kept === end && md5 === undefined) return undefined;
        const headers = { "Content-Range": `bytes ${range}`, ...(md5 !== undefined && { "X-Goog-Hash": `md5=${md5}` }) };
        return this.#put(headers, bytes.subarray(this.#kept - start));
      });
      if (answer === undefined) return undefined;
      if (answer.status !== INCOMPLETE) return answer.data;
      this.#kept = this.#keptOf(answer, start, end);
      if (this.#kept === end && md5 === undefined) return undefined;
      idle = this.#kept > before ? 0 : idle + 1;
    }
    throw this.#failure("the service keeps nothing of what is sent");
  }

  #put(headers: Record<string, string>, data: Uint8Array = new Uint8Array()): Promise<StorageAnswer<ObjectResource>> {
    const request: StorageRequest = {
      method: "PUT",
      path: this.#path,
      headers,
      data,
      accepts,
      maxAttempts: 1,
      key: this.#key,
      missing: "upload",
    };
    return this.#client.request<ObjectResource>(request, this.#call);
  }

  /** `Range: bytes=0-99` says that 100 bytes are kept; no such header, none. */
  #keptOf({ headers }: StorageAnswer<unknown>, start: number, end: number): number {
    const last = /-(\d+)$/.exec(headers.get("range") ?? "")?.[1];
    const kept = last === undefined ? 0 : Number(last) + 1;
    if (kept >= start && kept <= end) return kept;
    throw this.#failure(`the service lost bytes that it had: it keeps ${kept}`);
  }

  #failure(why: string): GlacierError {
    const { operation } = this.#call;
    return new GlacierError("NETWORK", `${this.#client.uriOf(this.#key)} could not be stored: ${why}.`, {
      hint: "Try again.",
      operation,
      retryable: true,
    });
  }
}

/** The service's answer to all parts but the last. */
const INCOMPLETE = 308;
const accepts = (status: number): boolean => status === 200 || status === 201 || status === INCOMPLETE;

/** Milliseconds. A cancelled call has to end within a second. */
const DISCARD_WHEN_CANCELLED = 600;
const DISCARD = 10_000;
