import { type Bucket, Provider, pipeline, pl, task } from "@glacier/core";
import { BlobConfig, GcsConfig, S3Config } from "@glacier/core/config";

const loadWeather = task(async function loadWeather(from: Bucket) {
  return from.scan();
});

const byMonth = task(function byMonth(days: pl.LazyDataFrame) {
  return days
    .withColumn(pl.col("date").str.slice(0, 7).alias("month"))
    .groupBy("month")
    .agg(
      pl.len().alias("days"),
      pl.col("precipitation").sum().alias("rain"),
      pl.col("temp_max").max().alias("warmest"),
      pl.col("temp_min").min().alias("coldest"),
    )
    .sort("month");
});

const saveMonths = task(function saveMonths(months: pl.LazyDataFrame, to: Bucket) {
  return to.write(months);
});

/** The same pipeline wherever the provider is: nothing in it names a cloud but the settings, of which the one that fits is used. */
export function createPipeline(provider: Provider) {
  const weather = provider.bucket("glacier-weather", { path: "days/", format: "csv" });
  const months = provider.bucket("glacier-weather", {
    path: "months/seattle.parquet",
    config: [new S3Config({ storageClass: "STANDARD" }), new BlobConfig({ tier: "Cool" }), new GcsConfig({ storageClass: "NEARLINE" })],
  });
  return pipeline({ name: "monthly_weather", description: "How wet, warm and cold was each month?" }, () => {
    saveMonths(byMonth(loadWeather(weather)), months);
  });
}

// AWS_REGION, AZURE_RESOURCE_GROUP or GCP_PROJECT chooses the cloud; with none of them it is this laptop.
export const monthlyWeather = createPipeline(Provider.fromEnv());
