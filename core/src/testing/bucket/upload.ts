import assert from "node:assert/strict";
import { Readable } from "node:stream";
import type { UploadSource } from "../../resources/adapter.ts";
import { bytesOf, contentOfObject, digestOf, inChunks, keysOf, textOfObject } from "../content.ts";
import { refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function uploadTests(suite: ContractSuite): void {
  const { test } = suite;

  test("stores text, bytes, Blobs, streams and iterables as they are", async (bucket) => {
    const lake = bucket();
    const sources: Record<string, [source: UploadSource, content: string]> = {
      text: ["grüße 😀", "grüße 😀"],
      bytes: [new Uint8Array([104, 105]), "hi"],
      buffer: [new Uint8Array([111, 107]).buffer, "ok"],
      view: [new DataView(new Uint8Array([1, 111, 107, 1]).buffer, 1, 2), "ok"],
      blob: [new Blob(["blob"]), "blob"],
      "node stream": [Readable.from([Buffer.from("a"), Buffer.from("b")]), "ab"],
      "web stream": [new Blob(["web"]).stream(), "web"],
      iterable: [[Buffer.from("x"), "y"], "xy"],
      "async iterable": [inChunks(Buffer.from("async"), 2), "async"],
      empty: ["", ""],
      "empty iterable": [[], ""],
      "empty chunks": [["", "x", ""], "x"],
    };
    for (const [key, [source, content]] of Object.entries(sources)) {
      const { size } = await lake.upload(key, source);
      assert.equal(size, Buffer.byteLength(content), key);
      assert.equal(await textOfObject(lake, key), content, key);
    }
  });

  test("stores a large object whose length nobody knows beforehand", async (bucket) => {
    const lake = bucket();
    const content = bytesOf(suite.large);
    const uploaded = await lake.upload("large", Readable.from(inChunks(content)));
    assert.equal(uploaded.size, content.length);
    assert.equal(digestOf(await contentOfObject(lake, "large")), digestOf(content));
    assert.equal((await lake.stat("large")).etag, uploaded.etag);
  });

  test("replaces what was there", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "a longer text than the next");
    await lake.upload("x", "short");
    assert.equal(await textOfObject(lake, "x"), "short");
    assert.deepEqual(await keysOf(lake), ["x"]);
  });

  test("shows nothing of an object before all of it is there", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "old");
    const content = bytesOf(suite.large);
    const [first, last] = [content.subarray(0, 64 * 1024), content.subarray(-1)];
    for (const key of ["x", "new"]) {
      const seen: unknown[] = [];
      // Looks itself, so at a moment when more is to come for certain.
      const looking = async function* (): AsyncGenerator<Uint8Array> {
        for (const chunk of [first, content.subarray(first.length, -1), last]) {
          yield* inChunks(chunk);
          if (chunk !== last) seen.push([await keysOf(lake), await textOfObject(lake, "x")]);
        }
      };
      await lake.upload(key, looking());
      const before = key === "x" ? [["x"], "old"] : [["x"], "done"];
      assert.deepEqual(seen, [before, before]);
      assert.equal(digestOf(await contentOfObject(lake, key)), digestOf(content));
      await lake.upload("x", "done");
    }
  });

  test("leaves what was there when the source fails, early or late", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "old");
    const content = bytesOf(suite.large);
    for (const until of [0, 10, content.length - 1]) {
      const failing = async function* (): AsyncGenerator<Uint8Array> {
        yield* inChunks(content.subarray(0, until));
        throw new Error("the source is broken");
      };
      // The source's own error, which its owner knows.
      for (const key of ["x", "new"]) await assert.rejects(lake.upload(key, failing()), /the source is broken/);
    }
    assert.equal(await textOfObject(lake, "x"), "old");
    assert.deepEqual(await keysOf(lake), ["x"]);
  });

  test("keeps one whole version of many that are uploaded at once", async (bucket) => {
    const lake = bucket();
    const contents = Array.from({ length: 8 }, (_, index) => bytesOf(1_000_000 + index, index + 1));
    const outcomes = await Promise.allSettled(contents.map((content) => lake.upload("x", content)));
    const etags = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.etag] : []));
    assert.ok(etags.length > 0, "at least one is stored");
    const kept = digestOf(await contentOfObject(lake, "x"));
    assert.ok(contents.map(digestOf).includes(kept), `one of them is kept whole, and not ${kept}`);
    assert.ok(etags.includes((await lake.stat("x")).etag), "it has the etag that its upload gave");
  });

  test("refuses what holds no bytes", async (bucket) => {
    const lake = bucket();
    for (const source of [undefined, null, 5, {}, Promise.resolve("x"), [1], [null]]) {
      // What JavaScript lets a caller give.
      await refusalOf(() => lake.upload("x", source as never), "CONFIG_INVALID");
    }
    assert.deepEqual(await lake.exists(), false);
  });
}
