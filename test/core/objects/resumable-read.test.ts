import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { GlacierError } from "../../../core/src/errors.ts";
import type { Call, ObjectRange } from "../../../core/src/objects/object-store.ts";
import { readBytes, readPinned } from "../../../core/src/objects/resumable-read.ts";
import { FolderStore } from "../../support/objects/folder-store.ts";
import { fc, runs } from "../../support/properties.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const call = { operation: "bucket.read" };
const content = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));

/** A store whose bodies break after as many bytes as are given, one after the other; with `quietly` they just end. */
class BreakingStore extends FolderStore {
  readonly asked: ObjectRange[] = [];
  readonly #breaks: (number | "quietly")[];

  constructor(breaks: (number | "quietly")[]) {
    super(temporaryFolder());
    this.#breaks = breaks;
  }

  override async get(key: string, range: ObjectRange, from: Call): Promise<Readable> {
    this.asked.push(range);
    const next = this.#breaks.shift();
    const whole = await super.get(key, range, from);
    if (next === undefined) return whole;
    const bytes = await buffer(whole);
    if (next === "quietly") return Readable.from([bytes.subarray(0, bytes.length >> 1)]);
    return Readable.from(broken(bytes.subarray(0, next)));
  }
}

async function* broken(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
  throw new GlacierError("NETWORK", "The connection was cut.", { retryable: true });
}

async function stored(breaks: (number | "quietly")[]): Promise<{ store: BreakingStore; etag: string }> {
  const store = new BreakingStore(breaks);
  return { store, etag: (await store.put("k", { bytes: content }, {}, call)).etag };
}

describe("reading a range of an object", () => {
  it("takes a broken body up again where it was", async () => {
    const { store, etag } = await stored([10, 0, "quietly"]);
    expect(await readBytes(store, { key: "k", etag, start: 100, end: 900 }, call)).toEqual(content.subarray(100, 900));
    expect(store.asked.map(({ offset, ifMatch }) => [offset, ifMatch])).toEqual([
      [100, etag],
      [110, etag],
      [110, etag],
      [505, etag],
    ]);
  });

  it("gives up when nothing comes, again and again", async () => {
    const { store, etag } = await stored([0, 0, 0, 0, 0, 0]);
    await expect(readBytes(store, { key: "k", etag, start: 0, end: 10 }, call)).rejects.toMatchObject({ code: "NETWORK" });
    expect(store.asked).toHaveLength(6);
  });

  it("never goes on in another version", async () => {
    const { store, etag } = await stored([10]);
    await store.put("k", { bytes: Buffer.alloc(1000) }, {}, call);
    await expect(readBytes(store, { key: "k", etag, start: 0, end: 1000 }, call)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("gives the bytes that were asked for wherever bodies break", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 1, max: 1000 }),
        async (breaks, start, length) => {
          const { store, etag } = await stored(breaks);
          const end = Math.min(1000, start + length);
          expect(await readBytes(store, { key: "k", etag, start, end }, call)).toEqual(content.subarray(start, end));
        },
      ),
      { numRuns: runs(30) },
    );
  });

  it("reads a body to its end, so that its connection can be used again", async () => {
    const { store, etag } = await stored([]);
    const bodies: Readable[] = [];
    store.get = async () => {
      const body = Readable.from([content.subarray(0, 10)]);
      bodies.push(body);
      return body;
    };
    expect(await readBytes(store, { key: "k", etag, start: 0, end: 10 }, call)).toEqual(content.subarray(0, 10));
    expect(bodies.map(({ readableEnded }) => readableEnded)).toEqual([true]);
  });

  it("ends at once when it is cancelled while it waits", async () => {
    const { store, etag } = await stored([0, 0, 0, 0, 0]);
    const controller = new AbortController();
    const stream = readPinned(store, { key: "k", etag, start: 0, end: 10 }, { ...call, signal: controller.signal });
    const ended = expect(buffer(stream)).rejects.toMatchObject({ code: "CANCELLED" });
    controller.abort();
    await ended;
  });
});
