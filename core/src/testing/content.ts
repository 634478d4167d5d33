import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { ListOptions, ListPage, ReadOptions } from "../resources/adapter.ts";
import type { Bucket } from "../resources/bucket.ts";

/** Bytes that are different at every place, and between two seeds, so that a part in the wrong place shows. */
export function bytesOf(size: number, seed = 1): Buffer {
  const content = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) content.writeUInt32LE((Math.imul(at + seed, 2_654_435_761) ^ (at >>> 7)) >>> 0, at);
  return content;
}

export async function* inChunks(content: Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

export async function contentOfObject(bucket: Bucket, key: string, options?: ReadOptions): Promise<Buffer> {
  return contentOfStream(await bucket.read(key, options));
}

export async function contentOfStream(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export async function textOfObject(bucket: Bucket, key: string, options?: ReadOptions): Promise<string> {
  return (await contentOfObject(bucket, key, options)).toString("utf8");
}

/** Short, for messages. */
export const digestOf = (content: Uint8Array): string =>
  `${content.length} bytes, ${createHash("sha256").update(content).digest("hex").slice(0, 16)}`;

export async function pagesOf(bucket: Bucket, options?: ListOptions): Promise<ListPage[]> {
  const pages: ListPage[] = [];
  for await (const page of bucket.list(options)) pages.push(page);
  return pages;
}

export async function keysOf(bucket: Bucket, options?: ListOptions): Promise<string[]> {
  return (await pagesOf(bucket, options)).flatMap(({ objects }) => objects.map(({ key }) => key));
}

/** Runs an action for every item, a few at a time. */
export async function forEachOf<Item>(items: readonly Item[], action: (item: Item) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const work = async (): Promise<void> => {
    for (const item of rest) await action(item);
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

/** In the order of the UTF-8 bytes. */
export const sortedKeys = (keys: readonly string[]): string[] => [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
