import assert from "node:assert/strict";
import { bytesOf, contentOfObject, contentOfStream, digestOf, textOfObject } from "../content.ts";
import { endsWithin, refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function readTests(suite: ContractSuite): void {
  const { test } = suite;

  test("gives the whole, or a range, of an object", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "0123456789");
    assert.equal(await textOfObject(lake, "x"), "0123456789");
    assert.equal(await textOfObject(lake, "x", { offset: 0, length: 1 }), "0");
    assert.equal(await textOfObject(lake, "x", { offset: 3 }), "3456789");
    assert.equal(await textOfObject(lake, "x", { offset: 3, length: 4 }), "3456");
    assert.equal(await textOfObject(lake, "x", { offset: 9 }), "9");
    assert.equal(await textOfObject(lake, "x", { offset: 8, length: 99 }), "89");
    assert.equal(await textOfObject(lake, "x", { offset: 4, length: 0 }), "");
    assert.equal(await textOfObject(lake, "x", { offset: 10 }), "");
    assert.equal(await textOfObject(lake, "x", { offset: 99, length: 1 }), "");
  });

  test("gives nothing of an empty object", async (bucket) => {
    const lake = bucket();
    await lake.upload("empty", "");
    assert.equal(await textOfObject(lake, "empty"), "");
    assert.equal(await textOfObject(lake, "empty", { offset: 0, length: 5 }), "");
    assert.equal((await lake.stat("empty")).size, 0);
  });

  test("refuses a range that is none", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "0123456789");
    for (const options of [{ offset: -1 }, { offset: 1.5 }, { length: -1 }, { length: Number.NaN }, { offset: Number.POSITIVE_INFINITY }])
      await refusalOf(() => lake.read("x", options), "CONFIG_INVALID");
  });

  test("gives every byte of a large object, and of a range far inside", async (bucket) => {
    const lake = bucket();
    const content = bytesOf(suite.large);
    await lake.upload("large", content);
    assert.equal(digestOf(await contentOfObject(lake, "large")), digestOf(content));
    const [offset, length] = [content.length >> 1, 1_000_003];
    assert.equal(digestOf(await contentOfObject(lake, "large", { offset, length })), digestOf(content.subarray(offset, offset + length)));
  });

  test("gives one version, though the object is overwritten meanwhile", async (bucket) => {
    const lake = bucket();
    const [old, next] = [bytesOf(suite.large, 1), bytesOf(suite.large, 2)];
    await lake.upload("x", old);
    const stream = await lake.read("x");
    const chunks = stream[Symbol.asyncIterator]();
    const first = Buffer.from((await chunks.next()).value);
    await lake.upload("x", next);
    try {
      const rest: Buffer[] = [];
      for await (const chunk of { [Symbol.asyncIterator]: () => chunks }) rest.push(Buffer.from(chunk));
      assert.equal(digestOf(Buffer.concat([first, ...rest])), digestOf(old));
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      // The version is gone and cannot be had any more: better said than mixed.
      assert.equal((await refusalOf(() => Promise.reject(error), "CONFLICT")).retryable, true);
    }
    assert.equal(digestOf(await contentOfObject(lake, "x")), digestOf(next));
  });

  test("gives only the version that is asked for", async (bucket) => {
    const lake = bucket();
    const { etag } = await lake.upload("x", "old");
    assert.equal(await textOfObject(lake, "x", { ifMatch: etag }), "old");
    assert.equal(await textOfObject(lake, "x", { ifMatch: etag, offset: 1 }), "ld");
    const next = await lake.upload("x", "another");
    await refusalOf(() => contentOfObject(lake, "x", { ifMatch: etag }), "CONFLICT");
    assert.equal(await textOfObject(lake, "x", { ifMatch: next.etag }), "another");
  });

  test("ends in the middle when it is cancelled there, or not wanted any more", async (bucket) => {
    const lake = bucket();
    await lake.upload("large", bytesOf(suite.large));
    const controller = new AbortController();
    const stream = await lake.read("large", { signal: controller.signal });
    const read = endsWithin(
      60,
      contentOfStream(
        stream.once("data", () => {
          stream.pause();
          controller.abort();
        }),
      ),
    );
    await refusalOf(() => read, "CANCELLED");
    const unwanted = await lake.read("large");
    unwanted.destroy();
    assert.equal((await lake.stat("large")).size, suite.large);
  });

  test("tells of an object what an upload and a list tell", async (bucket) => {
    const lake = bucket();
    const uploaded = await lake.upload("a/b.csv", "12345");
    const stat = await lake.stat("a/b.csv");
    assert.deepEqual([stat.key, stat.size, stat.etag], ["a/b.csv", 5, uploaded.etag]);
    assert.equal(stat.contentType, "text/csv");
    const pages: unknown[] = [];
    for await (const { objects } of lake.list()) pages.push(...objects.map(({ key, size, etag }) => [key, size, etag]));
    assert.deepEqual(pages, [["a/b.csv", 5, uploaded.etag]]);
    await lake.upload("a/b.csv", "54321");
    assert.notEqual((await lake.stat("a/b.csv")).etag, stat.etag);
  });
}
