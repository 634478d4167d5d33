import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { translatePolarsError } from "../../data/errors.ts";
import { loadPolars } from "../../data/load.ts";
import { GlacierError } from "../../errors.ts";
import type { Bucket } from "../../resources/bucket.ts";
import { dataFormats } from "../../resources/index.ts";
import { keysOf } from "../content.ts";
import type { ContractSuite } from "../suite.ts";
import { rowsOf } from "../table.ts";

const ROWS = 5_000;
const VERSIONS = 20;
/** Of a reader, once nobody writes any more. */
const TRIES_AFTERWARDS = 10;

export function replacementTests({ test }: ContractSuite): void {
  for (const format of dataFormats) {
    test(`an object of ${format} shows every reader one whole version`, async (bucket) => {
      await readWhileReplaced(bucket(`x.${format}`, { format }), {});
    });
  }

  for (const format of ["parquet", "csv"] as const) {
    test(`the parts of a folder of ${format} shows every reader one whole version`, async (bucket) => {
      const folder = bucket("parts/", { format });
      await readWhileReplaced(folder, { mode: "overwrite" });
      assert.equal((await keysOf(bucket())).length, 1);
    });
  }

  test("a folder with one that fails leaves the old parts, and nothing else", async (bucket) => {
    const pl = await loadPolars();
    const folder = bucket("parts/");
    const first = await folder.write(pl.DataFrame({ v: [1] }));
    const second = await folder.write(pl.DataFrame({ v: [2] }));
    const failing = pl
      .DataFrame({ v: [1] })
      .lazy()
      .select(pl.col("no such column"));
    await assert.rejects(folder.write(failing, { mode: "overwrite" }), /no such column/);
    await assert.rejects(folder.write(failing), /no such column/);
    assert.deepEqual(await rowsOf(folder), [{ v: 1 }, { v: 2 }]);
    assert.deepEqual(await keysOf(bucket()), [first.key, second.key]);
  });

  for (const format of dataFormats) {
    test(`an object with a lazy frame of ${format} that fails late leaves the old object`, async (bucket) => {
      const pl = await loadPolars();
      const target = bucket(`x.${format}`, { format });
      await target.write(pl.DataFrame({ v: [1] }));
      const texts = Array.from({ length: 300_000 }, (_, index) => (index === 299_999 ? "no number" : String(index)));
      const failing = pl.DataFrame({ v: texts }).lazy().select(pl.col("v").cast(pl.Int64, true));
      await assert.rejects(target.write(failing));
      assert.deepEqual(await rowsOf(target), [{ v: 1 }]);
      assert.deepEqual(await keysOf(bucket()), [`x.${format}`]);
    });
  }

  test("an object that a lazy frame was scanned from changes nothing in that frame, or ends it", async (bucket) => {
    const pl = await loadPolars();
    const target = bucket("x.parquet");
    await target.write(pl.DataFrame({ v: [1, 2, 3] }));
    const scanned = await target.scan();
    await target.write(pl.DataFrame({ v: [4, 5, 6] }));
    // That another frame knows the new object by now helps the old one nothing.
    const fresh = await target.scan();
    try {
      assert.deepEqual((await scanned.collect()).toRecords(), [{ v: 1 }, { v: 2 }, { v: 3 }]);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      assertMayBeTriedAgain(error, target);
    }
    assert.deepEqual((await fresh.collect()).toRecords(), [{ v: 4 }, { v: 5 }, { v: 6 }]);
  });
}

/** Version after version is written while others read: no reader may see rows of two, or fewer than all. */
async function readWhileReplaced(bucket: Bucket, options: { mode?: "overwrite" }): Promise<void> {
  const pl = await loadPolars();
  const version = (number: number) => pl.DataFrame({ version: Array(ROWS).fill(number), noise: Array.from({ length: ROWS }, Math.random) });
  await bucket.write(version(0), options);
  let isOver = false;
  let hasFailed = false;
  /** Until it has seen what was written last, however seldom it comes to look on a busy machine. */
  const read = async (): Promise<void> => {
    let newest = 0;
    for (let triesAfterwards = 0; !hasFailed && triesAfterwards < TRIES_AFTERWARDS; ) {
      const isLast = isOver;
      if (isLast) triesAfterwards++;
      try {
        const versions = Array.from((await (await bucket.scan()).collect()).getColumn("version").toArray(), Number);
        assert.deepEqual([new Set(versions).size, versions.length], [1, ROWS], "a reader sees one whole version");
        const [seenNow = -1] = versions;
        assert.ok(seenNow >= newest, "a reader never sees an older version than before");
        newest = seenNow;
        if (!isLast) continue;
        assert.equal(newest, VERSIONS, "a reader sees what was written before it began");
        return;
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        assertMayBeTriedAgain(error, bucket);
      }
    }
    assert.ok(hasFailed, "a reader that may try again comes to see something once nobody writes any more");
  };
  const readers = Promise.all([read(), read()]);
  readers.catch(() => undefined);
  try {
    for (let number = 1; number <= VERSIONS; number++) {
      await bucket.write(version(number), options);
      // At first without a pause; later, so that readers who may fail meanwhile come to read something.
      await sleep(number * 10);
    }
  } catch (error) {
    hasFailed = true;
    throw error;
  } finally {
    isOver = true;
    await readers;
  }
}

/** What Polars throws at a collect is told apart as a pipeline does. */
function assertMayBeTriedAgain(error: unknown, bucket: Bucket): void {
  const known = error instanceof GlacierError ? error : translatePolarsError(error, { operation: "bucket.scan", uri: bucket.getUri() });
  assert.ok(known?.retryable, `a reader that fails may try again, and does not know so from: ${error}`);
}
