import { type ConfigClassName, checkConfig } from "@glacier/core/config";
import { describe, expect, it } from "vitest";

/** What is said about a region: severity, rule, and the name that was probably meant. */
function said(className: ConfigClassName, field: string, name: string, others: object = {}): string[] {
  const found = checkConfig(className, { ...required[className], ...others, [field]: name });
  return found.map(({ severity, rule, suggestion }) => [severity, rule, ...(suggestion === undefined ? [] : [suggestion])].join(" "));
}

const required: Partial<Record<ConfigClassName, object>> = { AzureConfig: { resourceGroup: "data" }, GcpConfig: { project: "etl-data" } };

const aws = (name: string, others?: object): string[] => said("AwsConfig", "region", name, others);
const azure = (name: string, others?: object): string[] => said("AzureConfig", "location", name, others);
const gcp = (name: string, others?: object): string[] => said("GcpConfig", "region", name, others);
const gcs = (name: string): string[] => said("GcsConfig", "location", name);

describe("a region of AWS", () => {
  it.each(["eu-central-1", "us-gov-west-1", "us-iso-east-1", "eu-isoe-west-1", "eusc-de-east-1", "cn-northwest-1"])("is %s", (name) =>
    expect(aws(name)).toEqual([]),
  );

  it("that no list holds may be new", () => expect(aws("eu-cental-1")).toEqual(["warning unknown-region eu-central-1"]));

  it.each(["westeurope", "West Europe", "europe-west1", "northcentralus", "europe-west99"])("is not one of another cloud: %s", (name) =>
    expect(aws(name)).toEqual(["error region-cloud-mismatch"]),
  );

  it.each([
    ["useast1", "us-east-1"],
    ["EU-CENTRAL-1", "eu-central-1"],
    ["eu-central-1a", "eu-central-1"],
  ])("has its form: %s", (name, meant) => expect(aws(name)).toEqual([`error config-value ${meant}`]));

  it("costs no more than its length, for whole files are pasted by mistake", () => {
    // Compared letter by letter with each region, this takes minutes.
    expect(aws("x".repeat(3_000_000))).toEqual(["error config-value"]);
  });

  it("is whatever a service of its own says", () => expect(aws("auto", { endpoint: "http://127.0.0.1:9000" })).toEqual([]));
});

describe("a location of Azure", () => {
  it.each(["westeurope", "West Europe", "swedensouth", "usgovvirginia", "chinanorth3"])("is %s", (name) => expect(azure(name)).toEqual([]));
  it("that no list holds may be new", () => expect(azure("westeurop")).toEqual(["warning unknown-region westeurope"]));
  it.each(["eu-central-1", "europe-west1"])("is not one of another cloud: %s", (name) =>
    expect(azure(name)).toEqual(["error region-cloud-mismatch"]),
  );
  it("has its form", () => expect(azure("west_europe")).toEqual(["error config-value westeurope"]));
});

describe("a region of Google Cloud", () => {
  it.each(["europe-west1", "us-east7", "me-central2"])("is %s", (name) => expect(gcp(name)).toEqual([]));
  it("that no list holds may be new", () => expect(gcp("europa-west1")).toEqual(["warning unknown-region europe-west1"]));
  it.each(["us-east-2", "westeurope"])("is not one of another cloud: %s", (name) =>
    expect(gcp(name)).toEqual(["error region-cloud-mismatch"]),
  );
  it("is no zone", () => expect(gcp("europe-west1-b")).toEqual(["error config-value europe-west1"]));
  it("is whatever an emulator says", () => expect(gcp("here", { endpoint: "http://127.0.0.1:9000" })).toEqual([]));
});

describe("a location of Cloud Storage", () => {
  it.each(["EU", "us", "NAM4", "europe-west1", "EUROPE-WEST1", "europe-west1-b"])("is %s", (name) => expect(gcs(name)).toEqual([]));
  it.each(["westeurope", "eu-central-1"])("is not one of another cloud: %s", (name) =>
    expect(gcs(name)).toEqual(["error region-cloud-mismatch"]),
  );
  it("that no list holds may be new", () => expect(gcs("europe-west99")[0]).toMatch(/^warning unknown-region/));
});
