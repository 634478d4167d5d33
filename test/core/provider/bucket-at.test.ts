import { cloudById, cloudDescriptors } from "@glacier/core/clouds";
import { type BucketAt, bucketAt, objectUri } from "@glacier/core/resources";
import { describe, expect, it } from "vitest";
import { fc } from "../../support/properties.ts";

const seen = ({ bucket, key }: BucketAt): unknown[] => [bucket.provider.cloud, bucket.bucketName, key];
const config = (uri: string, env: Record<string, string>) => bucketAt(uri, env).bucket.provider.config.toJSON();

/** Keys as object stores allow them. */
const key = fc.oneof(
  fc.constantFrom("a b/ü?x=1#y%20%/é.csv", "//two", "a/../b", "a\nb", "%zz", "a@b:c", "\u001b[31m", "日本/🧊.parquet", "x/"),
  fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
);

describe("a URI", () => {
  it.each([
    ["s3://raw/2026/a%20b.csv?x#y", ["aws", "raw", "2026/a%20b.csv?x#y"]],
    ["S3://raw", ["aws", "raw", ""]],
    ["s3a://raw/", ["aws", "raw", ""]],
    ["gs://raw//a", ["gcp", "raw", "/a"]],
    ["abfs://raw@lake1.dfs.core.windows.net/a/b", ["azure", "raw", "a/b"]],
    ["abfss://raw@lake1.blob.core.windows.net", ["azure", "raw", ""]],
    ["az://raw/a", ["azure", "raw", "a"]],
    ["https://lake1.blob.core.windows.net/raw/a%20b", ["azure", "raw", "a b"]],
    ["file:///data/x/y%25.csv", ["local", "x", "y%.csv"]],
    ["file:///data/x/", ["local", "x", ""]],
    ["file:///C:/data/y.csv", ["local", "data", "y.csv"]],
  ])("%s names a cloud, a bucket and a key", (uri, expected) => {
    expect(seen(bucketAt(uri, {}))).toEqual(expected);
  });

  it.each([
    ["https://example.com/a", /no cloud that Glacier knows/],
    ["raw/a.csv", /no cloud that Glacier knows/],
    ["s3:///a", /names no bucket/],
    ["abfs://raw@evil.example.com/a", /its form is abfs/],
    ["https://lake1.blob.core.windows.net/raw/a?sig=secret", /lake1\S+\?… cannot be used: it is a signed URL/],
    ["file:///data/x/%zz", /two hexadecimal digits/],
    ["file:///data/../x/y", /it holds "\.\."/],
    ["file:///data/%2e%2e/x", /it holds "\.\."/],
    ["file:///data//x", /two slashes in a row/],
    ["file:///y.csv", /root folder/],
    ["file:///C:/y.csv", /root folder/],
    ["file://server/share/y", /no file of this machine/],
  ])("%j is refused with what is wrong and the forms there are", (uri, message) => {
    expect(() => bucketAt(uri, {})).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: expect.stringMatching(message),
        hint: expect.stringContaining("s3://bucket/key"),
      }),
    );
  });

  it.each([
    ["gcs://raw/a", "gs://raw/a"],
    ["s3n://raw/a", "s3://raw/a"],
    ["S4://raw", "s3://raw"],
    ["abfsss://raw@lake1.dfs.core.windows.net/a", "abfss://raw@lake1.dfs.core.windows.net/a"],
    ["s3:/raw/a", "s3://raw/a"],
    ["s3:raw/a", "s3://raw/a"],
  ])("%s is refused with a question for %s", (uri, meant) => {
    expect(() => bucketAt(uri, {})).toThrow(expect.objectContaining({ hint: expect.stringContaining(`Did you mean ${meant}? Addresses`) }));
  });

  it.each(["hdfs://raw/a", "http://raw/a", "x://raw", "s3://", "s3:///a", "raw/a.csv"])("%s is refused without a guess", (uri) => {
    expect(() => bucketAt(uri, {})).toThrow(expect.objectContaining({ hint: expect.stringMatching(/^Addresses are /) }));
  });

  it("of an object store is what the bucket says of the key, whatever the key", () => {
    for (const root of ["s3://raw", "gs://raw", "abfs://raw@lake1.dfs.core.windows.net", "abfs://raw"]) {
      fc.assert(
        fc.property(key, (path) => {
          const found = bucketAt(`${root}/${path}`, {});
          expect(found.key).toBe(path);
          expect(objectUri(found.bucket, path)).toBe(`${root}/${path}`);
        }),
      );
    }
  });

  const name = fc
    .string({ unit: "binary", minLength: 1, maxLength: 12 })
    .filter((text) => !/[/\\\0]|^\.\.?$|^\.glacier/i.test(text) && text.trim() !== "");

  it("of a file is what the bucket says of it, in the folder that holds it", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 2, maxLength: 5 }), (names) => {
        const uri = cloudById("local")?.bucketUri({
          config: { basePath: `/${names.slice(0, -2).join("/")}` },
          bucketName: names.at(-2) ?? "",
          path: names.at(-1) ?? "",
        });
        const found = bucketAt(uri ?? "", {});
        expect([found.bucket.bucketName, found.key]).toEqual(names.slice(-2));
        expect(objectUri(found.bucket, found.key)).toBe(uri);
      }),
    );
  });

  it("of a file below GLACIER_BASE_PATH is that of the pipelines' own bucket", () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 2, maxLength: 5 }), ([bucketName = "", ...rest]) => {
        const uri = cloudById("local")?.bucketUri({ config: { basePath: "/data" }, bucketName, path: rest.join("/") });
        const { bucket, key } = bucketAt(uri ?? "", { GLACIER_BASE_PATH: "/data/" });
        expect([bucket.provider.basePath, bucket.bucketName, key]).toEqual(["/data", bucketName, rest.join("/")]);
      }),
    );
  });
});

describe("the config for a URI", () => {
  it("comes from the vendor's variables", () => {
    expect(config("s3://raw", { AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL: "http://127.0.0.1:9000" })).toEqual({
      region: "eu-west-1",
      endpoint: "http://127.0.0.1:9000",
    });
    expect(config("gs://raw", { GCP_PROJECT: "sales-1", STORAGE_EMULATOR_HOST: "127.0.0.1:4443" })).toEqual({
      project: "sales-1",
      endpoint: "http://127.0.0.1:4443",
    });
  });

  it("does without what only infrastructure needs", () => {
    expect(config("gs://raw", {})).toEqual({ project: "no-project" });
    expect(config("az://raw", { AZURE_STORAGE_ACCOUNT: "lake1", AZURE_RESOURCE_GROUP: " " })).toEqual({
      resourceGroup: "no-resource-group",
      storageAccount: "lake1",
    });
  });

  it("takes the account of the URI, and then no key of another account", () => {
    const env = { AZURE_STORAGE_CONNECTION_STRING: "AccountName=lake1;AccountKey=c2VjcmV0" };
    expect(config("abfs://raw@lake2.dfs.core.windows.net", env)).toEqual({ resourceGroup: "no-resource-group", storageAccount: "lake2" });
    expect(config("abfs://raw@lake1.dfs.core.windows.net", env)).toMatchObject({ connectionString: "[redacted]" });
    expect(config("az://raw", env)).toMatchObject({ connectionString: "[redacted]" });
  });

  it("is refused with the variable's name when a value is not allowed", () => {
    expect(() => bucketAt("s3://raw", { AWS_REGION: "mars" })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", hint: expect.stringContaining("AWS_REGION") }),
    );
  });
});

describe("every cloud", () => {
  it("understands the form of its own URIs, and no other's", () => {
    for (const cloud of cloudDescriptors) {
      const understanding = cloudDescriptors.filter((other) => other.parseUri(cloud.uriForm, {}) !== undefined).map(({ id }) => id);
      expect(understanding).toEqual([cloud.id]);
    }
  });
});
