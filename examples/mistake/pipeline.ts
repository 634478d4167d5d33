import { type Bucket, pipeline, pl, task } from "@glacier/core";
import { orders, report } from "./buckets.ts";
import { provider } from "./provider.ts";

const loadOrders = task(async function loadOrders(from: Bucket) {
  return from.scan();
});

const sumByRegion = task(function sumByRegion(sales: pl.LazyDataFrame) {
  return sales.groupBy(["region"]).agg(pl.col("amount").sum());
});

const saveReport = task(function saveReport(result: pl.LazyDataFrame, to: Bucket) {
  return to.write(result);
});

export const salesByRegion = pipeline({ name: "sales_by_region" }, () => {
  saveReport(sumByRegion(loadOrders(orders(provider))), report(provider));
});
