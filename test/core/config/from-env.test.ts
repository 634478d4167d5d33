import { AwsConfig, AzureConfig, GcpConfig, LocalConfig } from "@glacier/core/config";
import { describe, expect, it } from "vitest";

describe("fromEnv", () => {
  it("of AwsConfig reads every variable", () => {
    const env = {
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-2",
      AWS_PROFILE: "etl",
      AWS_ACCOUNT_ID: "123456789012",
      AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/etl",
      AWS_ENDPOINT_URL: "http://127.0.0.1:9000",
      AWS_SECRET_ACCESS_KEY: "left to the SDK",
    };
    expect({ ...AwsConfig.fromEnv(env) }).toEqual({
      region: "eu-west-1",
      profile: "etl",
      accountId: "123456789012",
      roleArn: "arn:aws:iam::123456789012:role/etl",
      endpoint: "http://127.0.0.1:9000",
    });
  });

  it.each([
    [{ AWS_DEFAULT_REGION: "eu-west-2" }, "eu-west-2"],
    [{ AWS_REGION: "", AWS_DEFAULT_REGION: "eu-west-2" }, "eu-west-2"],
    [{ AWS_REGION: " eu-west-1 " }, "eu-west-1"],
    [{}, "us-east-1"],
  ])("of AwsConfig finds the region of %j", (env, region) => {
    expect(AwsConfig.fromEnv(env).region).toBe(region);
  });

  it("of AzureConfig reads every variable", () => {
    const env = {
      AZURE_RESOURCE_GROUP: "rg",
      AZURE_LOCATION: "westeurope",
      AZURE_SUBSCRIPTION_ID: "00000000-0000-4000-8000-000000000000",
      AZURE_STORAGE_ACCOUNT: "account1",
      AZURE_STORAGE_CONNECTION_STRING: "UseDevelopmentStorage=true",
    };
    expect({ ...AzureConfig.fromEnv(env) }).toEqual({
      resourceGroup: "rg",
      location: "westeurope",
      subscriptionId: "00000000-0000-4000-8000-000000000000",
      storageAccount: "account1",
      connectionString: "UseDevelopmentStorage=true",
    });
  });

  it("of GcpConfig reads every variable", () => {
    const env = {
      GCP_PROJECT: "my-project",
      GCP_REGION: "europe-west1",
      GOOGLE_APPLICATION_CREDENTIALS: "/k.json",
      STORAGE_EMULATOR_HOST: "localhost:4443",
    };
    expect({ ...GcpConfig.fromEnv(env) }).toEqual({
      project: "my-project",
      region: "europe-west1",
      credentialsFile: "/k.json",
      endpoint: "http://localhost:4443",
    });
    expect(GcpConfig.fromEnv({ GCP_PROJECT: "p1", STORAGE_EMULATOR_HOST: "https://h" }).endpoint).toBe("https://h");
  });

  it("of LocalConfig reads GLACIER_BASE_PATH", () => {
    expect(LocalConfig.fromEnv({ GLACIER_BASE_PATH: "/srv/data" }).basePath).toBe("/srv/data");
    expect(LocalConfig.fromEnv({}).basePath).toBe("./data");
  });

  it.each([
    ["AZURE_RESOURCE_GROUP", "AzureConfig.resourceGroup", () => AzureConfig.fromEnv({})],
    ["GCP_PROJECT", "GcpConfig.project", () => GcpConfig.fromEnv({})],
    ["AWS_REGION or AWS_DEFAULT_REGION", "AwsConfig.region", () => AwsConfig.fromEnv({ AWS_REGION: "west europe" })],
    [
      "AZURE_STORAGE_ACCOUNT",
      "AzureConfig.storageAccount",
      () => AzureConfig.fromEnv({ AZURE_RESOURCE_GROUP: "rg", AZURE_STORAGE_ACCOUNT: "A" }),
    ],
  ])("names the variable %s when its value is missing or wrong", (variable, field, read) => {
    expect(read).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(field), hint: expect.stringContaining(variable) }),
    );
  });

  it("names no variable of a field whose name another's value holds", () => {
    const read = () =>
      AzureConfig.fromEnv({ AZURE_RESOURCE_GROUP: "rg", AZURE_STORAGE_ACCOUNT: "a .location b", AZURE_LOCATION: "westeurope" });
    expect(read).toThrow(expect.objectContaining({ hint: "Set the environment variable AZURE_STORAGE_ACCOUNT." }));
  });

  it("reads process.env by default", () => {
    const before = process.env.GLACIER_BASE_PATH;
    process.env.GLACIER_BASE_PATH = "/from/env";
    try {
      expect(LocalConfig.fromEnv().basePath).toBe("/from/env");
    } finally {
      if (before === undefined) delete process.env.GLACIER_BASE_PATH;
      else process.env.GLACIER_BASE_PATH = before;
    }
  });
});
