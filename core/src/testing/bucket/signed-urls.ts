import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function signedUrlTests({ contract, server, test }: ContractSuite): void {
  if (!contract.capabilities.signedUrls) {
    test("are refused, for the adapter declares that it has none", async (bucket) => {
      const lake = bucket();
      await lake.upload("x", "1");
      await refusalOf(() => lake.signedUrl("x"), "UNSUPPORTED_OPERATION");
    });
    return;
  }

  test("give their holder the object, whatever its key", async (bucket) => {
    const lake = bucket();
    for (const key of ["x", "a b/ü+%&=?#😀.txt"]) {
      await lake.upload(key, `content of ${key}`);
      const response = await fetch(await lake.signedUrl(key, { expiresIn: 60 }));
      assert.deepEqual([response.status, await response.text()], [200, `content of ${key}`]);
    }
  });

  if (server.checksSignatures) {
    test("give nothing but what they were signed for", async (bucket) => {
      const lake = bucket();
      await lake.upload("x", "1");
      await lake.upload("y", "2");
      const url = new URL(await lake.signedUrl("x"));
      url.pathname = url.pathname.replace(/x$/, "y");
      const response = await fetch(url);
      await response.body?.cancel();
      assert.ok(response.status === 401 || response.status === 403, `another object is refused, and not ${response.status}`);
    });

    test("give nothing any more when their time is over", async (bucket) => {
      const lake = bucket();
      await lake.upload("x", "1");
      const url = await lake.signedUrl("x", { expiresIn: 1 });
      const deadline = performance.now() + 20_000;
      let status = 200;
      while (status === 200 && performance.now() < deadline) {
        await sleep(500);
        const response = await fetch(url);
        await response.body?.cancel();
        status = response.status;
      }
      assert.ok(status === 401 || status === 403, `what is over is refused, and not ${status}`);
    });
  }

  test("refuse a time that is none", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "1");
    for (const expiresIn of [0, -1, 1.5, Number.NaN]) await refusalOf(() => lake.signedUrl("x", { expiresIn }), "CONFIG_INVALID");
  });
}
