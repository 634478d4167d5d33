import { describe, expect, it } from "vitest";
import { endpointOf, isAmazon, roleEndpointOf } from "../../../../core/src/clouds/aws/endpoint.ts";
import { AwsConfig } from "../../../../core/src/config/aws-config.ts";

const own = new AwsConfig({ region: "us-east-1", endpoint: "http://127.0.0.1:9000" });
const region = new AwsConfig({ region: "us-east-1" });

describe("the address of S3", () => {
  it("is the config's, then S3's variable, then the common one, unless those are to be ignored", () => {
    const env = { AWS_ENDPOINT_URL: "http://common", AWS_ENDPOINT_URL_S3: "http://s3" };
    expect(endpointOf(own, env)).toBe("http://127.0.0.1:9000");
    expect(endpointOf(region, env)).toBe("http://s3");
    expect(endpointOf(region, { ...env, AWS_ENDPOINT_URL_S3: "" })).toBe("http://common");
    expect(endpointOf(region, { ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" })).toBeUndefined();
  });

  it("is not read from a blank variable, and one that holds no address is named", () => {
    expect(endpointOf(region, { AWS_ENDPOINT_URL_S3: " ", AWS_ENDPOINT_URL: " http://common " })).toBe("http://common");
    for (const value of ["127.0.0.1:9000", "not a URL", "ftp://s3"]) {
      expect(() => endpointOf(region, { AWS_ENDPOINT_URL_S3: value })).toThrow(
        expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining("AWS_ENDPOINT_URL_S3") }),
      );
    }
  });

  it.each([
    [undefined, true],
    ["https://s3.eu-west-1.amazonaws.com", true],
    ["https://bucket.vpce-1a2b.s3.us-east-1.vpce.amazonaws.com", true],
    ["https://s3.cn-north-1.amazonaws.com.cn", true],
    ["https://s3.dualstack.us-east-1.api.aws", true],
    ["http://127.0.0.1:9000", false],
    ["https://amazonaws.com.example.org", false],
    ["https://account.r2.cloudflarestorage.com", false],
  ])("%s is Amazon's: %s", (endpoint, expected) => {
    expect(isAmazon(endpoint)).toBe(expected);
  });
});

describe("the address of the service that gives a role", () => {
  it("is left to the SDK where a variable names it, or where S3 is Amazon's", () => {
    expect(roleEndpointOf(own, { AWS_ENDPOINT_URL_STS: "http://sts" })).toBeUndefined();
    expect(roleEndpointOf(region, {})).toBeUndefined();
    expect(
      roleEndpointOf(new AwsConfig({ region: "us-east-1", endpoint: "https://vpce-1.s3.us-east-1.vpce.amazonaws.com" }), {}),
    ).toBeUndefined();
  });

  it("is the other S3's own, which could do nothing with a role of AWS", () => {
    expect(roleEndpointOf(own, {})).toBe("http://127.0.0.1:9000");
  });
});
