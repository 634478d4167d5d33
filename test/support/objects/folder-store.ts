// An object store in a folder of this machine, for tests of what all clouds share. It speaks no vendor's protocol and proves nothing about one: that do
// the tests in test/cloud. Its state is on disk, so that a second one, in another thread, sees the same objects.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { GlacierError } from "../../../core/src/errors.ts";
import type {
  Call,
  ListRequest,
  ObjectContent,
  ObjectRange,
  ObjectStore,
  PolarsAccess,
  PutOptions,
} from "../../../core/src/objects/object-store.ts";
import type { ObjectStorePlace } from "../../../core/src/objects/place.ts";
import type { ListPage, ObjectInfo, ObjectStat } from "../../../core/src/resources/adapter.ts";

export function createObjectStore(place: ObjectStorePlace): FolderStore {
  return new FolderStore(String(place.provider.folder));
}

export class FolderStore implements ObjectStore {
  readonly capabilities = { signedUrls: false, conditionalWrites: true, anyKey: true, contentTypes: false };
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  uriOf(key: string): string {
    return `test://bucket/${key}`;
  }

  async head(key: string, { operation }: Call): Promise<ObjectStat> {
    const content = await readFile(this.path(key)).catch(() => undefined);
    if (!content) throw new GlacierError("NOT_FOUND", `${this.uriOf(key)} was not found.`, { operation });
    const { mtime } = await stat(this.path(key));
    return { key, size: content.length, etag: etagOf(content), lastModified: mtime };
  }

  async get(key: string, { offset, length, ifMatch }: ObjectRange, call: Call): Promise<Readable> {
    const content = await readFile(this.path(key)).catch(() => undefined);
    if (!content) throw new GlacierError("NOT_FOUND", `${this.uriOf(key)} was not found.`, { operation: call.operation });
    if (ifMatch !== undefined && ifMatch !== etagOf(content)) throw conflict(this.uriOf(key), call);
    return Readable.from([content.subarray(offset, length === undefined ? undefined : offset + length)]);
  }

  async put(key: string, content: ObjectContent, { ifNoneMatch, ifMatch }: PutOptions, call: Call): Promise<ObjectInfo> {
    const chunks: Uint8Array[] = "bytes" in content ? [content.bytes] : [];
    if ("stream" in content) for await (const chunk of content.stream) chunks.push(chunk);
    await mkdir(this.folder, { recursive: true });
    const temporary = join(this.folder, `${randomUUID()}~`);
    const bytes = Buffer.concat(chunks);
    await writeFile(temporary, bytes);
    // In one go, so that of two writers on a condition one is told.
    const path = this.path(key);
    const etag = existsSync(path) ? etagOf(readFileSync(path)) : undefined;
    if ((ifNoneMatch && etag) || (ifMatch !== undefined && etag !== ifMatch)) throw conflict(this.uriOf(key), call);
    renameSync(temporary, path);
    // Of what was put, whatever somebody else has put by now.
    return { key, size: bytes.length, etag: etagOf(bytes), lastModified: new Date() };
  }

  async *list({ prefix, delimiter, pageSize }: ListRequest, call: Call): AsyncGenerator<ListPage> {
    const names = await readdir(this.folder).catch(() => []);
    const keys = names.filter((name) => !name.endsWith("~")).map((name) => Buffer.from(name, "base64url"));
    const sorted = keys.sort(Buffer.compare).map(String);
    const found = sorted.filter((key) => key.startsWith(prefix));
    const end = (key: string): number => (delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length));
    const prefixes = new Set(found.filter((key) => end(key) >= 0).map((key) => key.slice(0, end(key) + (delimiter ?? "").length)));
    const heads = await Promise.allSettled(found.filter((key) => end(key) < 0).map((key) => this.head(key, call)));
    // What was removed meanwhile is not there.
    const objects = heads.flatMap((head) => (head.status === "fulfilled" ? [head.value] : []));
    for (let at = 0; at === 0 || at < objects.length; at += pageSize)
      yield { objects: objects.slice(at, at + pageSize), prefixes: at === 0 ? [...prefixes] : [] };
  }

  async copy(from: string, to: string, call: Call): Promise<ObjectInfo> {
    await this.head(from, call);
    return this.put(to, { bytes: await readFile(this.path(from)) }, {}, call);
  }

  async removeMany(keys: readonly string[]): Promise<void> {
    for (const key of keys) await rm(this.path(key), { force: true });
  }

  async signedUrl(): Promise<string> {
    throw new GlacierError("UNSUPPORTED_OPERATION", "A folder has no signed URLs.");
  }

  async polarsAccess(): Promise<PolarsAccess | undefined> {
    return undefined;
  }

  path(key: string): string {
    return join(this.folder, Buffer.from(key).toString("base64url"));
  }
}

const etagOf = (content: Buffer): string => createHash("md5").update(content).digest("hex");

const conflict = (uri: string, { operation }: Call): GlacierError =>
  new GlacierError("CONFLICT", `${uri} does not meet the condition.`, { operation, retryable: true });
