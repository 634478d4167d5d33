// The flights example as somebody would write it without Glacier: nodejs-polars alone, straight from file to file.
// The yardstick of flights.bench.mjs; prints the milliseconds, of the clock and of the processors, between first scan and finished file.
//
// Fair to Glacier: the same plan in the same order, the same sort, the same compression and order of rows (Polars' own defaults, spelled
// out), types cast the same way. Fair to the hand: it does not pay for what nobody writes by hand. Glacier also pins what it reads,
// writes a hidden file, flushes it to the disk and renames it, and reports events; all of that counts as Glacier's work.
import { mkdirSync } from "node:fs";
import pl from "nodejs-polars";
import { measured } from "./measured.mjs";

const [data] = process.argv.slice(2);
const minutes = (value) => pl.lit(value).cast(pl.Int64);
const delay = pl.col("delay");

mkdirSync(`${data}/by-hand`, { recursive: true });
await measured(async () => {
  const airports = pl
    .scanCSV(`${data}/flights-raw/airports.csv`)
    .select(pl.col("iata").alias("origin"), pl.col("name").alias("airport"), pl.col("city"), pl.col("state"));
  await pl
    .scanParquet(`${data}/flights-raw/flights-3m.parquet`)
    .filter(delay.gtEq(minutes(-120)).and(delay.ltEq(minutes(1440))))
    .filter(pl.col("origin").neq(pl.col("destination")))
    .join(airports, { on: "origin", how: "inner" })
    .withColumn(pl.col("date").dt.hour().alias("hour"))
    .groupBy(["origin", "airport", "city", "state", "hour"])
    .agg(
      pl.len().alias("flights"),
      delay.mean().alias("meanDelay"),
      delay.gtEq(minutes(15)).mean().alias("shareLate"),
      delay.max().alias("worstDelay"),
    )
    .sort(["origin", "hour"])
    .sinkParquet(`${data}/by-hand/delays.parquet`, { compression: "zstd", maintainOrder: true })
    .collect();
});
