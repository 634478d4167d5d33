import { inspect } from "node:util";
import { expect, it } from "vitest";
import type { DataFormat } from "../../../core/src/config/formats.ts";
import { pl } from "../../../core/src/data/polars.ts";
import { bucketIn } from "../../support/objects/bucket-in.ts";
import { FolderStore } from "../../support/objects/folder-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const errorOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

it.each<[DataFormat, number]>([
  ["parquet", 1],
  ["parquet", 3],
  ["csv", 1],
  ["csv", 3],
  ["ndjson", 1],
  ["ndjson", 3],
  ["ipc", 1],
  ["ipc", 3],
])("no error about objects that are served in %s, %i of them, tells where", async (format, count) => {
  const folder = temporaryFolder();
  const bucket = bucketIn(folder, "raw/", format);
  for (let index = 0; index < count; index++) await bucket.write(pl.DataFrame({ id: [index] }), {});
  const scan = await bucket.scan();
  const own = await errorOf(scan.select(pl.col("missing")).collect());
  const store = new FolderStore(folder);
  for await (const { objects } of store.list({ prefix: "raw/", pageSize: 10 }, { operation: "test" }))
    await store.removeMany(objects.map(({ key }) => key));
  const removed = await errorOf(scan.collect());
  expect(removed).toMatchObject({ code: "CONFLICT", retryable: true });
  for (const error of [own, removed]) {
    expect(error).toBeInstanceOf(Error);
    expect(inspect(error, { depth: 10 })).not.toMatch(/glacier-[0-9a-f]{20}|127\.0\.0\.1/);
  }
});
