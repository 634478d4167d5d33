import { GlacierError } from "../../errors.ts";
import type { Call, PutOptions } from "../../objects/object-store.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import type { StorageClient } from "./client.ts";
import { generationCondition } from "./conditions.ts";
import { OBJECT_FIELDS, type ObjectResource, statOf } from "./objects.ts";
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
      query: {
        uploadType: "resumable",
        name: key,
        fields: `${OBJECT_FIELDS},md5Hash`,
        ...generationCondition(options, client.uriOf(key), call),
      },
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
    const size = this.#kept + bytes.length;
    const stored = await this.#transfer(bytes, md5);
    if (stored && Number(stored.size) === size && (stored.md5Hash ?? md5) === md5) return statOf(stored);
    if (stored) await this.#removeDamaged(stored);
    throw this.#failure("the service did not keep what was sent");
  }

  async discard(): Promise<void> {
    const signal = AbortSignal.timeout(this.#call.signal?.aborted ? DISCARD_WHEN_CANCELLED : DISCARD);
    try {
      await this.#client.request(
        { method: "DELETE", path: this.#path, accepts: () => true, once: true, key: this.#key },
        { operation: this.#call.operation, signal },
      );
    } catch {
      // The service gives it up by itself, and what went wrong before is what the caller has to hear.
    }
  }

  /**
   * Sends what the service lacks of these bytes. When an answer is lost they are sent again: the service ignores what it has, and gives the object when it
   * had all [Cloud Storage, performing resumable uploads, 2026-11].
   */
  async #transfer(bytes: Uint8Array, md5: string | undefined): Promise<ObjectResource | undefined> {
    const start = this.#kept;
    const end = start + bytes.length;
    for (let idle = 0; idle < this.#client.tuning.maxAttempts; ) {
      const before = this.#kept;
      const { status, headers, data } = await this.#client.request<ObjectResource>(
        {
          method: "PUT",
          path: this.#path,
          headers: {
            "Content-Range": `bytes ${before}-${end - 1}/${md5 === undefined ? "*" : end}`,
            ...(md5 !== undefined && { "X-Goog-Hash": `md5=${md5}` }),
          },
          data: bytes.subarray(before - start),
          accepts: (code) => code === 200 || code === 201 || code === INCOMPLETE,
          key: this.#key,
          missing: "upload",
        },
        this.#call,
      );
      if (status !== INCOMPLETE) return data;
      const kept = this.#keptOf(headers, start, end);
      // The last bytes are kept, yet there is no object: they are sent once more.
      if (kept === end && md5 !== undefined) {
        idle++;
        continue;
      }
      this.#kept = kept;
      if (kept === end) return undefined;
      idle = kept > before ? 0 : idle + 1;
    }
    throw this.#failure("the service keeps nothing of what is sent");
  }

  /** Cloud Storage itself refuses an upload of another MD5; what merely speaks like it may not, nor know what it has when it gets it again. */
  async #removeDamaged({ generation }: ObjectResource): Promise<void> {
    const query = { ifGenerationMatch: generation };
    await this.#client.request({ method: "DELETE", path: this.#client.path(this.#key), query, key: this.#key }, this.#call);
  }

  /** `Range: bytes=0-99` says that 100 bytes are kept; no such header, none. */
  #keptOf(headers: Headers, start: number, end: number): number {
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

/** Milliseconds. A cancelled call has to end within a second. */
const DISCARD_WHEN_CANCELLED = 600;
const DISCARD = 10_000;
