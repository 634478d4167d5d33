import type { AuthClient, GoogleAuth } from "google-auth-library";
import { throwIfAborted } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";
import type { ObjectStorePlace } from "../../objects/place.ts";
import { type Agents, createAgents } from "./agents.ts";
import { Credentials } from "./credentials.ts";
import { type StorageAddress, storageAddress } from "./endpoint.ts";
import { type RequestContext, translateCredentialsError, translateError } from "./errors.ts";
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
  /** Undefined behind a proxy, where the library makes the connections, since it knows how. */
  readonly #agents: Agents | undefined;

  constructor({ provider, bucketName }: ObjectStorePlace, tuning: Tuning) {
    this.address = storageAddress(provider, process.env);
    this.bucketName = bucketName;
    this.tuning = tuning;
    this.#agents = usesProxy() ? undefined : createAgents(tuning);
    this.credentials = new Credentials(provider, this.address.anonymous, this.#agents?.prompt);
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
    return { call, uri: this.uriOf(request.key ?? ""), bucketName, host: new URL(address.origin).host, missing: request.missing };
  }

  /** @throws {GlacierError} */
  async request<Data>(request: StorageRequest, call: Call): Promise<StorageAnswer<Data>> {
    return withRetries(request.maxAttempts ?? this.tuning.maxAttempts, call, (number) => {
      if (number > 1) request.onRetry?.();
      return this.#once<Data>(request, call);
    });
  }

  async #once<Data>(request: StorageRequest, call: Call): Promise<StorageAnswer<Data>> {
    const context = this.contextOf(request, call);
    const url = urlOf(this.address.origin, request);
    const { client, headers } = await this.#authorize(url, context);
    const silence = new AbortController();
    const signals = [silence.signal, ...(call.signal ? [call.signal] : [])];
    // The connection of a body may rest; what comes before the body may not.
    const timer = request.body === "stream" ? setTimeout(() => silence.abort(), this.tuning.idleTimeoutMs) : undefined;
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
        call,
      );
    } catch (error) {
      throw translateError(silence.signal.aborted ? { code: "ETIMEDOUT", message: "no answer in time" } : error, context);
    } finally {
      clearTimeout(timer);
    }
  }

  async #authorize(url: string, context: RequestContext): Promise<{ client: AuthClient; headers: Headers }> {
    try {
      const client = await untilAborted(this.credentials.client(), context.call);
      return { client, headers: await untilAborted(client.getRequestHeaders(url), context.call) };
    } catch (error) {
      throw translateCredentialsError(error, context, this.credentials.lookedFor());
    }
  }

  /** For what the library signs. @throws {GlacierError} `CREDENTIALS_MISSING`, `ACCESS_DENIED`. */
  async auth(call: Call): Promise<GoogleAuth> {
    try {
      return await untilAborted(this.credentials.auth(), call);
    } catch (error) {
      throw translateCredentialsError(error, this.contextOf({}, call), this.credentials.lookedFor());
    }
  }
}

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
  /** Default: the tuning's. */
  readonly maxAttempts?: number;
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

const usesProxy = (): boolean =>
  ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].some((name) => (process.env[name] ?? "") !== "");

/** Credentials are fetched without a signal, so whoever is cancelled leaves them to themselves. */
async function untilAborted<Result>(work: Promise<Result>, { signal, operation }: Call): Promise<Result> {
  if (!signal) return work;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    throwIfAborted(signal, operation);
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    // Nobody waits for it any more, and its failure is nobody's.
    work.catch(() => undefined);
  }
}
