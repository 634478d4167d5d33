import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  generateAccountSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import { AzureConfig } from "@glacier/core/config";
import { bucketContract } from "@glacier/core/testing";
import { newAzureContainer, openAzure, openWith } from "../support/clouds/azure-buckets.ts";
import { contractRunner, NOBODY } from "../support/clouds/contract-runner.ts";
import type { AzureAccount } from "../support/emulators/access.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";

onEmulator("azure", (azure) => {
  const outdated = outdatedToken(azure);
  bucketContract(contractRunner, {
    name: "Azure Blob Storage",
    capabilities: { signedUrls: true, conditionalWrites: true, anyKey: false, contentTypes: true },
    makeBucket: () => newAzureContainer(azure),
    missing: (path, options) => openAzure(azure)("never-made")(path, options),
    denied: (name, path, options) => openAzure({ ...azure, accountKey: azure.stranger.accountKey })(name)(path, options),
    expired: (name, path, options) => {
      const connectionString = `BlobEndpoint=${azure.endpoint};SharedAccessSignature=${outdated}`;
      return openWith(new AzureConfig({ resourceGroup: "test", connectionString }))(name)(path, options);
    },
    unreachable: (path, options) => openAzure({ ...azure, endpoint: `${NOBODY}/${azure.account}` })("any")(path, options),
    secrets: [azure.accountKey, azure.stranger.accountKey, outdated, new URLSearchParams(outdated).get("sig") ?? outdated],
  });
});

/** A signed token that was good for everything until yesterday. */
function outdatedToken({ account, accountKey }: AzureAccount): string {
  const day = 24 * 60 * 60 * 1000;
  return generateAccountSASQueryParameters(
    {
      startsOn: new Date(Date.now() - 2 * day),
      expiresOn: new Date(Date.now() - day),
      permissions: AccountSASPermissions.parse("rwdlacup"),
      services: AccountSASServices.parse("b").toString(),
      resourceTypes: AccountSASResourceTypes.parse("sco").toString(),
      protocol: SASProtocol.HttpsAndHttp,
    },
    new StorageSharedKeyCredential(account, accountKey),
  ).toString();
}
