import { archivedAtOnce, type ConfigClassName, checkConfig, configClasses, exposingFields, UNKNOWN_VALUE } from "@glacier/core/config";
import { describe, expect, it } from "vitest";

const said = (className: ConfigClassName, options: object): string[] =>
  checkConfig(className, options).map(({ severity, rule, field }) => `${severity} ${rule} ${field}`);

describe("what vendors take", () => {
  it.each<[ConfigClassName, object]>([
    ["DatabricksConfig", { sparkVersion: "18.x-scala2.13" }],
    ["DatabricksConfig", { sparkVersion: "15.4.x-photon-scala2.12" }],
    ["EmrConfig", { releaseLabel: "emr-spark-8.0.0" }],
    ["EmrConfig", { releaseLabel: "emr-spark-8.0-preview" }],
    ["EmrConfig", { releaseLabel: "emr-6.6.0" }],
    ["GlueConfig", { glueVersion: "auto", workerType: "G.8X" }],
    ["GlueConfig", { glueVersion: "6.0" }],
    ["GlueConfig", { glueVersion: "10.0", workerType: "R.8X", executionClass: "FLEX" }],
    ["AzureConfig", { resourceGroup: "data", tenantId: "example.onmicrosoft.com" }],
    ["DataprocConfig", { machineType: "n2-standard-4", numWorkers: 1, serverless: true }],
    ["LambdaConfig", { layers: ["arn:aws-cn:lambda:cn-north-1:123456789012:layer:a_b-c:12", "arn:aws:lambda:::awslayer:AmazonLinux1803"] }],
    ["LambdaConfig", { environment: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper" } }],
    ["AzureFunctionConfig", { environment: { "AzureWebJobs.load.Disabled": "1" } }],
    ["CloudFunctionConfig", { environment: { "a.b-c": "1" } }],
    ["SparkConfig", { master: "local-cluster[2,1,1024]" }],
  ])("is taken: %s %j", (className, options) => expect(said(className, options)).toEqual([]));

  it.each<[ConfigClassName, object, string]>([
    ["DatabricksConfig", { sparkVersion: "3.4" }, "error config-value sparkVersion"],
    ["DatabricksConfig", { sparkVersion: "9.1.x-photon-scala2.12", runtimeEngine: "PHOTON" }, "error config-combination runtimeEngine"],
    ["EmrConfig", { releaseLabel: "emr-5.36.0" }, "error config-value releaseLabel"],
    ["LambdaConfig", { environment: { AWS_LAMBDA_FUNCTION_NAME: "x" } }, "error config-value environment.AWS_LAMBDA_FUNCTION_NAME"],
    ["LambdaConfig", { environment: { "a-b": "x" } }, "error config-value environment.a-b"],
    ["CloudFunctionConfig", { environment: { K_SERVICE: "x" } }, "error config-value environment.K_SERVICE"],
    ["CloudFunctionConfig", { environment: { X_GOOGLE_A: "x" } }, "error config-value environment.X_GOOGLE_A"],
    ["LambdaConfig", { layers: ["arn:aws:lambda:eu-west-1:123456789012:function:load:1"] }, "error config-value layers[0]"],
    ["LambdaConfig", { layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:deps"] }, "error config-value layers[0]"],
    ["AzureConfig", { resourceGroup: "data", tenantId: "example" }, "error config-value tenantId"],
    ["DataprocConfig", { machineType: "n2-standard-4", numWorkers: 1 }, "error config-value numWorkers"],
    ["GlueConfig", { glueVersion: "5" }, "error config-value glueVersion"],
    ["SynapseConfig", { workspace: "etl-ondemand" }, "error config-value workspace"],
    [
      "AzureConfig",
      { resourceGroup: "data", storageAccount: "one", connectionString: "AccountName=two" },
      "error config-combination storageAccount",
    ],
  ])("is refused: %s %j", (className, options, expected) => expect(said(className, options)).toEqual([expected]));

  it("tells what is allowed of a record's key and not of its value", () => {
    expect(checkConfig("SparkConfig", { conf: { "": "1" } })[0]?.allowed).toBe("a non-empty text");
  });
});

describe("a lifecycle rule", () => {
  it.each<[ConfigClassName, string]>([
    ["S3Config", "STANDARD"],
    ["GcsConfig", "STANDARD"],
    ["BlobConfig", "Hot"],
  ])("of %s has no way back to %s", (className, storageClass) =>
    expect(said(className, { lifecycleRules: [{ transition: { days: 60, storageClass } }] })).toEqual([
      "error lifecycle-order lifecycleRules[0].transition.storageClass",
    ]),
  );

  it.each<[ConfigClassName, object, string]>([
    ["S3Config", { storageClass: "DEEP_ARCHIVE", lifecycleRules: [{ expiration: { days: 10 } }] }, "expiration.days"],
    ["GcsConfig", { storageClass: "ARCHIVE", lifecycleRules: [{ expiration: { days: 30 } }] }, "expiration.days"],
    ["BlobConfig", { tier: "Cool", lifecycleRules: [{ transition: { days: 5, storageClass: "Cold" } }] }, "transition.days"],
  ])("of %s counts the class that objects begin in: %j", (className, options, place) =>
    expect(said(className, options)).toEqual([`warning lifecycle-minimum-duration lifecycleRules[0].${place}`]),
  );

  it("of Azure moves nothing out of the archive, so nothing leaves it early", () =>
    expect(
      said("BlobConfig", {
        lifecycleRules: [
          {
            transitions: [
              { days: 1, storageClass: "Archive" },
              { days: 5, storageClass: "Cool" },
            ],
          },
        ],
      }),
    ).toEqual([]));
});

describe("what is archived at once", () => {
  it.each<[ConfigClassName, object, string, (string | number)[] | undefined]>([
    ["S3Config", { storageClass: "GLACIER" }, "", ["storageClass"]],
    ["S3Config", { storageClass: "GLACIER_IR" }, "", undefined],
    ["S3Config", { lifecycleRules: [{ transition: { days: 0, storageClass: "DEEP_ARCHIVE" } }] }, "", ["lifecycleRules", 0, "transition"]],
    ["S3Config", { lifecycleRules: [{ transitions: [{ days: 1, storageClass: "DEEP_ARCHIVE" }] }] }, "", undefined],
    ["S3Config", { lifecycleRules: [{ prefix: "old/", transition: { days: 0, storageClass: "GLACIER" } }] }, "new/", undefined],
    ["S3Config", { lifecycleRules: [{ prefix: UNKNOWN_VALUE, transition: { days: 0, storageClass: "GLACIER" } }] }, "new/", undefined],
    ["BlobConfig", { tier: "Archive" }, "", ["tier"]],
    ["GcsConfig", { storageClass: "ARCHIVE" }, "", undefined],
  ])("is told of %s %j for keys of %j", (className, fields, prefix, path) =>
    expect(archivedAtOnce(className, { ...fields }, prefix)?.path).toEqual(path),
  );
});

it("exposes buckets of one class only, by one field", () => {
  const exposing = Object.keys(configClasses).filter((name) => Object.keys(exposingFields(name as ConfigClassName)).length > 0);
  expect(exposing).toEqual(["S3Config"]);
  expect(exposingFields("S3Config")).toEqual({ publicAccessBlock: false });
});
