import type { Provider } from "@glacier/core";
import { S3Config } from "@glacier/core/config";

export function orders(provider: Provider) {
  // The mistake: every caller passes an Azure provider, and this is a config for S3.
  return provider.bucket("orders", { path: "orders.parquet", config: new S3Config({ versioning: true }) });
}

export function report(provider: Provider) {
  return provider.bucket("reports", { path: "by-region.parquet" });
}
