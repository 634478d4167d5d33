import assert from "node:assert/strict";
import { forEachOf, keysOf, pagesOf, sortedKeys } from "../content.ts";
import { refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function listTests(suite: ContractSuite): void {
  const { test } = suite;

  test("gives 2,500 objects in the order of their keys, page by page", async (bucket) => {
    const lake = bucket();
    const keys = Array.from({ length: 2_500 }, (_, index) => `many/${String(index * 7919).padStart(9, "0")}`);
    await forEachOf(keys, (key) => lake.upload(key, key));
    for (const pageSize of [undefined, 1000, 999, 100_000]) {
      const pages = await pagesOf(lake, { pageSize });
      assert.deepEqual(suite.listed(pages.flatMap(({ objects }) => objects.map(({ key }) => key))), sortedKeys(keys));
      for (const { objects, prefixes } of pages) {
        assert.ok(objects.length + prefixes.length <= (pageSize ?? 1000), "a page holds no more than its size");
        for (const { key, size, lastModified, etag } of objects) {
          assert.equal(size, key.length);
          assert.ok(Number.isFinite(lastModified.getTime()) && etag !== "", "an object has a date and an etag");
        }
      }
    }
  });

  test("gives small pages, with folders rolled up where it is asked to", async (bucket) => {
    const lake = bucket();
    const keys = ["a", "b/1", "b/2", "b/c/1", "b-", "b0", "d/1", "e"];
    await forEachOf(keys, (key) => lake.upload(key, ""));
    for (const pageSize of [1, 2, 3, 1000]) {
      const pages = await pagesOf(lake, { pageSize, delimiter: "/" });
      for (const page of suite.server.listsInOrder ? pages : [])
        assert.ok(page.objects.length + page.prefixes.length <= pageSize, `${pageSize} at most`);
      assert.deepEqual(suite.listed(pages.flatMap(({ objects }) => objects.map(({ key }) => key))), ["a", "b-", "b0", "e"]);
      assert.deepEqual(suite.listed(pages.flatMap(({ prefixes }) => prefixes)), ["b/", "d/"]);
      assert.deepEqual(suite.listed(await keysOf(lake, { pageSize })), sortedKeys(keys));
      assert.deepEqual(suite.listed(await keysOf(lake, { pageSize, prefix: "b" })), ["b-", "b/1", "b/2", "b/c/1", "b0"]);
    }
    const [inside] = await pagesOf(lake, { prefix: "b/", delimiter: "/" });
    assert.deepEqual([inside?.objects.map(({ key }) => key), inside?.prefixes], [["b/1", "b/2"], ["b/c/"]]);
    const [rolled] = await pagesOf(lake, { prefix: "b", delimiter: "/" });
    assert.deepEqual([rolled?.objects.map(({ key }) => key), rolled?.prefixes], [["b-", "b0"], ["b/"]]);
  });

  if (suite.server.listsInOrder) {
    test("is in the order of UTF-8 bytes, which is not that of JavaScript's strings", async (bucket) => {
      const lake = bucket();
      const keys = ["Z", "a", "a b", "ü", "\uffee", "😀", "日本"];
      await forEachOf(keys, (key) => lake.upload(key, ""));
      assert.deepEqual(suite.listed(await keysOf(lake)), sortedKeys(keys));
      assert.deepEqual(suite.listed(await keysOf(lake, { pageSize: 1 })), sortedKeys(keys));
    });
  }

  test("is one empty page where there is nothing", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "");
    assert.deepEqual(await pagesOf(lake, { prefix: "nothing/" }), [{ objects: [], prefixes: [] }]);
    await lake.remove("x");
    assert.deepEqual(await pagesOf(lake), [{ objects: [], prefixes: [] }]);
  });

  test("ends in the middle when it is cancelled there, or not wanted any more", async (bucket) => {
    const lake = bucket();
    await forEachOf(["a", "b", "c"], (key) => lake.upload(key, ""));
    const controller = new AbortController();
    const pages = lake.list({ pageSize: 1, signal: controller.signal });
    assert.equal((await pages.next()).value?.objects[0]?.key, "a");
    controller.abort();
    await refusalOf(() => pages.next(), "CANCELLED");
    for await (const { objects } of lake.list({ pageSize: 1 })) {
      assert.equal(objects[0]?.key, "a");
      break;
    }
  });

  test("refuses a page size, prefix or delimiter that is none", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "");
    for (const options of [
      { pageSize: 0 },
      { pageSize: -1 },
      { pageSize: 1.5 },
      { pageSize: Number.NaN },
      { prefix: 5 },
      { delimiter: 5 },
    ]) {
      // What JavaScript lets a caller give.
      await refusalOf(() => pagesOf(lake, options as never), "CONFIG_INVALID");
    }
  });
}
