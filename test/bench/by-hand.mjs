// The flights example as somebody would write it without Glacier: nodejs-polars alone, straight from file to file.
// The yardstick of flights.bench.mjs; prints the milliseconds between the first scan and the finished file.
import { mkdirSync } from "node:fs";
import pl from "nodejs-polars";

const [data] = process.argv.slice(2);
const minutes = (value) => pl.lit(value).cast(pl.Int64);
const delay = pl.col("delay");

mkdirSync(`${data}/by-hand`, { recursive: true });
const started = performance.now();
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
  .sinkParquet(`${data}/by-hand/delays.parquet`)
  .collect();
console.log(JSON.stringify({ milliseconds: performance.now() - started }));
