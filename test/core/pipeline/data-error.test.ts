import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LocalConfig } from "../../../core/src/config/index.ts";
import { pl } from "../../../core/src/data/polars.ts";
import { pipeline } from "../../../core/src/pipeline/pipeline.ts";
import { task } from "../../../core/src/pipeline/task.ts";
import { Provider } from "../../../core/src/provider/provider.ts";
import type { Bucket } from "../../../core/src/resources/bucket.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const wrongValue = `a,b\n${"1,2\n".repeat(20_000)}x,2\n`;

/** Six buckets of CSV that are scanned, of which the fourth holds a wrong value; what became of the step that collects that one. */
async function collectFourth(collect: (frame: pl.LazyDataFrame, bucket: Bucket) => unknown, give: "frame" | "bucket" = "frame") {
  const provider = new Provider({ config: new LocalConfig({ basePath: temporaryFolder() }) });
  const buckets = Array.from({ length: 6 }, (_, index) => provider.bucket("raw", { path: `${index}.csv`, format: "csv" }));
  for (const [index, bucket] of buckets.entries()) {
    await bucket.upload(`${index}.csv`, index === 3 ? wrongValue : "a,b\n1,2\n");
    await bucket.scan();
  }
  const fourth = buckets[3] as Bucket;
  const scan = task(async function scan(bucket: Bucket) {
    return bucket.scan();
  });
  const work = task({ name: "work" }, async (frame: pl.LazyDataFrame | undefined, held: { bucket: Bucket | undefined }) =>
    collect(frame ?? (await (held.bucket as Bucket).scan()), fourth),
  );
  const p = pipeline({ name: "p" }, () => {
    work(give === "frame" ? scan(fourth) : undefined, { bucket: give === "bucket" ? fourth : undefined });
  });
  const { steps } = await p.run({ checkpoints: false, throwOnFailure: false });
  return { error: steps.find(({ name }) => name === "work")?.error, uri: fourth.getUri() };
}

describe("bad data that shows at a task's own collect()", () => {
  it.each([
    ["collect()", "frame", (frame: pl.LazyDataFrame) => frame.filter(pl.col("b").gt(0)).collect()],
    ["collectSync()", "frame", (frame: pl.LazyDataFrame) => frame.collectSync()],
    ["collect() of what the task scanned itself", "bucket", (frame: pl.LazyDataFrame) => frame.collect()],
  ] as const)("is blamed on the object that the task works on, however many were scanned: %s", async (_, give, collect) => {
    const { error, uri } = await collectFourth(collect, give);
    expect(error).toMatchObject({
      code: "UNSUPPORTED_FORMAT",
      message: expect.stringMatching(new RegExp(`^${uri} has a value that does not fit its column`)),
      hint: expect.any(String),
    });
  });

  it("is not blamed on an object for an error of the author's own", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "own.csv"), wrongValue);
    for (const collect of [
      (frame: pl.LazyDataFrame) => frame.select("nope").collect(),
      () => (pl.DataFrame({ a: [1] }) as pl.DataFrame).vstack(pl.DataFrame({ z: ["q"] })),
      () => pl.concat([pl.DataFrame({ a: [1] }), pl.DataFrame({ z: ["q"], y: [1] })]),
      () => pl.DataFrame({ t: ["{"] }).select(pl.col("t").str.jsonDecode(pl.Struct([new pl.Field("a", pl.Int64)]))),
      () => pl.readCSV(join(folder, "own.csv")),
      () => pl.readParquet(join(folder, "missing.parquet")),
      () => {
        throw new Error("could not parse 'x' as dtype `i64`");
      },
    ]) {
      expect((await collectFourth(collect)).error).toMatchObject({ code: "TASK_FAILED", message: expect.not.stringContaining("file://") });
    }
  });
});
