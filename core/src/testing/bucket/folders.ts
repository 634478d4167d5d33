import assert from "node:assert/strict";
import { loadPolars } from "../../data/load.ts";
import { dataFormats } from "../../resources/index.ts";
import { keysOf } from "../content.ts";
import { refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";
import { rowsOf, tableOf } from "../table.ts";

export function folderTests({ contract, test }: ContractSuite): void {
  for (const format of dataFormats) {
    test(`of ${format} are read in the order of the keys, without what is no data`, async (bucket) => {
      const pl = await loadPolars();
      for (const [name, v] of Object.entries({ "b/2": 2, "a/1": 1, c: 3 }))
        await bucket(`raw/${name}.${format}`, { format }).write(pl.DataFrame({ v: [v] }));
      const lake = bucket();
      for (const key of ["raw/_SUCCESS", "raw/.hidden", "raw/readme.txt", "raw/_temporary/half", "raw-other/x.txt"])
        await lake.upload(key, "no data");
      if (contract.capabilities.anyKey) await lake.upload("raw/", "");
      assert.deepEqual(await rowsOf(bucket("raw/", { format })), [{ v: 1 }, { v: 2 }, { v: 3 }]);
      assert.deepEqual(await rowsOf(bucket(`raw/*.${format}`, { format })), [{ v: 3 }]);
      assert.deepEqual(await rowsOf(bucket(`raw/**/*.${format}`, { format })), [{ v: 1 }, { v: 2 }, { v: 3 }]);
      assert.deepEqual(await rowsOf(bucket(`raw/[ab]/*.${format}`, { format })), [{ v: 1 }, { v: 2 }]);
      assert.deepEqual(await rowsOf(bucket(`raw/[!a]/?.${format}`, { format })), [{ v: 2 }]);
      assert.deepEqual(await rowsOf(bucket(`**/{1,c}.${format}`, { format })), [{ v: 1 }, { v: 3 }]);
      await refusalOf(async () => tableOf(bucket(`raw/*/nothing.${format}`, { format })), "NOT_FOUND");
    });

    test(`of ${format} get a part with every write, or one instead of all`, async (bucket) => {
      const pl = await loadPolars();
      const folder = bucket("parts/", { format });
      const first = await folder.write(pl.DataFrame({ v: [1] }));
      const second = await folder.write(pl.DataFrame({ v: [2] }), { mode: "append" });
      assert.ok(first.key.startsWith("parts/") && first.key.endsWith(`.${format}`) && first.key < second.key);
      assert.equal(second.uri, bucket(second.key).getUri());
      assert.deepEqual(await keysOf(bucket()), [first.key, second.key]);
      assert.deepEqual(await rowsOf(folder), [{ v: 1 }, { v: 2 }]);
      await bucket().upload("parts/readme.txt", "no data");
      const only = await folder.write(pl.DataFrame({ v: [3] }), { mode: "overwrite" });
      assert.deepEqual(await rowsOf(folder), [{ v: 3 }]);
      assert.deepEqual(await keysOf(bucket(), { prefix: "parts/p" }), [only.key]);
      assert.ok((await keysOf(bucket())).includes("parts/readme.txt"), "what is no data of the folder stays");
      await folder.write(pl.DataFrame({ v: [4] }));
      assert.deepEqual(await rowsOf(folder), [{ v: 3 }, { v: 4 }]);
    });
  }

  for (const format of ["parquet", "ipc"] as const) {
    test(`of ${format} that are named column=value give the column`, async (bucket) => {
      const pl = await loadPolars();
      for (const [region, v] of Object.entries({ eu: 1, us: 2 }))
        await bucket(`hive/region=${region}/x.${format}`, { format }).write(pl.DataFrame({ v: [v] }));
      const frame = await bucket("hive/", { format }).scan();
      const rows = await frame.filter(pl.col("region").eq(pl.lit("us"))).collect();
      assert.deepEqual(rows.toRecords(), [{ v: 2, region: "us" }]);
      assert.equal((await frame.collect()).height, 2);
    });
  }

  test("are there when an object is in them", async (bucket) => {
    await bucket().upload("raw/deep/x.csv", "a\n1\n");
    const found: Record<string, boolean> = {
      "": true,
      "raw/": true,
      "raw/deep/": true,
      "raw/deep/x.csv": true,
      "raw/**": true,
      "raw/*/x.csv": true,
      "**/*.{csv,tsv}": true,
      "raw/dee": false,
      "raw/dee/": false,
      "ra/": false,
      raw: false,
      "raw/*": false,
      "raw/*/y.csv": false,
    };
    for (const [path, isThere] of Object.entries(found)) {
      // Of a folder or glob the format decides which objects are data; existence is asked of CSV.
      assert.equal(await bucket(path, { format: "csv" }).exists(), isThere, `"${path}"`);
    }
  });

  test("of an empty bucket are not there", async (bucket) => {
    for (const path of ["", "raw/", "raw/*.parquet", "x"]) assert.equal(await bucket(path).exists(), false, `"${path}"`);
  });

  test("whose files have other columns are refused instead of misread", async (bucket) => {
    const pl = await loadPolars();
    await bucket("mixed/1.parquet").write(pl.DataFrame({ a: [1] }));
    await bucket("mixed/2.parquet").write(pl.DataFrame({ b: ["x"] }));
    await assert.rejects(tableOf(bucket("mixed/")));
  });

  test("take no append where the path is one object, and no mode that is none", async (bucket) => {
    const pl = await loadPolars();
    const frame = pl.DataFrame({ a: [1] });
    await refusalOf(() => bucket("x.parquet").write(frame, { mode: "append" }), "UNSUPPORTED_OPERATION");
    // What JavaScript lets a caller give.
    await refusalOf(() => bucket("x/").write(frame, { mode: "replace" as never }), "CONFIG_INVALID");
    assert.deepEqual(await keysOf(bucket()).catch(() => []), []);
  });

  test("and objects have URIs", async (bucket) => {
    const lake = bucket();
    for (const path of ["raw/", "raw/x.parquet"]) {
      const uri = bucket(path).getUri();
      assert.match(uri, /^[a-z][a-z0-9]*:\/\/\S+$/);
      assert.ok(uri.includes(lake.bucketName) && uri.endsWith(path), uri);
    }
  });
}
