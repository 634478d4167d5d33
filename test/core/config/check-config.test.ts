import {
  type ConfigClassName,
  checkConfig,
  choicesAt,
  configClasses,
  configFields,
  configKind,
  isConfigClassName,
  readField,
  UNKNOWN_VALUE,
} from "@glacier/core/config";
import { describe, expect, it } from "vitest";

const told = (className: ConfigClassName, value: object): string[] => checkConfig(className, value).map(({ message }) => message);

describe("checkConfig", () => {
  it("finds nothing wrong with valid values", () => {
    expect(checkConfig("S3Config", { versioning: true, encryption: "aws:kms", kmsKeyId: "k" })).toEqual([]);
  });

  it("gives path, field, rule and suggestion as data", () => {
    expect(checkConfig("S3Config", { lifecycleRules: [{ transition: { days: 30, storageClass: "STANDARD-IA" } }] })).toMatchObject([
      {
        className: "S3Config",
        path: ["lifecycleRules", 0, "transition", "storageClass"],
        field: "lifecycleRules[0].transition.storageClass",
        rule: "config-value",
        kind: "value",
        severity: "error",
        suggestion: "STANDARD_IA",
      },
    ]);
  });

  it("tells unknown fields, missing fields and combinations apart", () => {
    expect(checkConfig("SynapseConfig", { numNode: 3 }).map(({ kind, path }) => [kind, path])).toEqual([
      ["missing", ["workspace"]],
      ["unknown-field", ["numNode"]],
    ]);
    expect(checkConfig("S3Config", { kmsKeyId: "k" })).toMatchObject([
      { kind: "combination", rule: "config-combination", path: ["kmsKeyId"] },
    ]);
  });

  it("names a field that has another name in another class", () => {
    expect(told("AzureConfig", { resourceGroup: "data", region: "westeurope" })).toEqual([
      'AzureConfig has no field "region"; did you mean "location"?',
    ]);
    expect(told("AwsConfig", { location: "eu-west-1" })).toEqual(['AwsConfig has no field "location"; did you mean "region"?']);
    expect(told("BlobConfig", { storageClass: "Cool" })).toEqual(['BlobConfig has no field "storageClass"; did you mean "tier"?']);
    expect(told("S3Config", { tier: "STANDARD" })).toEqual(['S3Config has no field "tier"; did you mean "storageClass"?']);
    expect(told("SynapseConfig", { workspace: "w", machineType: "Small", numWorkers: 3 })).toEqual([
      'SynapseConfig has no field "machineType"; did you mean "nodeSize"?',
      'SynapseConfig has no field "numWorkers"; did you mean "numNodes"?',
    ]);
    expect(told("S3Config", { region: "eu-west-1" })).toEqual([expect.stringMatching(/^S3Config has no field "region"; its fields are /)]);
  });

  it("tells a misspelled field, and not also that the field it means is missing", () => {
    expect(told("AwsConfig", { regoin: "eu-west-1" })).toEqual(['AwsConfig has no field "regoin"; did you mean "region"?']);
    expect(told("GcpConfig", { projectId: "sales" })).toEqual(['GcpConfig has no field "projectId"; did you mean "project"?']);
    expect(told("DatabricksConfig", { autoscale: { minWorker: 1, maxWorkers: 4 } })).toEqual([
      'DatabricksConfig.autoscale has no field "minWorker"; did you mean "minWorkers"?',
    ]);
    expect(told("EmrConfig", { maxExecutor: 3 })).toHaveLength(2);
  });

  it("names the only field there is, and proposes no other class for one that nothing is moved back to", () => {
    expect(checkConfig("LocalConfig", { folder: "x" })[0]?.message).toBe('LocalConfig has no field "folder"; its only field is basePath.');
    const back = checkConfig("S3Config", { lifecycleRules: [{ transition: { days: 60, storageClass: "STANDARD" } }] });
    expect(back).toMatchObject([{ rule: "lifecycle-order", suggestion: undefined }]);
  });

  it("takes what a misspelled field was to say for unknown", () => {
    const rules = (className: ConfigClassName, value: object): string[] => checkConfig(className, value).map(({ rule }) => rule);
    expect(rules("S3Config", { encrytion: "aws:kms", kmsKeyId: "k" })).toEqual(["config-value"]);
    expect(rules("S3Config", { versoning: true, lifecycleRules: [{ noncurrentExpiration: { days: 3 } }] })).toEqual(["config-value"]);
    expect(rules("AwsConfig", { region: "eu-west-1", accessKeyId: "k", secretAccesKey: "s" })).toEqual(["config-value"]);
  });

  it("warns of what the constructor accepts", () => {
    expect(checkConfig("GcsConfig", { storageClass: "REGIONAL" })).toMatchObject([
      { severity: "warning", rule: "config-value", suggestion: "STANDARD" },
    ]);
    expect(new configClasses.GcsConfig({ storageClass: "REGIONAL" }).storageClass).toBe("REGIONAL");
    expect(checkConfig("AwsConfig", { region: "eu-central-9" })).toMatchObject([{ severity: "warning", rule: "unknown-region" }]);
  });

  it("says nothing about a value that is not known statically", () => {
    expect(checkConfig("LambdaConfig", { memory: UNKNOWN_VALUE, timeout: 1000 }).map((problem) => problem.field)).toEqual(["timeout"]);
    expect(checkConfig("S3Config", { encryption: UNKNOWN_VALUE, kmsKeyId: "k" })).toEqual([]);
    expect(checkConfig("S3Config", { lifecycleRules: [UNKNOWN_VALUE, { expiration: { days: UNKNOWN_VALUE } }] })).toEqual([]);
    expect(checkConfig("AwsConfig", { region: UNKNOWN_VALUE })).toEqual([]);
    expect(checkConfig("AwsConfig", UNKNOWN_VALUE)).toEqual([]);
    expect(checkConfig("LambdaConfig", { environment: UNKNOWN_VALUE })).toEqual([]);
    expect(checkConfig("DatabricksConfig", { numWorkers: UNKNOWN_VALUE, autoscale: { minWorkers: 1, maxWorkers: 2 } })).toEqual([]);
    expect(checkConfig("AwsConfig", { region: UNKNOWN_VALUE, acessKeyId: UNKNOWN_VALUE }).map(({ kind }) => kind)).toEqual([
      "unknown-field",
    ]);
  });

  it("tells what may not be there at all, whatever it holds", () => {
    const found = (className: ConfigClassName, value: object): string[] => checkConfig(className, value).map(({ field }) => field);
    const autoscale = { minWorkers: UNKNOWN_VALUE, maxWorkers: UNKNOWN_VALUE };
    expect(found("DatabricksConfig", { numWorkers: 2, autoscale })).toEqual(["numWorkers"]);
    expect(found("S3Config", { lifecycleRules: [{ noncurrentExpiration: { days: UNKNOWN_VALUE } }] })).toEqual([
      "lifecycleRules[0].noncurrentExpiration",
    ]);
    expect(found("LambdaConfig", { environment: { AWS_REGION: UNKNOWN_VALUE } })).toEqual(["environment.AWS_REGION"]);
  });

  it("reads of lifecycle rules what is known and right in each", () => {
    const early = { transition: { days: 10, storageClass: "STANDARD_IA" } };
    const places = (className: ConfigClassName, value: object): string[] =>
      checkConfig(className, value).map(({ rule, field }) => `${rule} ${field}`);
    const day = "lifecycle-order lifecycleRules[1].transition.days";
    expect(places("S3Config", { lifecycleRules: [UNKNOWN_VALUE, early] })).toEqual([day]);
    expect(places("S3Config", { lifecycleRules: [{ id: UNKNOWN_VALUE }, { ...early, prefix: UNKNOWN_VALUE }] })).toEqual([day]);
    expect(places("S3Config", { lifecycleRules: [{ expiration: { days: 0 } }, early] })).toEqual([
      "config-value lifecycleRules[0].expiration.days",
      day,
    ]);
    expect(places("S3Config", { lifecycleRules: [{}, { ...early, expires: 3 }] })).toEqual(["config-value lifecycleRules[1].expires"]);
    expect(places("S3Config", { lifecycleRules: [{}, { ...early, transitions: UNKNOWN_VALUE }] })).toEqual([]);
    expect(places("S3Config", { lifecycleRules: [{}, { transitions: [early.transition, UNKNOWN_VALUE] }] })).toEqual([]);
    expect(places("S3Config", { lifecycleRules: UNKNOWN_VALUE })).toEqual([]);
    expect(
      places("BlobConfig", {
        replication: "ZRS",
        lifecycleRules: [{ prefix: UNKNOWN_VALUE, transition: { days: 1, storageClass: "Archive" } }],
      }),
    ).toEqual(["config-combination lifecycleRules[0]"]);
    expect(places("S3Config", { lifecycleRules: [{ id: "a" }, { id: UNKNOWN_VALUE }, { id: "a" }] })).toEqual([
      "config-combination lifecycleRules[2].id",
    ]);
  });

  it("asks no value of what only has to be given", () => {
    const unknown = UNKNOWN_VALUE;
    const places = (className: ConfigClassName, value: object): string[] => checkConfig(className, value).map(({ field }) => field);
    expect(places("DatabricksConfig", { numWorkers: 3, autoscale: { minWorkers: 1, maxWorkers: unknown } })).toEqual(["numWorkers"]);
    expect(places("DatabricksConfig", { numWorkers: 3, autoscale: unknown })).toEqual([]);
    expect(places("DatabricksConfig", { numWorkers: unknown, autoscale: { minWorkers: 1, maxWorkers: 2 } })).toEqual([]);
    expect(places("DatabricksConfig", { autoscale: { minWorkers: 1, maxWorkers: unknown } })).toEqual([]);
    const noncurrent = "lifecycleRules[1].noncurrentExpiration";
    expect(places("S3Config", { lifecycleRules: [unknown, { noncurrentExpiration: { days: unknown } }] })).toEqual([noncurrent]);
    expect(places("S3Config", { versioning: unknown, lifecycleRules: [{ noncurrentExpiration: { days: 1 } }] })).toEqual([]);
    const archived = { transition: { days: unknown, storageClass: "Archive" } };
    expect(places("BlobConfig", { replication: "ZRS", lifecycleRules: [archived] })).toEqual(["lifecycleRules[0]"]);
    expect(places("LambdaConfig", { environment: { AWS_REGION: unknown, TABLE: unknown } })).toEqual(["environment.AWS_REGION"]);
  });

  it("says of fields beside each other that they are, also where something inside of one is wrong", () => {
    const places = (value: object): string[] => checkConfig("DatabricksConfig", value).map(({ rule, field }) => `${rule} ${field}`);
    const autoscale = { minWorkers: 1, maxWorkers: 0.5 };
    expect(places({ numWorkers: 3, autoscale })).toEqual(["config-value autoscale.maxWorkers", "config-combination numWorkers"]);
    expect(places({ numWorkers: -1, autoscale: { minWorkers: 1, maxWorkers: 2 } })).toEqual(["config-value numWorkers"]);
  });

  it("reports nothing missing when fields may come from elsewhere", () => {
    expect(checkConfig("AwsConfig", {}, { partial: true })).toEqual([]);
    expect(checkConfig("S3Config", { kmsKeyId: "k" }, { partial: true })).toEqual([]);
    expect(checkConfig("LambdaConfig", { memory: 1 }, { partial: true })).toHaveLength(1);
  });
});

describe("what is allowed", () => {
  const allowed = (className: ConfigClassName, value: object): (string | undefined)[] =>
    checkConfig(className, value).map((it) => it.allowed);

  it("tells how many items a list may have", () => {
    expect(allowed("LambdaConfig", { layers: Array(6).fill("arn:aws:lambda:eu-west-1:123456789012:layer:deps:1") })).toEqual([
      "a list of at most 5 items, each the ARN of a layer version",
    ]);
    expect(allowed("S3Config", { cors: [{ allowedOrigins: [], allowedMethods: ["GET"] }] })).toEqual([
      "a list of at least one item, each a non-empty text",
    ]);
  });

  it("tells how long a text may be", () => {
    expect(allowed("S3Config", { lifecycleRules: [{ id: "x".repeat(256) }] })).toEqual(["a text of 1 to 255 characters"]);
    expect(allowed("LambdaConfig", { environment: { STAGE: 1 } })).toEqual(["a text"]);
  });

  it.each([["constructor"], ["toString", "length"], ["lifecycleRules", 0, "constructor"]])(
    "is nothing for a name that every object has: %s",
    (...path) => {
      expect(choicesAt("S3Config", path)).toEqual({ values: [], fields: [] });
    },
  );
});

describe("configFields", () => {
  it("describes every field of every class", () => {
    for (const name of Object.keys(configClasses).filter(isConfigClassName)) {
      for (const field of configFields(name)) {
        expect(field.description, `${name}.${field.name}`).toMatch(/\.$/);
        expect(field.allowed, `${name}.${field.name}`).not.toBe("");
      }
    }
  });

  it("gives defaults, choices, limits and secrets", () => {
    const fields = new Map(configFields("LambdaConfig").map((field) => [field.name, field]));
    expect(fields.get("memory")).toMatchObject({ required: false, default: 128, allowed: "a whole number from 128 to 10240" });
    expect(fields.get("architecture")).toMatchObject({ values: ["x86_64", "arm64"], default: "x86_64" });
    expect(fields.get("environment")).toMatchObject({ secret: true });
    expect(configFields("AwsConfig")[0]).toMatchObject({ name: "region", required: true });
  });
});

it("readField gives what a config would hold, and leaves alone what the field does not take or know", () => {
  expect(readField("BlobConfig", "replication", "RA-GRS")).toBe("RAGRS");
  expect(readField("BlobConfig", "replication", "twice")).toBe("twice");
  expect(readField("BlobConfig", "constructor", 1)).toBe(1);
});

describe("choicesAt", () => {
  it("gives the values or fields at a path", () => {
    expect(choicesAt("BlobConfig", ["tier"]).values).toEqual(["Hot", "Cool", "Cold", "Archive"]);
    expect(choicesAt("S3Config", ["lifecycleRules", 0, "transition"]).fields).toEqual(["days", "storageClass"]);
    expect(choicesAt("S3Config", ["nothing", "here"])).toEqual({ values: [], fields: [] });
  });
});

describe("the registry", () => {
  it("knows each class by its own name", () => {
    for (const [name, configClass] of Object.entries(configClasses)) expect(configClass.definition.name).toBe(name);
    expect(Object.keys(configClasses)).toHaveLength(16);
    expect(configKind("S3Config")).toBe("bucket");
    expect(configKind("SparkConfig")).toBe("spark");
    expect(isConfigClassName("toString")).toBe(false);
  });
});
