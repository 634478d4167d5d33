import { describe, test } from "vitest";
import { head } from "../../support/server/pipeline-source.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

// Programs as people write them, in which many rules have something to look at.

const flag = `export const isProduction = process.env.STAGE === "production";\n`;
const merge = "export const merge = task(function merge(all: pl.LazyDataFrame[]) { return pl.concat(all); });\n";

describe("all rules are silent about", () => {
  test("a lake of classes, whose provider the environment chooses", () =>
    valid(`${head}${flag}
abstract class Lake {
  protected abstract provider: Provider;
  private readonly made = new Map<string, Bucket>();
  bucket(name: string, path: string): Bucket {
    const key = \`\${name}/\${path}\`;
    let bucket = this.made.get(key);
    if (!bucket) {
      bucket = this.provider.bucket(name, { path });
      this.made.set(key, bucket);
    }
    return bucket;
  }
}
class AwsLake extends Lake { protected provider = aws; }
class AzureLake extends Lake { protected provider = azure; }
const lake = isProduction ? new AwsLake() : new AzureLake();
const from = lake.bucket("inbox", "orders/");
const to = lake.bucket("archive", "orders.parquet");
export const sales = pipeline({ name: "sales" }, () => { save(clean(load(from)), to); });
`));

  test("a partition for each day, and all of them", () =>
    valid(`${head}${merge}
const days = ["2026-11-24", "2026-11-25", "2026-11-26"];
export const daily = pipeline({ name: "daily" }, () => {
  const parts = days.map((day) => load(aws.bucket("acme-raw", { path: \`orders/\${day}/*.parquet\` })));
  days.forEach((day, index) => void save(clean(parts[index]!), aws.bucket("acme-clean", { path: \`orders/\${day}.parquet\` })));
  save(merge(parts), aws.bucket("acme-clean", { path: "all.parquet" }));
});
`));

  test("pipelines from a table", () =>
    valid(`${head}
const jobs = [
  { name: "orders", from: aws.bucket("acme-raw", { path: "orders.csv", format: "csv" }), to: aws.bucket("acme-clean", { path: "orders.parquet" }) },
  { name: "rates", from: azure.bucket("acme-raw", { path: "rates.ndjson", format: "ndjson" }), to: azure.bucket("acme-clean", { path: "rates.parquet" }) },
];
export const pipelines = jobs.map(({ name, from, to }) => pipeline({ name }, () => { save(clean(load(from)), to); }));
`));

  test("one function for every cloud", () =>
    valid(`${head}import { AzureFunctionConfig, CloudFunctionConfig, LambdaConfig } from "@glacier/core/config";
const gcp = new Provider({ config: new GcpConfig({ project: "acme-data" }) });
const config = [
  new LambdaConfig({ memory: 1024, timeout: 900, environment: { STAGE: process.env.STAGE ?? "dev", TABLE: "orders" } }),
  new AzureFunctionConfig({ plan: "EP1", alwaysOn: true, timeout: 900 }),
  new CloudFunctionConfig({ memory: "1Gi", timeout: 540, minInstances: 0, maxInstances: 10 }),
];
export const functions = [aws, azure, gcp, laptop].map((provider) =>
  provider.serverless("resize-image", { handler: "./resize.ts#resize", runtime: "nodejs24", config }),
);
`));

  test("a test of a task", () =>
    valid(`${head}import assert from "node:assert/strict";
import { test } from "node:test";
test("drops refunds", async () => {
  const frame = await clean(pl.DataFrame({ amount: [1, -1] }).lazy());
  assert.equal((await frame.collect()).height, 1);
});
test("takes no region of another cloud", () => {
  assert.throws(() => new AwsConfig({ region: "westeurope" }), { code: "CONFIG_INVALID" });
});
test("has an address", () => {
  const bucket = laptop.bucket("Any Name", { path: "a.csv", format: "csv" });
  assert.ok(bucket.getUri());
});
`));

  test("settings from the environment, as the compiler wants them", () =>
    valid(`${head}import { DatabricksConfig, LambdaConfig } from "@glacier/core/config";
const region = process.env.AWS_REGION ?? "";
const own = new Provider({ config: new AwsConfig({ region: region || "eu-central-1", roleArn: process.env.ROLE_ARN }) });
export const raw = own.bucket(process.env.RAW_BUCKET ?? "", { path: process.env.RAW_PATH ?? "" });
export const cluster = own.databricks("nightly", { config: new DatabricksConfig({ token: process.env.DATABRICKS_TOKEN ?? "", numWorkers: 2 }) });
export const resize = own.serverless("resize", { handler: "./r.ts#r", config: new LambdaConfig({ environment: { DB_PASSWORD: process.env.DB_PASSWORD ?? "" } }) });
`));
});

test("each rule tells its own mistake of a program that has many, and no other rule tells it too", () =>
  emits(
    `${head}
const gcp = new Provider({ config: new GcpConfig({ project: "acme-data" }) });
const raw = aws.bucket("raw", { path: "orders.parquet" });
const out = aws.bucket("out", { path: "orders.parquet" });
const stage = aws.bucket("acme-tmp", { path: ⟦"stage.csv"⟧ });
const audit = task(async function audit(frame: pl.LazyDataFrame, to: Bucket) { ⟦to.write(frame)⟧; return frame; });
const late = task({ executor: gcp.dataproc("etl") }, async function late(from: Bucket) { return from.scan(); });
const ⟦never⟧ = task(function never() { return 1; });
const outside = task(function outside() { return 1; });
const last = task({ dependsOn: [⟦outside⟧] }, function last(frame: pl.LazyDataFrame) { return frame; });
console.log(outside());
export const sales = pipeline({ name: "sales" }, () => {
  const frame = clean(load(raw));
  audit(frame, stage);
  save(last(frame), out);
  ⟦late(aws.bucket(⟦"Old_Bucket"⟧))⟧;
});
`,
    [
      { code: "format-extension", severity: "warning" },
      { code: "unawaited-io", severity: "warning" },
      { code: "unused-task", severity: "hint" },
      { code: "depends-on-outside-pipeline", severity: "error" },
      { code: "executor-cloud-mismatch", severity: "error" },
      { code: "bucket-name", severity: "error" },
    ],
  ));
