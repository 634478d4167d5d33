import assert from "node:assert/strict";
import { bytesOf, inChunks, keysOf, textOfObject } from "../content.ts";
import { refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function conditionTests(suite: ContractSuite): void {
  const { contract, server, test } = suite;

  if (!contract.capabilities.conditionalWrites) {
    test("are refused, for the adapter declares that it heeds none", async (bucket) => {
      const lake = bucket();
      const { etag } = await lake.upload("x", "old");
      for (const options of [{ ifNoneMatch: "*" }, { ifMatch: etag }] as const) {
        await refusalOf(() => lake.upload("x", "new", options), "UNSUPPORTED_OPERATION");
        await refusalOf(() => lake.upload("y", "new", options), "UNSUPPORTED_OPERATION");
      }
      assert.equal(await textOfObject(lake, "x"), "old");
      assert.deepEqual(await keysOf(lake), ["x"]);
    });
    return;
  }

  test("that are met let an upload pass", async (bucket) => {
    const lake = bucket();
    const first = await lake.upload("x", "1", { ifNoneMatch: "*" });
    assert.equal(await textOfObject(lake, "x"), "1");
    await lake.upload("x", "2", { ifMatch: first.etag });
    assert.equal(await textOfObject(lake, "x"), "2");
    const { etag } = await lake.stat("x");
    await lake.upload("x", inChunks(Buffer.from("3")), { ifMatch: etag });
    assert.equal(await textOfObject(lake, "x"), "3");
    await lake.upload("y", inChunks(Buffer.from("4")), { ifNoneMatch: "*" });
    assert.equal(await textOfObject(lake, "y"), "4");
  });

  test("that are none are refused", async (bucket) => {
    const lake = bucket();
    for (const options of [{ ifNoneMatch: "an etag" }, { ifMatch: "" }, { ifMatch: "x", ifNoneMatch: "*" }]) {
      // What JavaScript lets a caller give.
      await refusalOf(() => lake.upload("x", "new", options as never), "CONFIG_INVALID");
    }
    assert.equal(await lake.exists(), false);
  });

  if (!server.checksConditions) return;

  test("that are not met are CONFLICT, and leave what was there", async (bucket) => {
    const lake = bucket();
    const { etag } = await lake.upload("x", "old");
    await lake.upload("x", "present");
    await refusalOf(() => lake.upload("x", "new", { ifNoneMatch: "*" }), "CONFLICT");
    await refusalOf(() => lake.upload("x", "new", { ifMatch: etag }), "CONFLICT");
    await refusalOf(() => lake.upload("y", "new", { ifMatch: etag }), "CONFLICT");
    assert.equal(await textOfObject(lake, "x"), "present");
    assert.deepEqual(await keysOf(lake), ["x"]);
  });

  if (server.checksConditionsOfParts) {
    test("hold for a large upload as for a small one", async (bucket) => {
      const lake = bucket();
      const { etag } = await lake.upload("x", "old");
      await lake.upload("x", "present");
      const content = bytesOf(suite.large);
      await refusalOf(() => lake.upload("x", inChunks(content), { ifNoneMatch: "*" }), "CONFLICT");
      await refusalOf(() => lake.upload("x", inChunks(content), { ifMatch: etag }), "CONFLICT");
      assert.equal(await textOfObject(lake, "x"), "present");
      const { size } = await lake.upload("x", inChunks(content), { ifMatch: (await lake.stat("x")).etag });
      assert.equal(size, content.length);
    });
  }

  test("let one of many pass that want to be the first", async (bucket) => {
    const lake = bucket();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => lake.upload("x", String(index), { ifNoneMatch: "*" })),
    );
    const passed = outcomes.flatMap(({ status }, index) => (status === "fulfilled" ? [String(index)] : []));
    assert.equal(passed.length, 1);
    assert.equal(await textOfObject(lake, "x"), passed[0]);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") await refusalOf(() => Promise.reject(outcome.reason), "CONFLICT");
    }
  });

  test("let no count be lost of many who count", async (bucket) => {
    const lake = bucket();
    await lake.upload("counter", "0");
    let counted = 0;
    const count = async (): Promise<void> => {
      for (let turn = 0; turn < 10; turn++) {
        const { etag } = await lake.stat("counter");
        try {
          const present = Number(await textOfObject(lake, "counter", { ifMatch: etag }));
          await lake.upload("counter", String(present + 1), { ifMatch: etag });
          counted++;
        } catch (error) {
          await refusalOf(() => Promise.reject(error), "CONFLICT");
        }
      }
    };
    await Promise.all([count(), count(), count()]);
    assert.equal(await textOfObject(lake, "counter"), String(counted));
    assert.ok(counted >= 10, "one succeeds in every round");
  });
}
