import { describe, expect, it } from "vitest";
import type { AccountCredential } from "../../../../core/src/clouds/azure/account.ts";
import { polarsAccessTo } from "../../../../core/src/clouds/azure/polars-access.ts";

const key: AccountCredential = { kind: "key", accountKey: "k" };
const signature: AccountCredential = { kind: "signature", signature: "sig=s" };
const identity: AccountCredential = { kind: "identity", tenantId: undefined };

const access = (credential: AccountCredential, environment = {}, endpoint = "https://etl.blob.core.windows.net") =>
  polarsAccessTo({ endpoint, accountName: "etl", credential }, "raw", () => Promise.resolve("http://127.0.0.1:1/x"), environment);

describe("what Polars is told", () => {
  it.each([
    [key, { azure_storage_account_key: "k" }],
    [signature, { azure_storage_sas_key: "sig=s" }],
    [identity, { azure_msi_endpoint: "http://127.0.0.1:1/x" }],
  ])("is the account, its endpoint and one credential, all of it text: %o", async (credential, options) => {
    expect(await access(credential)).toEqual({
      root: "az://raw/",
      cloudOptions: {
        azure_storage_account_name: "etl",
        azure_storage_endpoint: "https://etl.blob.core.windows.net",
        allow_http: "false",
        azure_storage_use_emulator: "false",
        azure_use_fabric_endpoint: "false",
        azure_use_azure_cli: "false",
        azure_skip_signature: "false",
        ...options,
      },
    });
  });

  it("allows http only where the endpoint is http", async () => {
    const { cloudOptions } = (await access(key, {}, "http://127.0.0.1:10000/etl")) ?? {};
    expect(cloudOptions).toMatchObject({ azure_storage_endpoint: "http://127.0.0.1:10000/etl", allow_http: "true" });
  });

  it.each([
    [{ AZURE_STORAGE_TOKEN: "x" }, []],
    [{ AZURE_STORAGE_ACCOUNT_KEY: "x" }, [key]],
    [{ AZURE_STORAGE_ACCESS_KEY: "x" }, [key]],
    [{ AZURE_CLIENT_ID: "x", AZURE_TENANT_ID: "x", AZURE_CLIENT_SECRET: "x" }, [key]],
    [{ AZURE_CLIENT_ID: "x", AZURE_TENANT_ID: "x", AZURE_FEDERATED_TOKEN_FILE: "x" }, [key]],
    [{ AZURE_STORAGE_SAS_TOKEN: "x" }, [key, signature]],
    [{ AZURE_CLIENT_ID: "x", AZURE_TENANT_ID: "x" }, [key, signature, identity]],
    [{ AZURE_STORAGE_ACCOUNT_NAME: "x", AZURE_STORAGE_USE_EMULATOR: "true", IDENTITY_ENDPOINT: "x" }, [key, signature, identity]],
  ])("is nothing where Polars would take the environment's credentials instead: %o", async (environment, reached) => {
    for (const credential of [key, signature, identity]) {
      const told = await access(credential, environment);
      expect(told !== undefined, `${credential.kind} with ${JSON.stringify(environment)}`).toBe(
        (reached as readonly unknown[]).includes(credential),
      );
    }
  });
});
