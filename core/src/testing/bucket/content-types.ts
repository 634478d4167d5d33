import assert from "node:assert/strict";
import { inChunks } from "../content.ts";
import { refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function contentTypeTests({ contract, test }: ContractSuite): void {
  test("follow from the key's ending where none is given", async (bucket) => {
    const lake = bucket();
    await lake.upload("a.json", "{}");
    await lake.upload("b.CSV", inChunks(Buffer.from("a\n1\n")));
    assert.equal((await lake.stat("a.json")).contentType, "application/json");
    assert.equal((await lake.stat("b.CSV")).contentType, "text/csv");
  });

  if (!contract.capabilities.contentTypes) {
    test("of one's own are refused, for the adapter declares that it keeps none", async (bucket) => {
      const lake = bucket();
      await refusalOf(() => lake.upload("a.csv", "1", { contentType: "text/x-odd" }), "UNSUPPORTED_OPERATION");
      await refusalOf(() => lake.upload("a", inChunks(Buffer.from("1")), { contentType: "text/x-odd" }), "UNSUPPORTED_OPERATION");
      assert.equal(await lake.exists(), false);
    });
    return;
  }

  test("of one's own are kept, also by a copy", async (bucket) => {
    const lake = bucket();
    await lake.upload("a.csv", "1", { contentType: "text/x-odd" });
    await lake.upload("b", inChunks(Buffer.from("1")), { contentType: "text/x-odd; charset=utf-8" });
    assert.equal((await lake.stat("a.csv")).contentType, "text/x-odd");
    assert.equal((await lake.stat("b")).contentType, "text/x-odd; charset=utf-8");
    await lake.copy("a.csv", "c.json");
    assert.equal((await lake.stat("c.json")).contentType, "text/x-odd");
  });
}
