import { type Bucket, Provider, pipeline, pl, task } from "@glacier/core";

// The environment chooses the cloud: AWS_REGION, AZURE_RESOURCE_GROUP or GCP_PROJECT; with none of them, this laptop.
const provider = Provider.fromEnv();

const flights = provider.bucket("flights-raw", { path: "flights-3m.parquet" });
const airports = provider.bucket("flights-raw", { path: "airports.csv", format: "csv" });
const delays = provider.bucket("flights-results", { path: "delay-by-airport-and-hour.parquet" });

/** Minutes. Outside of it lies a clock that was read on the wrong day, not a flight. */
const plausibleDelay = { earliest: -120, latest: 1440 };
/** Minutes after which the airlines' own statistics call a flight late. */
const late = 15;

// A JavaScript number would reach Polars as a float, and cast the whole column to compare with it.
const minutes = (value: number) => pl.lit(value).cast(pl.Int64);

const loadFlights = task(async function loadFlights(from: Bucket) {
  return from.scan();
});

const loadAirports = task(async function loadAirports(from: Bucket) {
  return (await from.scan()).select(pl.col("iata").alias("origin"), pl.col("name").alias("airport"), pl.col("city"), pl.col("state"));
});

const cleanFlights = task(function cleanFlights(raw: pl.LazyDataFrame) {
  const delay = pl.col("delay");
  return raw
    .filter(delay.gtEq(minutes(plausibleDelay.earliest)).and(delay.ltEq(minutes(plausibleDelay.latest))))
    .filter(pl.col("origin").neq(pl.col("destination")));
});

const joinAirports = task(function joinAirports(clean: pl.LazyDataFrame, places: pl.LazyDataFrame) {
  return clean.join(places, { on: "origin", how: "inner" });
});

const delayByAirportAndHour = task(function delayByAirportAndHour(joined: pl.LazyDataFrame) {
  const delay = pl.col("delay");
  return joined
    .withColumn(pl.col("date").dt.hour().alias("hour"))
    .groupBy(["origin", "airport", "city", "state", "hour"])
    .agg(
      pl.len().alias("flights"),
      delay.mean().alias("meanDelay"),
      delay.gtEq(minutes(late)).mean().alias("shareLate"),
      delay.max().alias("worstDelay"),
    )
    .sort(["origin", "hour"]);
});

const saveDelays = task(function saveDelays(result: pl.LazyDataFrame, to: Bucket) {
  return to.write(result);
});

export const flightDelays = pipeline({ name: "flight_delays", description: "How late does each airport run, hour by hour?" }, () => {
  const joined = joinAirports(cleanFlights(loadFlights(flights)), loadAirports(airports));
  saveDelays(delayByAirportAndHour(joined), delays);
});
