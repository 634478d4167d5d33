import { randomUUID } from "node:crypto";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { AzureConfig } from "@glacier/core/config";
import { Provider } from "@glacier/core/resources";
import type { ContractBucket, OpenBucket } from "@glacier/core/testing";
import type { AzureAccess, AzureAccount } from "../emulators/access.ts";

/** A new, empty container, made by the vendor's own client. What is staged of a blob that was never committed, Azure removes by itself. */
export async function newAzureContainer(access: AzureAccess): Promise<ContractBucket & { name: string }> {
  const name = `test-${randomUUID()}`;
  await azureClient(access).createContainer(name);
  return { name, bucket: openAzure(access)(name) };
}

function azureClient({ endpoint, account, accountKey }: AzureAccount): BlobServiceClient {
  return new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, accountKey));
}

/** Opens a container by its name, as whoever has the account's key. */
export function openAzure({ endpoint, account, accountKey }: AzureAccount): (containerName: string) => OpenBucket {
  return openWith(new AzureConfig({ resourceGroup: "test", storageAccount: account, endpoint, accountKey }));
}

export function openWith(config: AzureConfig): (containerName: string) => OpenBucket {
  const provider = new Provider({ config });
  return (containerName) => (path, options) => provider.bucket(containerName, { path, ...options });
}
