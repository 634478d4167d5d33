import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { type Environment, fromVariables } from "./environment.ts";
import { endpoint, pattern, text } from "./fields.ts";
import { regionChecks } from "./region-checks.ts";
import { azureLocations } from "./regions.ts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// Either names a tenant for Microsoft Entra [@azure/identity 4, DefaultAzureCredential tenantId, 2026-11-26].
const TENANT = new RegExp(`${GUID.source}|^([a-z0-9-]+\\.)+[a-z]{2,}$`, "i");

const schema = () =>
  z.strictObject({
    // 1–90 of letters (of any script), digits, _ - . ( ), not ending in a dot [Azure resource naming rules, 2026-11].
    resourceGroup: pattern(
      /^[\p{L}\p{N}_\-.()]{0,89}[\p{L}\p{N}_\-()]$/u,
      "a resource group name: 1 to 90 letters, digits, and _ - . ( ), not ending in a dot",
    ).describe("Resource group. Names the provider."),
    location: text().meta({ allowed: 'an Azure location such as "westeurope"' }).optional().describe("Azure location."),
    subscriptionId: pattern(GUID, "a GUID").optional().describe("Subscription. Default: the SDK's own choice."),
    tenantId: pattern(TENANT, 'a GUID or a domain such as "example.onmicrosoft.com"')
      .optional()
      .describe("Microsoft Entra tenant. Default: the SDK's own choice."),
    storageAccount: pattern(/^[a-z0-9]{3,24}$/, "a storage account name: 3 to 24 lower-case letters and digits")
      .optional()
      .describe("Storage account that holds the containers."),
    connectionString: text().optional().describe("Connection string of the storage account. Default: the SDK's own credential chain."),
    accountKey: text().optional().describe("Key of the storage account."),
    endpoint: endpoint().optional().describe("URL of an emulator or a private endpoint of the blob service."),
  });

/** Chooses Azure for a provider. */
export class AzureConfig extends defineConfig({
  name: "AzureConfig",
  kind: "provider",
  schema,
  secrets: ["connectionString", "accountKey"],
  checks: [
    ...regionChecks("location", azureLocations, ["location", "endpoint"]),
    {
      rule: "config-combination",
      find: ({ storageAccount, connectionString = "" }) => {
        const named = /(?:^|;)AccountName=([a-z0-9]+)/i.exec(connectionString)?.[1];
        return storageAccount !== undefined && named !== undefined && named !== storageAccount
          ? [{ path: ["storageAccount"], says: `is "${storageAccount}", and connectionString is of another account` }]
          : [];
      },
    },
    {
      rule: "config-combination",
      find: ({ storageAccount, accountKey }) =>
        accountKey !== undefined && storageAccount === undefined
          ? [{ path: ["accountKey"], says: "belongs to a storage account, and storageAccount is missing" }]
          : [],
    },
  ],
}) {
  /**
   * Reads AZURE_RESOURCE_GROUP (required), AZURE_LOCATION, AZURE_SUBSCRIPTION_ID, AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_CONNECTION_STRING.
   *
   * @throws {ConfigValidationError} naming the variable that is missing or whose value is not allowed.
   */
  static fromEnv(env: Environment = process.env): AzureConfig {
    return fromVariables(
      env,
      {
        resourceGroup: ["AZURE_RESOURCE_GROUP"],
        location: ["AZURE_LOCATION"],
        subscriptionId: ["AZURE_SUBSCRIPTION_ID"],
        storageAccount: ["AZURE_STORAGE_ACCOUNT"],
        connectionString: ["AZURE_STORAGE_CONNECTION_STRING"],
      },
      AzureConfig,
    );
  }
}
