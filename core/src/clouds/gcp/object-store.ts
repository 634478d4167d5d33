import type { Readable } from "node:stream";
import type { Call, ListRequest, ObjectContent, ObjectRange, ObjectStore, PolarsAccess, PutOptions } from "../../objects/object-store.ts";
import type { ObjectStorePlace } from "../../objects/place.ts";
import type { BucketCapabilities, ListPage, ObjectInfo, ObjectStat } from "../../resources/adapter.ts";
import { StorageClient } from "./client.ts";
import { copyObject } from "./copy-object.ts";
import { requireKey } from "./keys.ts";
import { listObjects } from "./list-objects.ts";
import { OBJECT_FIELDS, type ObjectResource, statOf } from "./objects.ts";
import { polarsAccess } from "./polars-access.ts";
import { readObject } from "./read-object.ts";
import { removeObjects } from "./remove-objects.ts";
import { signedUrl } from "./signed-url.ts";
import { DEFAULT_TUNING, type Tuning } from "./tuning.ts";
import { type UploadDescription, uploadBytes } from "./upload-bytes.ts";
import { uploadStream } from "./upload-stream.ts";
import { storageClassOf } from "./write-options.ts";

/** A bucket of Cloud Storage. `tuning` is for tests. */
export function createObjectStore(place: ObjectStorePlace, tuning: Partial<Tuning> = {}): ObjectStore {
  return new GcsObjectStore(place, { ...DEFAULT_TUNING, ...tuning });
}

class GcsObjectStore implements ObjectStore {
  readonly capabilities: BucketCapabilities;
  readonly #client: StorageClient;
  readonly #description: UploadDescription;

  constructor(place: ObjectStorePlace, tuning: Tuning) {
    this.#client = new StorageClient(place, tuning);
    this.#description = storageClassOf(place.bucket);
    this.capabilities = { signedUrls: !this.#client.address.anonymous, conditionalWrites: true, anyKey: true, contentTypes: true };
  }

  uriOf(key: string): string {
    return this.#client.uriOf(key);
  }

  async head(key: string, call: Call): Promise<ObjectStat> {
    requireKey(key, call.operation);
    const query = { fields: `${OBJECT_FIELDS},contentType` };
    const data = await this.#client.json<ObjectResource>({ method: "GET", path: this.#client.path(key), query, key }, call);
    return statOf(data);
  }

  async get(key: string, range: ObjectRange, call: Call): Promise<Readable> {
    return readObject(this.#client, requireKey(key, call.operation), range, call);
  }

  async put(key: string, content: ObjectContent, options: PutOptions, call: Call): Promise<ObjectInfo> {
    requireKey(key, call.operation);
    const described = { ...options, ...this.#description };
    return "bytes" in content
      ? uploadBytes(this.#client, key, content.bytes, described, call)
      : uploadStream(this.#client, key, content, described, call);
  }

  list(options: ListRequest, call: Call): AsyncIterable<ListPage> {
    return listObjects(this.#client, options, call);
  }

  async copy(from: string, to: string, call: Call): Promise<ObjectInfo> {
    return copyObject(this.#client, requireKey(from, call.operation), requireKey(to, call.operation), this.#description, call);
  }

  async removeMany(keys: readonly string[], call: Call): Promise<void> {
    for (const key of keys) requireKey(key, call.operation);
    await removeObjects(this.#client, keys, call);
  }

  async signedUrl(key: string, expiresIn: number, call: Call): Promise<string> {
    return signedUrl(this.#client, requireKey(key, call.operation), expiresIn, call);
  }

  /** Polars refreshes by itself what it can use here, so it never needs Glacier for that. */
  async polarsAccess(call: Call): Promise<PolarsAccess | undefined> {
    return polarsAccess(this.#client, call);
  }
}

/** Where this module is, for the thread that opens the same store. */
export const objectStoreModule = import.meta.url;
