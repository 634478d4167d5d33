import assert from "node:assert/strict";
import { loadPolars } from "../../data/load.ts";
import { dataFormats } from "../../resources/index.ts";
import { assertNoSecret, refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";
import { assertSameTable, rowsOf, sampleTable, schemaOf, tableOf } from "../table.ts";

export function frameTests({ contract, test }: ContractSuite): void {
  for (const format of dataFormats) {
    const path = `sales/2026.${format}`;

    test(`of ${format} come back as they were written, types, nulls and unicode included`, async (bucket) => {
      const target = bucket(path, { format });
      const frame = await sampleTable(format);
      const result = await target.write(frame);
      assert.deepEqual([result.key, result.uri], [path, target.getUri()]);
      await assertSameTable(await tableOf(target), frame);
      const { size, etag } = await bucket().stat(path);
      assert.deepEqual([size, etag], [result.size, result.etag]);
    });

    test(`of ${format} are written from lazy frames`, async (bucket) => {
      const pl = await loadPolars();
      const target = bucket(path, { format });
      await target.write(
        pl
          .DataFrame({ a: [3, 1, 2] })
          .lazy()
          .filter(pl.col("a").gt(1)),
      );
      assert.deepEqual(await rowsOf(target), [{ a: 3 }, { a: 2 }]);
    });

    test(`of ${format} may have no rows`, async (bucket) => {
      const pl = await loadPolars();
      const target = bucket(path, { format });
      const frame = pl.DataFrame({ a: [1], b: ["x"] }).filter(pl.col("a").gt(1));
      await target.write(frame);
      const read = await tableOf(target);
      assert.equal(read.height, 0);
      // NDJSON has no header: without rows, nothing tells of columns.
      if (format !== "ndjson") assert.deepEqual(read.columns, ["a", "b"]);
      if (format === "parquet" || format === "ipc") assert.deepEqual(schemaOf(read), schemaOf(frame));
    });

    test(`of ${format} may be wide`, async (bucket) => {
      const pl = await loadPolars();
      const target = bucket(path, { format });
      const columns = Array.from({ length: 1_000 }, (_, index) => [`column ${index}`, [index, index + 1]] as const);
      const frame = pl.DataFrame(Object.fromEntries(columns));
      await target.write(frame);
      const read = await tableOf(target);
      // The fields of a JSON object have no order.
      if (format === "ndjson") assert.deepEqual([...read.columns].sort(), [...frame.columns].sort());
      await assertSameTable(format === "ndjson" ? read.select(...frame.columns) : read, frame);
    });

    test(`of ${format} may be long, and give only what is asked for`, async (bucket) => {
      const pl = await loadPolars();
      const target = bucket(path, { format });
      const ids = Array.from({ length: 200_000 }, (_, index) => index);
      const frame = pl.DataFrame({ id: ids, name: ids.map((id) => `name ${id % 1_000}`) }).withColumn(pl.col("id").cast(pl.Int64));
      await target.write(frame.lazy());
      const lazy = await target.scan();
      const all = await lazy.select(pl.col("id")).collect();
      assert.deepEqual([all.columns, all.height], [["id"], 200_000]);
      assert.deepEqual(all.getColumn("id").toArray(), ids);
      const some = await lazy
        .filter(pl.col("id").gtEq(pl.lit(199_990).cast(pl.Int64)))
        .filter(pl.col("name").eq(pl.lit("name 999")))
        .select(pl.col("name"), pl.col("id"))
        .collect();
      assert.deepEqual(some.toRecords(), [{ name: "name 999", id: 199_999 }]);
    });

    test(`of ${format} are refused where the object is of another format`, async (bucket) => {
      const pl = await loadPolars();
      const target = bucket(path, { format });
      const other = format === "parquet" ? "csv" : "parquet";
      await bucket(path, { format: other }).write(pl.DataFrame({ a: [1], b: ["x"] }));
      const outcome = await tableOf(target).then(
        () => undefined,
        (error: unknown) => error,
      );
      assert.ok(outcome instanceof Error, "what is no table gives none");
      assertNoSecret(outcome, contract.secrets ?? []);
    });
  }

  test("are read and written in one go from and to the same object", async (bucket) => {
    const pl = await loadPolars();
    const target = bucket("x.parquet");
    await target.write(pl.DataFrame({ a: [1, 2, 3] }));
    for (let round = 0; round < 3; round++) await target.write((await target.scan()).select(pl.col("a").add(1)));
    assert.deepEqual(await rowsOf(target), [{ a: 4 }, { a: 5 }, { a: 6 }]);
  });

  test("of objects with special characters in their keys are read", async (bucket) => {
    const pl = await loadPolars();
    for (const name of ["ü 😀", "100%", "a+b", "a,b&c=d", "x=1/y", "$(x)#"]) {
      const path = `${name}.parquet`;
      await bucket(path).write(pl.DataFrame({ n: [name] }));
      assert.deepEqual(await rowsOf(bucket(path)), [{ n: name }], name);
    }
  });

  test("are no promises, arrays or texts", async (bucket) => {
    for (const data of [undefined, null, [], "x", Promise.resolve({})]) {
      // What JavaScript lets a caller give.
      await refusalOf(() => bucket("x.parquet").write(data as never), "CONFIG_INVALID");
    }
  });
}
