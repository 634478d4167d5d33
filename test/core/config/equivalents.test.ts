import { carryOver, checkConfig, equivalentField } from "@glacier/core/config";
import { describe, expect, it } from "vitest";

describe("carryOver", () => {
  it.each([
    ["STANDARD", "Hot", "STANDARD"],
    ["STANDARD_IA", "Cool", "NEARLINE"],
    ["ONEZONE_IA", "Cool", "NEARLINE"],
    ["GLACIER_IR", "Cold", "COLDLINE"],
    ["GLACIER", "Archive", "ARCHIVE"],
    ["DEEP_ARCHIVE", "Archive", "ARCHIVE"],
  ])("maps the S3 storage class %s to the tier %s and the class %s", (storageClass, tier, gcsClass) => {
    expect(carryOver("S3Config", "BlobConfig", { storageClass })).toEqual({ fields: { tier }, dropped: [], differences: [] });
    expect(carryOver("S3Config", "GcsConfig", { storageClass })).toMatchObject({ fields: { storageClass: gcsClass }, dropped: [] });
  });

  it("maps a tier back to S3", () => {
    expect(carryOver("BlobConfig", "S3Config", { tier: "Archive", versioning: true }).fields).toEqual({
      storageClass: "DEEP_ARCHIVE",
      versioning: true,
    });
  });

  it("maps what Cloud Storage archives, and reads at once, to classes that are read at once", () => {
    const lifecycleRules = [{ transition: { days: 90, storageClass: "ARCHIVE" } }];
    expect(carryOver("GcsConfig", "S3Config", { storageClass: "ARCHIVE" }).fields).toEqual({ storageClass: "GLACIER_IR" });
    expect(carryOver("GcsConfig", "BlobConfig", { storageClass: "ARCHIVE" }).fields).toEqual({ tier: "Cold" });
    expect(carryOver("GcsConfig", "S3Config", { lifecycleRules }).fields).toEqual({
      lifecycleRules: [{ transition: { days: 90, storageClass: "GLACIER_IR" } }],
    });
  });

  it("moves objects once where two classes have one equivalent", () => {
    const transitions = [
      { days: 90, storageClass: "COLDLINE" },
      { days: 365, storageClass: "ARCHIVE" },
    ];
    expect(carryOver("GcsConfig", "S3Config", { lifecycleRules: [{ transitions }] }).fields).toEqual({
      lifecycleRules: [{ transitions: [{ days: 90, storageClass: "GLACIER_IR" }] }],
    });
  });

  it.each([
    ["S3Config", { storageClass: "DEEP_ARCHIVE" }],
    ["S3Config", { lifecycleRules: [{ id: "x", transition: { days: 90, storageClass: "GLACIER" } }] }],
    ["BlobConfig", { tier: "Archive" }],
  ] as const)("says that the archive of %s %j is read at once on Cloud Storage", (from, fields) => {
    expect(carryOver(from, "GcsConfig", fields).differences).toEqual(["its archive is read at once"]);
  });

  it("tells no difference where an archive stays one, or none is", () => {
    expect(carryOver("S3Config", "BlobConfig", { storageClass: "GLACIER" }).differences).toEqual([]);
    expect(carryOver("S3Config", "GcsConfig", { lifecycleRules: [{ id: "GLACIER", expiration: { days: 9 } }] }).differences).toEqual([]);
  });

  it("drops what has no equivalent, and says so", () => {
    const { fields, dropped } = carryOver("S3Config", "GcsConfig", {
      versioning: true,
      encryption: "aws:kms",
      storageClass: "INTELLIGENT_TIERING",
    });
    expect(fields).toEqual({ versioning: true });
    expect(dropped.map((drop) => drop.field)).toEqual(["encryption", "storageClass"]);
    expect(dropped[0]?.reason).toContain("S3Config.encryption");
  });

  it("maps lifecycle rules whole", () => {
    const lifecycleRules = [
      { id: "old", prefix: "raw/", transitions: [{ days: 30, storageClass: "STANDARD_IA" }], expiration: { days: 400 } },
    ];
    expect(carryOver("S3Config", "GcsConfig", { lifecycleRules }).fields).toEqual({
      lifecycleRules: [{ id: "old", prefix: "raw/", transitions: [{ days: 30, storageClass: "NEARLINE" }], expiration: { days: 400 } }],
    });
  });

  it("drops lifecycle rules of which one cannot be mapped", () => {
    const lifecycleRules = [{ expiration: { days: 400 } }, { transition: { days: 30, storageClass: "INTELLIGENT_TIERING" } }];
    const { fields, dropped } = carryOver("S3Config", "BlobConfig", { lifecycleRules });
    expect(fields).toEqual({});
    expect(dropped).toHaveLength(1);
  });

  it("changes the unit of memory", () => {
    expect(carryOver("LambdaConfig", "CloudFunctionConfig", { memory: 512, timeout: 60 }).fields).toEqual({ memory: "512Mi", timeout: 60 });
    expect(carryOver("CloudFunctionConfig", "LambdaConfig", { memory: "2Gi" }).fields).toEqual({ memory: 2048 });
  });

  it("never carries a value that the other class refuses", () => {
    expect(carryOver("CloudFunctionConfig", "LambdaConfig", { timeout: 3600 })).toMatchObject({
      fields: {},
      dropped: [{ field: "timeout" }],
    });
    expect(carryOver("LambdaConfig", "AzureFunctionConfig", { memory: 128 })).toMatchObject({ fields: {}, dropped: [{ field: "memory" }] });
    expect(carryOver("GlueConfig", "SynapseConfig", { numWorkers: 2 })).toMatchObject({ fields: {}, dropped: [{ field: "numWorkers" }] });
  });

  it("gives values that the other class accepts", () => {
    const { fields } = carryOver("S3Config", "BlobConfig", { versioning: true, storageClass: "GLACIER" });
    expect(checkConfig("BlobConfig", fields)).toEqual([]);
  });

  it("carries nothing between classes of different resources", () => {
    expect(carryOver("S3Config", "LambdaConfig", { versioning: true }).fields).toEqual({});
  });
});

describe("equivalentField", () => {
  it("says which fields may be copied as they are written", () => {
    expect(equivalentField("S3Config", "GcsConfig", "versioning")).toEqual({ field: "versioning", mapping: "same" });
    expect(equivalentField("GlueConfig", "SynapseConfig", "numWorkers")).toEqual({ field: "numNodes", mapping: "same" });
    expect(equivalentField("S3Config", "GcsConfig", "cors")).toBeUndefined();
  });
});
