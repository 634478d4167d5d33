import type { AuthClient, GoogleAuth } from "google-auth-library";
import { untilAborted } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";
import type { ObjectStorePlace } from "../../objects/place.ts";
import { type Agents, createAgents } from "./agents.ts";
import { Credentials } from "./credentials.ts";
import { type StorageAddress, storageAddress } from "./endpoint.ts";
import { type RequestContext, translateCredentialsError, translateError, unexpectedAnswer } from "./errors.ts";
import { goesThroughProxy } from "./proxy.ts";
import { withRetries } from "./retry.ts";
import type { Tuning } from "./tuning.ts";

/**
 * Requests to Cloud Storage's JSON API, with the vendor's own library for credentials and transport. Its storage client is not used for them: its
 * uploads and copies cannot be cancelled, nothing in it gives up on a host that fell silent, and it asks for whole resources.
 */
export class StorageClient {
  readonly address: StorageAddress;
  readonly bucketName: string;
  readonly tuning: Tuning;
  readonly credentials: Credentials;
  /** Undefined behind a proxy. */
  readonly #agents: Agents | undefined;

  constructor({ provider, bucketName }: ObjectStorePlace, tuning: Tuning) {
    this.address = storageAddress(provider, process.env);
    this.bucketName = bucketName;
    this.tuning = tuning;
    this.#agents = goesThroughProxy(this.address.origin, process.env) ? undefined : createAgents(tuning);
    const credentialsAgent = goesThroughProxy(TOKENS, process.env) ? undefined : this.#agents?.prompt;
    this.credentials = new Credentials(provider, this.address.anonymous, credentialsAgent);
  }

  uriOf(key: string): string {
    return key === "" ? `gs://${this.bucketName}` : `gs://${this.bucketName}/${key}`;
  }

  /** Below `/b/<bucket>`: all objects, or one. */
  path(key?: string): string {
    return `/storage/v1/b/${encodeURIComponent(this.bucketName)}/o${key === undefined ? "" : `/${encodeURIComponent(key)}`}`;
  }

  contextOf(request: Pick<StorageRequest, "key" | "missing">, call: Call): RequestContext {
    const { bucketName, address } = this;
    return {
      call,
      uri: this.uriOf(request.key ?? ""),
      bucketName,
      host: new URL(address.origin).host,
      anonymous: address.anonymous,
      missing: request.missing,
    };
  }

  /** @throws {GlacierError} */
  async request<Data>(request: StorageRequest, call: Call): Promise<StorageAnswer<Data>> {
    return withRetries(request.once ? 1 : this.tuning.maxAttempts, call, (number) => {
      if (number > 1) request.onRetry?.();
      return this.#once<Data>(request, call);
    });
  }

  /** A request whose answer is a value. @throws {GlacierError} */
  async json<Data extends object>(request: StorageRequest, call: Call): Promise<Data> {
    const { data } = await this.request<Data | string>(request, call);
    if (typeof data === "object" && data !== null) return data;
    throw unexpectedAnswer(this.contextOf(request, call));
  }

  async #once<Data>(request: StorageRequest, call: Call): Promise<StorageAnswer<Data>> {
    const context = this.contextOf(request, call);
    const url = urlOf(this.address.origin, request);
    const { client, headers } = await this.#authorize(url, context);
    const silence = new AbortController();
    const signals = [silence.signal, ...(call.signal ? [call.signal] : [])];
    const timer = setTimeout(() => silence.abort(), this.#longestWait(request));
    try {
      return await untilAborted(
        client.transporter.request<Data>({
          url,
          method: request.method,
          headers: new Headers([...headers, ...Object.entries(request.headers ?? {})]),
          data: request.data,
          responseType: request.body ?? "json",
          signal: AbortSignal.any(signals),
          // Our own retries, and errors that are cleaned by us.
          retryConfig: { retry: 0 },
          validateStatus: request.accepts ?? ((status) => status >= 200 && status < 300),
          ...(this.#agents && { agent: request.body === "stream" ? this.#agents.patient : this.#agents.prompt }),
        }),
        call.operation,
        call.signal,
      );
    } catch (error) {
      throw translateError(silence.signal.aborted ? { code: "ETIMEDOUT", message: "no answer in time" } : error, context);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Until the answer begins. A connection of ours is closed when it falls silent, but for bodies, and a proxy's never is. */
  #longestWait({ body }: StorageRequest): number {
    if (body === "stream") return this.tuning.idleTimeoutMs;
    return this.tuning.idleTimeoutMs * (this.#agents ? 60 : 5);
  }

  async #authorize(url: string, context: RequestContext): Promise<{ client: AuthClient; headers: Headers }> {
    try {
      const client = await untilAborted(this.credentials.client(), context.call.operation, context.call.signal);
      return { client, headers: await untilAborted(client.getRequestHeaders(url), context.call.operation, context.call.signal) };
    } catch (error) {
      throw translateCredentialsError(error, context, this.credentials.lookedFor());
    }
  }

  /** For what the library signs. @throws {GlacierError} `CREDENTIALS_MISSING`, `ACCESS_DENIED`. */
  async auth(call: Call): Promise<GoogleAuth> {
    try {
      return await untilAborted(this.credentials.auth(), call.operation, call.signal);
    } catch (error) {
      throw translateCredentialsError(error, this.contextOf({}, call), this.credentials.lookedFor());
    }
  }
}

/** Where most accounts get their tokens. */
const TOKENS = "https://oauth2.googleapis.com";

export interface StorageRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With a leading slash, encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text, bytes, or a value that is sent as JSON. */
  readonly data?: string | Uint8Array | object;
  /** Default: an answer in JSON. */
  readonly body?: "stream";
  /** Statuses that are answers. Default: 2xx. */
  readonly accepts?: (status: number) => boolean;
  /** Not to be tried again here. */
  readonly once?: boolean;
  readonly onRetry?: () => void;
  /** The object that the request is about, for messages. Default: the bucket. */
  readonly key?: string;
  /** What a 404 says is missing. Default: the object. */
  readonly missing?: RequestContext["missing"];
}

export interface StorageAnswer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data;
}

function urlOf(origin: string, { path, query = {} }: StorageRequest): string {
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  const separator = path.includes("?") ? "&" : "?";
  return `${origin}${path}${parameters.length > 0 ? separator : ""}${parameters.join("&")}`;
}
