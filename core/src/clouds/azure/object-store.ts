import type { Readable } from "node:stream";
import type { BlobDownloadResponseParsed } from "@azure/storage-blob";
import { GlacierError } from "../../errors.ts";
import type {
  Call,
  CredentialAnswer,
  ListRequest,
  ObjectContent,
  ObjectRange,
  ObjectStore,
  PolarsAccess,
  PutOptions,
} from "../../objects/object-store.ts";
import type { ObjectStorePlace } from "../../objects/place.ts";
import type { BucketCapabilities, ListPage, ObjectInfo, ObjectStat } from "../../resources/adapter.ts";
import { type Account, accountOf, requireEncryption } from "./account.ts";
import { abortedBy, attempt } from "./attempts.ts";
import { bodyOf, emptyBody } from "./body.ts";
import { type Client, openClient } from "./client.ts";
import { copyObject } from "./copy.ts";
import { descriptor } from "./descriptor.ts";
import { type ErrorContext, isBehindTheEnd, overwritten, unexpectedAnswer } from "./errors.ts";
import { requireKey } from "./keys.ts";
import { listPages } from "./listing.ts";
import { objectStat } from "./object-info.ts";
import { polarsAccessTo } from "./polars-access.ts";
import { removeObjects } from "./remove.ts";
import { signedUrl } from "./signed-url.ts";
import { answerWithToken, refusal } from "./token.ts";
import { type Tuning, tune } from "./tuning.ts";
import { uploadBytes, uploadStream } from "./upload.ts";
import { conditionsOf, writeSettingsOf } from "./write-options.ts";

/** A container of an Azure storage account. Nothing is loaded and nothing asked for before the first operation. */
export function createObjectStore(place: ObjectStorePlace, tuning: Partial<Tuning> = {}): ObjectStore {
  return new AzureObjectStore(place, tune(tuning));
}

class AzureObjectStore implements ObjectStore {
  readonly capabilities: BucketCapabilities;
  readonly #place: ObjectStorePlace;
  readonly #tuning: Tuning;
  #client: Promise<Client> | undefined;

  constructor(place: ObjectStorePlace, tuning: Tuning) {
    this.#place = place;
    this.#tuning = tuning;
    const { connectionString } = place.provider;
    const knowsOnlySignature = typeof connectionString === "string" && /SharedAccessSignature=/i.test(connectionString);
    this.capabilities = { signedUrls: !knowsOnlySignature, conditionalWrites: true, anyKey: false, contentTypes: true };
  }

  uriOf(key: string): string {
    const { provider, bucketName } = this.#place;
    return descriptor.bucketUri({ config: provider, bucketName, path: key }) ?? key;
  }

  async head(key: string, call: Call): Promise<ObjectStat> {
    const context = this.#context(key, call);
    const { container } = await this.#open(call);
    const properties = await attempt(context, this.#tuning, () => container.getBlobClient(key).getProperties(abortedBy(call)));
    if (properties.etag === undefined) throw unexpectedAnswer(context);
    return objectStat(key, properties);
  }

  async get(key: string, { offset, length, ifMatch }: ObjectRange, call: Call): Promise<Readable> {
    const context = this.#context(key, call);
    const { container } = await this.#open(call);
    const conditions = conditionsOf({ ifMatch });
    try {
      return await attempt(context, this.#tuning, async () => {
        const response = await container.getBlobClient(key).download(offset, length, {
          conditions,
          maxRetryRequests: 0, // The caller asks for the rest, with the etag that it knows.
          ...abortedBy(call),
        });
        const body = response.readableStreamBody ? bodyOf(response.readableStreamBody, context, this.#tuning.idleTimeoutMs) : emptyBody();
        const problem = problemOf(response, { offset, ifMatch }, context);
        if (problem === undefined) return body;
        body.destroy();
        throw problem;
      });
    } catch (error) {
      // So the SDK calls an answer that does not say how long it is, as every one of the service does.
      if (error instanceof RangeError) throw unexpectedAnswer(context);
      if (error instanceof GlacierError && isBehindTheEnd(error.cause)) return emptyBody();
      throw ifMatch === undefined ? error : retryable(error);
    }
  }

  async put(key: string, content: ObjectContent, options: PutOptions, call: Call): Promise<ObjectInfo> {
    const context = this.#context(key, call);
    const { container } = await this.#open(call);
    const blob = container.getBlockBlobClient(key);
    const target = { key, blob, settings: writeSettingsOf(this.#place), options, context, tuning: this.#tuning };
    return "bytes" in content ? uploadBytes(target, content.bytes) : uploadStream(target, content.stream, content.size);
  }

  async *list(options: ListRequest, call: Call): AsyncGenerator<ListPage, void, undefined> {
    const { container } = await this.#open(call);
    yield* listPages(container, options, this.#bucketContext(call, options.prefix), this.#tuning);
  }

  async copy(from: string, to: string, call: Call): Promise<ObjectInfo> {
    const fromContext = this.#context(from, call);
    const context = this.#context(to, call);
    const client = await this.#open(call);
    return copyObject({ client, from, to, settings: writeSettingsOf(this.#place), fromContext, context, tuning: this.#tuning });
  }

  async removeMany(keys: readonly string[], call: Call): Promise<void> {
    const client = await this.#open(call);
    const contextOf = (key: string): ErrorContext => this.#context(key, call);
    await removeObjects({ client, contextOf, context: this.#bucketContext(call), tuning: this.#tuning }, keys);
  }

  async signedUrl(key: string, expiresIn: number, call: Call): Promise<string> {
    const context = this.#context(key, call);
    return signedUrl(await this.#open(call), key, expiresIn, context, this.#tuning);
  }

  async polarsAccess(call: Call, credentialsUrl: () => Promise<string>): Promise<PolarsAccess | undefined> {
    return polarsAccessTo(this.#account(call), this.#place.bucketName, credentialsUrl);
  }

  async answerCredentials(method: string, _path: string): Promise<CredentialAnswer> {
    const { identity } = await this.#load({ operation: "bucket.scan" });
    return identity ? answerWithToken(identity, method).catch(refusal) : refusal();
  }

  /** For requests of this program. */
  #open(call: Call): Promise<Client> {
    requireEncryption(this.#account(call), call.operation);
    return this.#load(call);
  }

  #load(call: Call): Promise<Client> {
    this.#client ??= openClient(this.#account(call), this.#place.bucketName, this.#tuning);
    return this.#client;
  }

  #account({ operation }: Call): Account {
    return accountOf(this.#place, operation);
  }

  /** @throws {GlacierError} `CONFIG_INVALID` for a key that Azure does not keep as it is. */
  #context(key: string, call: Call): ErrorContext {
    requireKey(key, call.operation);
    return this.#bucketContext(call, key);
  }

  #bucketContext({ operation, signal }: Call, path = ""): ErrorContext {
    return { operation, signal, uri: this.uriOf(path), bucketName: this.#place.bucketName };
  }
}

/** A server, or a cache on the way, that looks at no conditions or ranges would give other bytes than were asked for. */
function problemOf({ etag, contentRange }: BlobDownloadResponseParsed, { offset, ifMatch }: ObjectRange, context: ErrorContext) {
  if (etag === undefined) return unexpectedAnswer(context);
  if (ifMatch !== undefined && etag.replaceAll('"', "") !== ifMatch) return overwritten(context);
  const start = /^bytes (\d+)-/.exec(contentRange ?? "")?.[1] ?? 0;
  return Number(start) === offset ? undefined : unexpectedAnswer(context);
}

/** Of a read: who reads anew may find the object that is there now. */
function retryable(error: unknown): unknown {
  if (!(error instanceof GlacierError) || error.code !== "CONFLICT") return error;
  const { code, message, hint, operation, cause } = error;
  return new GlacierError(code, message, {
    ...(hint !== undefined && { hint }),
    ...(operation !== undefined && { operation }),
    retryable: true,
    cause,
  });
}

/** Where this module is, for the thread that opens the same store. */
export const objectStoreModule = import.meta.url;
