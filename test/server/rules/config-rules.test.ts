import { describe, test } from "vitest";
import { emits, fixesTo, valid } from "../../support/server/rule-tester.ts";

// The rules that say what config-value does not: the machinery is one, and its own test is config-value's.

const imports = `import {
  AwsConfig, AzureConfig, AzureFunctionConfig, BlobConfig, DatabricksConfig, GcpConfig, GcsConfig, GlueConfig, LocalConfig, S3Config,
} from "@glacier/core/config";
declare const one: boolean;
declare const other: boolean;
`;

describe("config-combination", () => {
  test.each([
    ['new S3Config({ kmsKeyId: ⟦"k"⟧ });'],
    ["new DatabricksConfig({ numWorkers: ⟦2⟧, autoscale: { minWorkers: 1, maxWorkers: 2 } });"],
    ["new DatabricksConfig({ autoscale: { minWorkers: 2, maxWorkers: ⟦2⟧ } });"],
    ['new GlueConfig({ workerType: ⟦"G.4X"⟧, glueVersion: "2.0" });'],
    ['new GlueConfig({ workerType: "G.1X", numWorkers: ⟦300⟧ });'],
    ['new AzureFunctionConfig({ plan: "Y1", timeout: ⟦601⟧ });'],
    ['new S3Config({ lifecycleRules: [{ id: "a", expiration: { days: 1 } }, { id: ⟦"a"⟧, expiration: { days: 1 } }] });'],
    ['new AwsConfig(⟦{ region: "eu-west-1", secretAccessKey: "<key>" }⟧);'],
  ])("is an error: %s", (source) => emits(imports + source, [{ code: "config-combination", severity: "error" }]));

  test("is a warning where former versions are removed that nobody keeps", () =>
    emits(`${imports}new S3Config({ lifecycleRules: [{ noncurrentExpiration: ⟦{ days: 1 }⟧ }] });`, [
      { code: "config-combination", severity: "warning" },
    ]));

  test("of choices that are made together is right on both paths", () =>
    valid(`${imports}new S3Config({ encryption: one ? "aws:kms" : "AES256", kmsKeyId: one ? "k" : undefined });`));

  test("of choices that are made together is wrong on one path", () =>
    emits(`${imports}new S3Config({ encryption: one ? "AES256" : "aws:kms", kmsKeyId: one ? ⟦"k"⟧ : undefined });`, [
      { code: "config-combination", severity: "warning", message: /where `one` is true/ },
    ]));

  test("of choices that nobody knows to be made together is no product of two sets", () =>
    valid(`${imports}new S3Config({ encryption: one ? "AES256" : "aws:kms", kmsKeyId: other ? "k" : undefined });`));

  test("is told where one choice is wrong whatever the other is", () =>
    emits(`${imports}new GlueConfig({ workerType: one ? ⟦"G.16X"⟧ : "G.1X", glueVersion: other ? "2.0" : "3.0" });`, [
      { code: "config-combination", severity: "warning" },
    ]));

  test.each([
    ["new DatabricksConfig({ numWorkers: ⟦3⟧, autoscale: { minWorkers: 1, maxWorkers: some() } });"],
    ['new BlobConfig({ replication: "ZRS", lifecycleRules: [⟦{ transition: { days: some(), storageClass: "Archive" } }⟧] });'],
  ])("is found whatever is unknown beside what it asks about: %s", (source) =>
    emits(`import { some } from "somewhere";\n${imports}${source}`, ["config-combination"]),
  );

  test("is not looked for in what is not known", () =>
    valid(
      `${imports}declare const spread: object; declare const text: any; new S3Config({ kmsKeyId: "k", ...spread }); new S3Config({ kmsKeyId: "k", encryption: text });`,
    ));
});

describe("lifecycle-order", () => {
  test("looks at transitions whenever the objects are removed", () =>
    emits(
      `${imports}declare const days: number;
export const config = new S3Config({ lifecycleRules: [{ transition: { days: ⟦3⟧, storageClass: "STANDARD_IA" }, expiration: { days } }] });`,
      [{ code: "lifecycle-order", severity: "error" }],
    ));

  test.each([
    ['new S3Config({ lifecycleRules: [{ transition: { days: ⟦29⟧, storageClass: "STANDARD_IA" } }] });'],
    ['new S3Config({ lifecycleRules: [{ transition: { days: 60, storageClass: ⟦"STANDARD"⟧ } }] } as any);'],
    [
      'new GcsConfig({ lifecycleRules: [{ transitions: [{ days: 30, storageClass: "COLDLINE" }, { days: 200, storageClass: ⟦"NEARLINE"⟧ }] }] });',
    ],
    ['new S3Config({ lifecycleRules: [{ transition: { days: 30, storageClass: "STANDARD_IA" }, expiration: { days: ⟦30⟧ } }] });'],
    [
      'new S3Config({ lifecycleRules: [{ transitions: [{ days: 0, storageClass: "GLACIER" }, { days: 90, storageClass: ⟦"GLACIER"⟧ }] }] });',
    ],
  ])("is an error: %s", (source) => emits(imports + source, [{ code: "lifecycle-order", severity: "error" }]));

  test("lets the design's own example be", () =>
    valid(`${imports}new S3Config({ lifecycleRules: [{ transition: { days: 0, storageClass: "DEEP_ARCHIVE" } }] });`));
});

describe("lifecycle-minimum-duration", () => {
  test("is a warning at the transition that is left early", () =>
    emits(
      `${imports}new BlobConfig({ lifecycleRules: [{ transition: ⟦{ days: 10, storageClass: "Cold" }⟧, expiration: { days: 99 } }] });`,
      [{ code: "lifecycle-minimum-duration", severity: "warning", message: /for 89 days, but 90 are billed/ }],
    ));
  test("counts the bucket's own class", () =>
    emits(`${imports}new GcsConfig({ storageClass: "ARCHIVE", lifecycleRules: [{ expiration: { days: ⟦30⟧ } }] });`, [
      "lifecycle-minimum-duration",
    ]));
});

describe("unknown-region", () => {
  test("is a warning with the region that was meant", () =>
    emits(`${imports}new AwsConfig({ region: ⟦"eu-cental-1"⟧ });`, [
      { code: "unknown-region", severity: "warning", message: /Did you mean "eu-central-1"\?$/ },
    ]));
  test("is mended", () =>
    fixesTo(
      `${imports}new GcpConfig({ project: "etl-data", region: "europa-west1" });`,
      'Replace with "europe-west1"',
      `${imports}new GcpConfig({ project: "etl-data", region: "europe-west1" });`,
    ));
  test("says nothing of a service at an address of its own", () =>
    valid(`${imports}new AwsConfig({ region: "garage", endpoint: "http://127.0.0.1:3900" });`));
  test.each(["process.env.REGION as any", '(process.env.REGION ?? "") as any', '(process.env.REGION || "") as any'])(
    "says nothing of a region from the environment: %s",
    (region) => valid(`${imports}new AwsConfig({ region: ${region} });`),
  );
});

describe("region-cloud-mismatch", () => {
  test.each([
    ['new AwsConfig({ region: ⟦"westeurope"⟧ });'],
    ['new AzureConfig({ resourceGroup: "data", location: ⟦"eu-central-1"⟧ });'],
    ['new GcpConfig({ project: "etl-data", region: ⟦"us-east-1"⟧ });'],
    ['new GcsConfig({ location: ⟦"westeurope"⟧ });'],
  ])("is an error: %s", (source) => emits(imports + source, [{ code: "region-cloud-mismatch", severity: "error" }]));

  test("on one path is a warning", () =>
    emits(`${imports}new AwsConfig({ region: one ? ⟦"westeurope"⟧ : "eu-west-1" });`, [
      { code: "region-cloud-mismatch", severity: "warning", message: /where `one` is true/ },
    ]));
});

describe("a choice of class", () => {
  test("and a choice of value may belong together", () =>
    valid(
      `${imports}const Config = one ? S3Config : GcsConfig;\nnew Config({ storageClass: (other ? "STANDARD_IA" : "NEARLINE") as any });`,
    ));
  test("that takes a value on no path is told", () =>
    emits(`${imports}const Config = one ? S3Config : GcsConfig;\nnew Config({ storageClass: (other ? ⟦"BAD"⟧ : "STANDARD") as any });`, [
      { code: "config-value", severity: "warning" },
    ]));
  test("of a loop meets every value", () =>
    emits(
      `${imports}for (const Config of [S3Config, GcsConfig]) new Config({ storageClass: (other ? ⟦"NEARLINE"⟧ : "STANDARD") as any });`,
      [{ code: "config-value", severity: "warning" }],
    ));
});
