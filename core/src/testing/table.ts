import assert from "node:assert/strict";
import type { DataFrame, Expr } from "nodejs-polars";
import type { DataFormat } from "../config/formats.ts";
import { loadPolars } from "../data/load.ts";
import type { Bucket } from "../resources/bucket.ts";

/** What a bucket's scan gives. */
export async function tableOf(bucket: Bucket): Promise<DataFrame> {
  return (await bucket.scan()).collect();
}

export async function rowsOf(bucket: Bucket): Promise<Record<string, unknown>[]> {
  return (await tableOf(bucket)).toRecords();
}

export async function assertSameTable(found: DataFrame, wanted: DataFrame): Promise<void> {
  assert.deepEqual(schemaOf(found), schemaOf(wanted));
  assert.deepEqual(found.toRecords(), wanted.toRecords());
}

export const schemaOf = (frame: DataFrame): string[] => Object.entries(frame.schema).map(([name, type]) => `${name}: ${type}`);

/** Three rows of every type that a format keeps, with nulls, a name beyond ASCII, and text that needs quotes. */
export async function sampleTable(format: DataFormat): Promise<DataFrame> {
  const pl = await loadPolars();
  const base = pl.DataFrame({
    grüße: ['😀\n"quoted", and more', null, "x"],
    number: [1.5, null, -3e300],
    flag: [true, null, false],
    count: pl.Series("count", [1, null, 3], pl.Int64),
    when: [new Date(0), null, new Date("2026-11-26T01:02:03.004Z")],
  });
  const [text, count, when] = [pl.col("grüße"), pl.col("count"), pl.col("when")];
  const asText: Record<string, Expr> = { grüße: text, number: pl.col("number"), flag: pl.col("flag"), count };
  const nested: Record<string, Expr> = { list: pl.concatList([count, count]) };
  const timed: Record<string, Expr> = { float: count.cast(pl.Float32), small: count.cast(pl.Int32), date: when.cast(pl.Date), when };
  const exact: Record<string, Expr> = {
    tiny: count.cast(pl.Int8),
    short: count.cast(pl.Int16),
    byte: count.cast(pl.UInt8),
    natural: count.cast(pl.UInt32),
    category: text.cast(pl.Categorical),
    microseconds: when.cast(pl.Datetime("us")),
    time: when.cast(pl.Time),
  };
  const columns: Readonly<Record<DataFormat, Record<string, Expr>>> = {
    csv: asText,
    ndjson: { ...asText, ...nested },
    avro: { ...asText, ...nested, ...timed },
    ipc: { ...asText, ...nested, ...timed, ...exact },
    parquet: { ...asText, ...nested, ...timed, ...exact },
  };
  return base.select(...Object.entries(columns[format]).map(([name, column]) => column.alias(name)));
}
