import { describe, expect, it } from "vitest";
import { accountOf } from "../../../../core/src/clouds/azure/account.ts";

const accountIn = (provider: Record<string, unknown>) => accountOf({ provider, bucket: undefined, bucketName: "raw" }, "bucket.scan");
const key = { kind: "key", accountKey: "c2VjcmV0==" };

describe("the account of an AzureConfig", () => {
  it("is named by storageAccount, and signs with its key", () => {
    expect(accountIn({ storageAccount: "etl", accountKey: "c2VjcmV0==" })).toEqual({
      endpoint: "https://etl.blob.core.windows.net",
      accountName: "etl",
      credential: key,
    });
  });

  it("is reached as whoever the environment says, in a tenant, where there is no key", () => {
    const { credential } = accountIn({ storageAccount: "etl", tenantId: "t" });
    expect(credential).toEqual({ kind: "identity", tenantId: "t" });
  });

  it.each([
    [
      "DefaultEndpointsProtocol=https;AccountName=etl;AccountKey=c2VjcmV0==;EndpointSuffix=core.windows.net",
      "https://etl.blob.core.windows.net",
    ],
    ["AccountKey=c2VjcmV0==; AccountName=etl ;", "https://etl.blob.core.windows.net"],
    ["AccountName=etl;AccountKey=c2VjcmV0==;EndpointSuffix=core.chinacloudapi.cn", "https://etl.blob.core.chinacloudapi.cn"],
    ["AccountName=etl;AccountKey=c2VjcmV0==;BlobEndpoint=http://127.0.0.1:10000/etl/", "http://127.0.0.1:10000/etl"],
  ])("is read from the connection string %s", (connectionString, endpoint) => {
    expect(accountIn({ connectionString })).toEqual({ endpoint, accountName: "etl", credential: key });
  });

  it("is read from a connection string with a signature", () => {
    const connectionString = "BlobEndpoint=https://etl.blob.core.windows.net/;SharedAccessSignature=?sv=2022&sig=a%2Bb=";
    expect(accountIn({ connectionString })).toEqual({
      endpoint: "https://etl.blob.core.windows.net",
      accountName: "etl",
      credential: { kind: "signature", signature: "sv=2022&sig=a%2Bb=" },
    });
  });

  it.each([
    ["UseDevelopmentStorage=true", "http://127.0.0.1:10000/devstoreaccount1"],
    ["UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite", "http://azurite:10000/devstoreaccount1"],
  ])("is the emulator's for %s", (connectionString, endpoint) => {
    expect(accountIn({ connectionString })).toMatchObject({ endpoint, accountName: "devstoreaccount1", credential: { kind: "key" } });
  });

  it.each([
    ["http://127.0.0.1:10000/other", undefined, "http://127.0.0.1:10000/other", "other"],
    ["http://127.0.0.1:10000", "etl", "http://127.0.0.1:10000/etl", "etl"],
    ["http://localhost:10000/", "etl", "http://localhost:10000/etl", "etl"],
    ["http://[::1]:10000", "etl", "http://[::1]:10000/etl", "etl"],
    ["http://azurite:10000", "etl", "http://azurite:10000/etl", "etl"],
    ["http://azurite:10000/other/", undefined, "http://azurite:10000/other", "other"],
    ["http://host.docker.internal:10000", "etl", "http://host.docker.internal:10000/etl", "etl"],
    ["https://blobs.example.com/", "etl", "https://blobs.example.com", "etl"],
    ["https://etl.privatelink.blob.core.windows.net", undefined, "https://etl.privatelink.blob.core.windows.net", "etl"],
  ])("answers at the endpoint %s (account %s)", (endpoint, storageAccount, url, accountName) => {
    expect(accountIn({ endpoint, storageAccount, accountKey: "c2VjcmV0==" })).toMatchObject({ endpoint: url, accountName });
  });

  it("answers at the config's own endpoint rather than the connection string's", () => {
    const connectionString = "AccountName=etl;AccountKey=c2VjcmV0==";
    expect(accountIn({ connectionString, endpoint: "https://private.example.com" }).endpoint).toBe("https://private.example.com");
  });

  it.each([
    [{}, /names no storage account/],
    [{ endpoint: "http://127.0.0.1:10000" }, /names no storage account/],
    [{ connectionString: "sesame" }, /no name=value/],
    [{ connectionString: "AccountKey=sesame==" }, /neither AccountName nor BlobEndpoint/],
    [{ connectionString: "AccountKey=sesame==;BlobEndpoint=https://etl.blob.core.windows.net" }, /no AccountName/],
    [{ connectionString: "AccountName=etl;AccountKey=sesame==;BlobEndpoint=sesame" }, /no http or https URL/],
    [{ connectionString: "AccountName=etl;AccountKey=sesame==", storageAccount: "raw" }, /"raw".*"etl"/],
  ])("is refused, without a secret, when the config says %j", (provider, message) => {
    let error: unknown;
    try {
      accountIn(provider);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({
      code: "CONFIG_INVALID",
      operation: "bucket.scan",
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/./),
    });
    expect(JSON.stringify(error)).not.toContain("sesame");
  });
});
