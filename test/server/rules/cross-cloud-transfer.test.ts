import { describe, test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

describe("data that leaves a cloud", () => {
  test("is reported at the step that writes it", () =>
    emits(`${head}${sales(`  const raw = clean(load(aws.bucket("raw")));\n  ⟦save(raw, azure.bucket("out"))⟧;`)}`, [
      {
        code: "cross-cloud-transfer",
        severity: "info",
        message: "Data leaves AWS: it is read from bucket 'raw' and written to bucket 'out' in Azure, which is slow and costs egress.",
        related: ["main.ts:6 The data is read here, in AWS.", "main.ts:8 It is written here, in Azure."],
      },
    ]));

  test("is reported of one step that reads and writes", () =>
    emits(
      `${head}export const copy = task(async function copy({ from, to }: { from: Bucket; to: Bucket }) { await to.write(await from.scan()); });\n${sales(`  ⟦copy({ from: azure.bucket("aaa"), to: aws.bucket("bbb") })⟧;`)}`,
      ["cross-cloud-transfer"],
    ));

  test.each([
    ["from a laptop", `  save(load(laptop.bucket("raw")), aws.bucket("out"));`],
    ["to a laptop", `  save(load(aws.bucket("raw")), laptop.bucket("out"));`],
    ["within a cloud", `  save(load(aws.bucket("raw")), aws.bucket("out"));`],
    ["without data between", `  load(aws.bucket("raw"));\n  save(load(azure.bucket("raw")), azure.bucket("out"));`],
    ["from an unknown cloud", `  save(load(Provider.fromEnv().bucket("raw")), aws.bucket("out"));`],
    [
      "with one condition for both",
      `  const one = process.env.A === "x" ? aws : azure;\n  save(load(one.bucket("raw")), one.bucket("out"));`,
    ],
    [
      "with two conditions",
      `  save(load((process.env.A === "x" ? aws : azure).bucket("raw")), (process.env.B === "y" ? aws : azure).bucket("out"));`,
    ],
  ])("is not reported %s", (_, body) => valid(`${head}${sales(body)}`));

  test("is not reported beside an executor that cannot reach the bucket", () =>
    emits(
      `${head}export const run = task({ executor: aws.emr("etl") }, async function run(from: Bucket, to: Bucket) { await to.write(await from.scan()); });\n${sales(`  ⟦run(aws.bucket("aaa"), azure.bucket("bbb"))⟧;`)}`,
      ["executor-cloud-mismatch"],
    ));
});
