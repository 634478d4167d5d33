import assert from "node:assert/strict";
import { bytesOf, contentOfObject, digestOf, forEachOf, keysOf, textOfObject } from "../content.ts";
import { refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function copyAndRemoveTests(suite: ContractSuite): void {
  const { test } = suite;

  test("copies an object, also onto one that is there, and leaves the first as it is", async (bucket) => {
    const lake = bucket();
    await lake.upload("from", "1");
    await lake.upload("taken", "a longer one");
    const copied = await lake.copy("from", "a/new ü+%.txt");
    assert.deepEqual([copied.key, copied.size], ["a/new ü+%.txt", 1]);
    assert.equal((await lake.stat("a/new ü+%.txt")).etag, copied.etag);
    await lake.copy("from", "taken");
    assert.deepEqual(await keysOf(lake), ["a/new ü+%.txt", "from", "taken"]);
    for (const key of await keysOf(lake)) assert.equal(await textOfObject(lake, key), "1");
  });

  test("copies an object onto itself without harm", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "1");
    await lake.copy("x", "x");
    assert.equal(await textOfObject(lake, "x"), "1");
  });

  test("copies every byte of a large object", async (bucket) => {
    const lake = bucket();
    const content = bytesOf(suite.large);
    await lake.upload("from", content);
    assert.equal((await lake.copy("from", "to")).size, content.length);
    assert.equal(digestOf(await contentOfObject(lake, "to")), digestOf(content));
  });

  test("copies nothing of what is not there, and leaves the target as it is", async (bucket) => {
    const lake = bucket();
    await lake.upload("to", "1");
    const error = await refusalOf(() => lake.copy("nothing", "to"), "NOT_FOUND");
    assert.match(error.message, /nothing/);
    assert.equal(await textOfObject(lake, "to"), "1");
  });

  test("removes an object, and is content when there is none", async (bucket) => {
    const lake = bucket();
    await lake.upload("a/b", "1");
    await lake.upload("a/c", "1");
    await lake.remove("a/b");
    await lake.remove("a/b");
    await lake.remove("never/was");
    assert.deepEqual(await keysOf(lake), ["a/c"]);
  });

  test("removes 1,500 objects at once, among keys that are missing or named twice", async (bucket) => {
    const lake = bucket();
    const keys = Array.from({ length: 1_500 }, (_, index) => `many/${index} & <ü>`);
    await forEachOf([...keys, "kept"], (key) => lake.upload(key, ""));
    await lake.removeMany([...keys.slice(0, 5), ...keys, "missing", "many/missing"]);
    assert.deepEqual(await keysOf(lake), ["kept"]);
    await lake.removeMany([]);
    await lake.removeMany(["missing"]);
    assert.deepEqual(await keysOf(lake), ["kept"]);
  });
}
