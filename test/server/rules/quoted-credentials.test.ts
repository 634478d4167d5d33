import { expect, test } from "vitest";
import { openProject } from "../../support/server/project.ts";

const key = `AKIA${"X7Q2".repeat(4)}`;

test("no message shows a credential that stands where something else belongs", async () => {
  const source = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig } from "@glacier/core/config";
declare const name: string;
const aws = new Provider({ config: new AwsConfig({ region: "${key}" }) });
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
aws.bucket("https://data.example/raw?sig=${key.repeat(3)}");
aws.bucket("raw", { format: "${key}" });
aws.bucket("raw", { path: "${key}.csv", format: "parquet" });
aws.serverless("postgres://etl:${key}@data.example/sales", { handler: "./a.ts#b" });
azure.bucket(name === "${key}" ? "Raw" : "raw");`;
  const { workspace, path, dispose } = await openProject({ "main.ts": source });
  const found = workspace.diagnose(path("main.ts"));
  expect(new Set(found.map(({ code }) => code))).toEqual(
    new Set(["config-value", "hard-coded-secret", "bucket-name", "unsupported-format", "format-extension", "resource-name"]),
  );
  for (const { message, related } of found) expect([message, ...related.map((told) => told.message)].join("\n")).not.toContain(key);
  dispose();
});
