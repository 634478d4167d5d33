import { cloudById, portableBucketName, type ResourceKind, unportableBucketName } from "@glacier/core/clouds";
import { describe, expect, it } from "vitest";
import { fc, runs } from "../../support/properties.ts";

const said = (cloud: string, kind: ResourceKind, name: string, config?: Record<string, unknown>): string | undefined =>
  cloudById(cloud)?.names[kind]?.(name, config)?.severity;

describe("the name of a bucket", () => {
  it.each<[string, string]>([
    ["aws", "raw"],
    ["aws", "raw--data"],
    ["aws", `a${"b".repeat(61)}c`],
    ["aws", "1.2.3.400x"],
    ["azure", "raw-data"],
    ["azure", "$web"],
    ["azure", "$root"],
    ["gcp", "raw_data"],
    ["gcp", "a_b--c"],
  ])("fits %s: %s", (cloud, name) => expect(said(cloud, "bucket", name)).toBe(name.includes(".") ? "warning" : undefined));

  it.each<[string, string]>([
    ["aws", "ab"],
    ["aws", "a".repeat(64)],
    ["aws", "Raw"],
    ["aws", "raw_data"],
    ["aws", "-raw"],
    ["aws", "raw-"],
    ["aws", "raw..data"],
    ["aws", "192.168.5.4"],
    ["aws", "xn--raw"],
    ["aws", "sthree-raw"],
    ["aws", "amzn-s3-demo-raw"],
    ["aws", "raw-s3alias"],
    ["aws", "raw--ol-s3"],
    ["aws", "raw.mrap"],
    ["aws", "raw--x-s3"],
    ["aws", "raw--table-s3"],
    ["azure", "a--b"],
    ["azure", "raw.data"],
    ["azure", "raw-"],
    ["azure", "$blobs"],
    ["azure", "Raw"],
    ["gcp", "goog-raw"],
    ["gcp", "my-google-raw"],
    ["gcp", "g00gle-raw"],
    ["gcp", "10.0.0.1"],
    ["gcp", "_raw"],
    ["gcp", "a".repeat(64)],
    ["gcp", `${"a".repeat(64)}.b`],
    ["gcp", `${"abcdefghi.".repeat(22)}abcd`],
  ])("is refused by %s: %s", (cloud, name) => expect(said(cloud, "bucket", name)).toBe("error"));

  it.each(["aws", "gcp"])("may hold dots on %s, with a warning", (cloud) =>
    expect(said(cloud, "bucket", "raw.example.com")).toBe("warning"),
  );

  it("of a directory bucket fits the class that asks for one", () =>
    expect(said("aws", "bucket", "raw--use1-az4--x-s3", { storageClass: "EXPRESS_ONEZONE" })).toBeUndefined());

  it("is free on a laptop", () => expect(cloudById("local")?.names.bucket).toBeUndefined());

  it.each(["raw--data", "google-raw", "raw_data", "raw.data", "$web", "ab", "xn--raw"])("serves not every cloud: %s", (name) =>
    expect(unportableBucketName(name)).toBeTypeOf("string"),
  );

  it("that is suggested serves every cloud, whatever was written", () => {
    expect(portableBucketName("Raw_Data")).toBe("raw-data");
    fc.assert(
      fc.property(fc.string(), (name) => {
        const near = portableBucketName(name);
        expect(near === undefined ? undefined : unportableBucketName(near)).toBeUndefined();
      }),
      { numRuns: runs(500) },
    );
  });
});

describe("the name of", () => {
  it.each<[ResourceKind, string, string]>([
    ["serverless", "aws", "load-data_1"],
    ["serverless", "azure", "Load_Data"],
    ["serverless", "gcp", "load-data"],
    ["glue", "aws", "nightly load, EU"],
    ["emr", "aws", "team/etl#1"],
    ["dataproc", "gcp", "etl-1"],
    ["synapse", "azure", "etlpool1"],
    ["databricks", "aws", "Any name at all!"],
    ["spark", "aws", "nightly-load"],
    ["spark", "azure", "nightly-load"],
    ["spark", "gcp", "nightly-load"],
  ])("%s fits %s: %s", (kind, cloud, name) => expect(said(cloud, kind, name)).toBeUndefined());

  it.each<[ResourceKind, string, string]>([
    ["serverless", "aws", "load data"],
    ["serverless", "aws", "a".repeat(65)],
    ["serverless", "azure", "1load"],
    ["serverless", "azure", "Host"],
    ["serverless", "gcp", "load-"],
    ["serverless", "gcp", "a".repeat(64)],
    ["glue", "aws", "a".repeat(256)],
    ["glue", "aws", "two\nlines"],
    ["emr", "aws", "a b"],
    ["dataproc", "gcp", "Etl"],
    ["dataproc", "gcp", "a".repeat(53)],
    ["synapse", "azure", "etl-pool"],
    ["synapse", "azure", "apoolwithalongname"],
  ])("%s is refused by %s: %j", (kind, cloud, name) => expect(said(cloud, kind, name)).toBe("error"));
});
