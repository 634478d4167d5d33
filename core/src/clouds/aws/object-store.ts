import type { Readable } from "node:stream";
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
import { connect, type S3Connection } from "./client.ts";
import { copyObject } from "./copy-object.ts";
import { getObject } from "./get-object.ts";
import { headObject } from "./head-object.ts";
import { listObjects } from "./list-objects.ts";
import { polarsAccess } from "./polars-access.ts";
import { answerPolars } from "./polars-credentials.ts";
import { putObject } from "./put-object.ts";
import { removeObjects } from "./remove-objects.ts";
import { signedUrl } from "./signed-url.ts";
import type { Tuning } from "./tuning.ts";

/** S3, and whatever speaks its language. @param tuning for tests. */
export function createObjectStore(place: ObjectStorePlace, tuning?: Partial<Tuning>): ObjectStore {
  return new S3ObjectStore(place, tuning);
}

class S3ObjectStore implements ObjectStore {
  readonly capabilities: BucketCapabilities = { signedUrls: true, conditionalWrites: true, anyKey: true, contentTypes: true };
  readonly #place: ObjectStorePlace;
  readonly #tuning: Partial<Tuning> | undefined;
  #connection: Promise<S3Connection> | undefined;

  constructor(place: ObjectStorePlace, tuning: Partial<Tuning> | undefined) {
    this.#place = place;
    this.#tuning = tuning;
  }

  uriOf(key: string): string {
    return key === "" ? `s3://${this.#place.bucketName}` : `s3://${this.#place.bucketName}/${key}`;
  }

  async head(key: string, call: Call): Promise<ObjectStat> {
    return headObject(await this.#connect(), key, call);
  }

  async get(key: string, range: ObjectRange, call: Call): Promise<Readable> {
    return getObject(await this.#connect(), key, range, call);
  }

  async put(key: string, content: ObjectContent, options: PutOptions, call: Call): Promise<ObjectInfo> {
    return putObject(await this.#connect(), key, content, options, call);
  }

  async *list(options: ListRequest, call: Call): AsyncGenerator<ListPage> {
    yield* listObjects(await this.#connect(), options, call);
  }

  async copy(from: string, to: string, call: Call): Promise<ObjectInfo> {
    return copyObject(await this.#connect(), from, to, call);
  }

  async removeMany(keys: readonly string[], call: Call): Promise<void> {
    return removeObjects(await this.#connect(), keys, call);
  }

  async signedUrl(key: string, expiresIn: number, call: Call): Promise<string> {
    return signedUrl(await this.#connect(), key, expiresIn, call);
  }

  async polarsAccess(call: Call, credentialsUrl: () => Promise<string>): Promise<PolarsAccess | undefined> {
    return polarsAccess(await this.#connect(), call, credentialsUrl);
  }

  answerCredentials(method: string, path: string): Promise<CredentialAnswer> {
    return answerPolars(() => this.#connect(), method, path);
  }

  #connect(): Promise<S3Connection> {
    this.#connection ??= connect(this.#place, this.#tuning);
    return this.#connection;
  }
}

/** Where this module is, for the thread that opens the same store. */
export const objectStoreModule = import.meta.url;
