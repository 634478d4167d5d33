import assert from "node:assert/strict";
import { forEachOf, keysOf, sortedKeys, textOfObject } from "../content.ts";
import { refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function keyTests(suite: ContractSuite): void {
  const { contract, test } = suite;

  test("of any characters are stored, found, listed, copied and removed", async (bucket) => {
    const lake = bucket();
    await forEachOf(awkward, (key) => lake.upload(key, `content of ${key}`));
    assert.deepEqual(suite.listed(await keysOf(lake)), sortedKeys(awkward));
    await forEachOf(awkward, async (key) => {
      assert.equal(await textOfObject(lake, key), `content of ${key}`, key);
      assert.equal((await lake.stat(key)).key, key);
      assert.ok((await keysOf(lake, { prefix: key })).includes(key), `listed by its own prefix: ${key}`);
      assert.equal((await lake.copy(key, `copy/${key}`)).key, `copy/${key}`);
      assert.equal(await textOfObject(lake, `copy/${key}`), `content of ${key}`, key);
      await lake.remove(key);
      await refusalOf(() => lake.stat(key), "NOT_FOUND");
    });
    await lake.removeMany(awkward.map((key) => `copy/${key}`));
    assert.deepEqual(await keysOf(lake), []);
  });

  test("may have a thousand bytes", async (bucket) => {
    const lake = bucket();
    const long = `${`${"x".repeat(198)}/`.repeat(5)}12345`;
    const unicode = `${`${"ü".repeat(99)}/`.repeat(5)}12345`;
    for (const key of [long, unicode]) {
      assert.equal(Buffer.byteLength(key), 1000);
      await lake.upload(key, "content");
      assert.equal(await textOfObject(lake, key), "content");
    }
    assert.deepEqual(suite.listed(await keysOf(lake)), sortedKeys([long, unicode]));
  });

  test("that are none are refused by every operation", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "");
    for (const key of ["", "half \ud83d", undefined, 5]) {
      // What JavaScript lets a caller give.
      const none = key as string;
      await refusalOf(() => lake.stat(none), "CONFIG_INVALID");
      await refusalOf(() => lake.read(none), "CONFIG_INVALID");
      await refusalOf(() => lake.upload(none, ""), "CONFIG_INVALID");
      await refusalOf(() => lake.copy("x", none), "CONFIG_INVALID");
      await refusalOf(() => lake.copy(none, "y"), "CONFIG_INVALID");
      await refusalOf(() => lake.remove(none), "CONFIG_INVALID");
      await refusalOf(() => lake.removeMany(["x", none]), "CONFIG_INVALID");
      await refusalOf(() => lake.signedUrl(none), "CONFIG_INVALID");
    }
  });

  if (contract.capabilities.anyKey) {
    test("are texts and no paths", async (bucket) => {
      const lake = bucket();
      await lake.upload("x", "another");
      for (const key of notPaths) {
        await lake.upload(key, `content of ${key}`);
        assert.equal(await textOfObject(lake, key), `content of ${key}`, key);
      }
      assert.deepEqual(suite.listed(await keysOf(lake)), sortedKeys(["x", ...notPaths]));
      await lake.copy("a//b", "c//d");
      assert.equal(await textOfObject(lake, "c//d"), "content of a//b");
      await lake.removeMany([...notPaths, "c//d"]);
      assert.deepEqual(await keysOf(lake), ["x"]);
      assert.equal(await textOfObject(lake, "x"), "another");
    });

    test("may be both an object and the folder of others", async (bucket) => {
      const lake = bucket();
      for (const key of ["f", "f/", "f/x"]) await lake.upload(key, key);
      assert.deepEqual(await keysOf(lake), ["f", "f/", "f/x"]);
      for (const key of ["f", "f/", "f/x"]) assert.equal(await textOfObject(lake, key), key);
      await lake.remove("f");
      assert.deepEqual(await keysOf(lake), ["f/", "f/x"]);
    });
    return;
  }

  test("that are no paths are kept as they are or refused, and some are, for the adapter declares that it does not take any text", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "another");
    await lake.upload("f/x", "in a folder");
    const kept = ["x", "f/x"];
    for (const key of [...notPaths, "f", "f/x/y"]) {
      try {
        await lake.upload(key, `content of ${key}`);
        kept.push(key);
      } catch (error) {
        await refusalOf(() => Promise.reject(error), ["CONFIG_INVALID", "CONFLICT"]);
      }
    }
    assert.ok(kept.length < 2 + notPaths.length + 2, "what is declared to be refused somewhere is");
    assert.deepEqual(suite.listed(await keysOf(lake)), sortedKeys(kept));
    for (const key of kept.slice(2)) assert.equal(await textOfObject(lake, key), `content of ${key}`, key);
    assert.deepEqual([await textOfObject(lake, "x"), await textOfObject(lake, "f/x")], ["another", "in a folder"]);
  });
}

const awkward = [
  "a b",
  " first and last ",
  "100%",
  "%2F",
  "%2e%2e",
  "a+b",
  "a?b",
  "a#b",
  "a&b=c",
  "a,b;c:d@e!",
  "~tilde",
  "*?[x]{y}",
  "'\"$(x)`|<>^",
  "-rf",
  "grüße/日本語/😀",
  "combining e\u0301",
  "right to left \u05d0",
  "no-break\u00a0space",
];

const notPaths = ["a//b", "/slash first", "../x", "a/../x", "./x", "a/./x", "a/..", "..."];
