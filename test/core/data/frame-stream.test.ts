import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeFrame } from "../../../core/src/data/frame-stream.ts";
import { pl } from "../../../core/src/data/polars.ts";
import { writeFrame } from "../../../core/src/data/write.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const ROWS = 2_000_000;
const noise = pl.DataFrame({
  id: pl.Series(
    "id",
    Float64Array.from({ length: ROWS }, (_, index) => Math.sin(index)),
    pl.Float64,
  ),
});
const leftOver = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("glacier-write-"));

describe("a frame that is given while it is encoded", () => {
  it.each(["parquet", "csv", "ndjson", "ipc"] as const)("has in %s the bytes that a file would have", async (format) => {
    const path = join(temporaryFolder(), "whole");
    await writeFrame(format, noise, path, "test://whole");
    const encoded = await encodeFrame(format, noise, "test://streamed");
    const hash = createHash("sha256");
    if ("stream" in encoded) for await (const chunk of encoded.stream) hash.update(chunk);
    expect(hash.digest("hex")).toBe(createHash("sha256").update(readFileSync(path)).digest("hex"));
  });

  it("is given whole where it is small", async () => {
    const encoded = await encodeFrame("csv", pl.DataFrame({ a: [1] }), "test://small");
    expect("bytes" in encoded && encoded.bytes.toString()).toBe("a\n1.0\n");
  });

  it("never ends well when the work fails in the middle", async () => {
    const failing = noise
      .lazy()
      .withColumn(pl.when(pl.col("id").gt(0.9999999)).then(pl.lit("x")).otherwise(pl.lit("1")).cast(pl.Int64, true).alias("n"));
    const encode = async (): Promise<void> => {
      const encoded = await encodeFrame("csv", failing, "test://failing");
      if ("stream" in encoded) for await (const chunk of encoded.stream) expect(chunk.length).toBeGreaterThan(0);
    };
    await expect(encode()).rejects.toThrow();
  });

  it("leaves no file behind, read to its end or not", async () => {
    const before = leftOver();
    const encoded = await encodeFrame("csv", noise, "test://left");
    if ("stream" in encoded) encoded.stream.destroy();
    await expect
      .poll(() => leftOver().filter((name) => !before.includes(name) && existsSync(join(tmpdir(), name))), { timeout: 20_000 })
      .toEqual([]);
  });
});
