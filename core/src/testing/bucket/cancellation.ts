import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { loadPolars } from "../../data/load.ts";
import { bytesOf, keysOf, pagesOf, textOfObject } from "../content.ts";
import { endsWithin, refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function cancellationTests(suite: ContractSuite): void {
  const { test } = suite;

  test("beforehand keeps every operation from doing anything", async (bucket) => {
    const pl = await loadPolars();
    const lake = bucket();
    await lake.upload("x", "old");
    const signal = AbortSignal.abort(new Error("not wanted"));
    await refusalOf(() => lake.stat("x", { signal }), "CANCELLED");
    await refusalOf(() => lake.read("x", { signal }), "CANCELLED");
    await refusalOf(() => pagesOf(lake, { signal }), "CANCELLED");
    await refusalOf(() => lake.upload("x", "new", { signal }), "CANCELLED");
    await refusalOf(() => lake.copy("x", "y", { signal }), "CANCELLED");
    await refusalOf(() => lake.remove("x", { signal }), "CANCELLED");
    await refusalOf(() => lake.removeMany(["x"], { signal }), "CANCELLED");
    await refusalOf(() => bucket("x").write(pl.DataFrame({ a: [1] }), { signal }), "CANCELLED");
    assert.deepEqual(await keysOf(lake), ["x"]);
    assert.equal(await textOfObject(lake, "x"), "old");
  });

  test("an upload in its middle ends it, though its source hangs, and leaves what was there", async (bucket) => {
    const lake = bucket();
    await lake.upload("x", "old");
    const part = bytesOf(64 * 1024);
    for (const parts of [1, Math.floor((suite.large - 1) / part.length)]) {
      for (const key of ["x", "new"]) {
        const controller = new AbortController();
        const hanging = async function* (): AsyncGenerator<Uint8Array> {
          for (let count = 0; count < parts; count++) yield part;
          setTimeout(() => controller.abort(), 20);
          // Until the process ends: nothing but the signal can stop this upload.
          await new Promise(() => undefined);
        };
        await endsWithin(
          60,
          refusalOf(() => lake.upload(key, hanging(), { signal: controller.signal }), "CANCELLED"),
        );
      }
    }
    assert.equal(await textOfObject(lake, "x"), "old");
    assert.deepEqual(await keysOf(lake), ["x"]);
  });

  test("a write at any moment leaves the old object or the new one, and never a part", async (bucket) => {
    const pl = await loadPolars();
    const target = bucket("table.parquet");
    await target.write(pl.DataFrame({ version: [0] }));
    const rows = pl.DataFrame({ id: Array.from({ length: 200_000 }, (_, index) => index) });
    let present = 0;
    let cancelled = 0;
    /** What was cancelled and may still arrive, also while it is read: then its reader reads again. */
    const late: number[] = [];
    for (const [index, moment] of [0, 5, 20, 60, 200].entries()) {
      const version = index + 1;
      const controller = new AbortController();
      const writing = target.write(rows.lazy().withColumn(pl.lit(version).alias("version")), { signal: controller.signal });
      writing.catch(() => undefined);
      // The first one at once: a machine that is busy elsewhere may have written before it looks at a clock.
      if (moment > 0) await sleep(moment);
      controller.abort();
      let possible = [version, ...late];
      try {
        await endsWithin(60, writing);
      } catch (error) {
        await refusalOf(() => Promise.reject(error), "CANCELLED");
        cancelled++;
        // What was on its way when nobody wanted it any more may have arrived, whole.
        late.push(version);
        possible = [present, ...late];
      }
      const read = async () => (await target.scan()).select(pl.col("version")).collect();
      const frame = await read().catch(async (error: unknown) => {
        await refusalOf(() => Promise.reject(error), "CONFLICT");
        return read();
      });
      const versions = Array.from(frame.getColumn("version").toArray(), Number);
      present = versions[0] ?? -1;
      assert.ok(possible.includes(present), `the old version or the new one, and not ${present}`);
      assert.deepEqual([new Set(versions).size, versions.length], [1, present === 0 ? 1 : 200_000]);
    }
    assert.ok(cancelled > 0, "at least what is cancelled at once is");
    assert.deepEqual(await keysOf(bucket()), ["table.parquet"]);
  });
}
