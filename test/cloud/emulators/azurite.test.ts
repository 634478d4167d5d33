import { randomUUID } from "node:crypto";
import { BlobSASPermissions, BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { expect, it } from "vitest";
import type { AzureAccount } from "../../support/emulators/access.ts";
import { onEmulator } from "../../support/emulators/on-emulator.ts";

onEmulator("azure", (azure) => {
  it("keeps a blob that was staged in blocks, and gives ranges of it", async () => {
    const blob = (await container(azure)).getBlockBlobClient("a b/ü.txt");
    const blocks = ["01234", "56789"].map((text, at) => ({ text, id: Buffer.from(`block ${at}`).toString("base64") }));
    for (const { text, id } of blocks) await blob.stageBlock(id, text, text.length);
    await blob.commitBlockList(blocks.map(({ id }) => id));
    expect((await blob.downloadToBuffer(4, 2)).toString()).toBe("45");
  });

  it("refuses to overwrite when told so", async () => {
    const blob = (await container(azure)).getBlockBlobClient("k");
    const { etag } = await blob.upload("one", 3, { conditions: { ifNoneMatch: "*" } });
    await expect(blob.upload("two", 3, { conditions: { ifNoneMatch: "*" } })).rejects.toMatchObject({ code: "BlobAlreadyExists" });
    await blob.upload("two", 3, { conditions: { ifMatch: etag } });
    await expect(blob.upload("six", 3, { conditions: { ifMatch: etag } })).rejects.toMatchObject({ code: "ConditionNotMet" });
  });

  it("denies a key of another account", async () => {
    const stranger = { ...azure, accountKey: azure.stranger.accountKey };
    await expect(container(stranger)).rejects.toMatchObject({ statusCode: 403, code: "AuthorizationFailure" });
  });

  it("keeps the accounts apart", async () => {
    const blob = (await container(azure)).getBlockBlobClient("k");
    await blob.upload("mine", 4);
    const same = service(azure.stranger).getContainerClient(blob.containerName).getBlobClient("k");
    await expect(same.getProperties()).rejects.toMatchObject({ statusCode: 404 });
  });

  it("opens a blob to whoever has its signed address, and to nobody without", async () => {
    const blob = (await container(azure)).getBlockBlobClient("k");
    await blob.upload("mine", 4);
    const address = await blob.generateSasUrl({ permissions: BlobSASPermissions.parse("r"), expiresOn: new Date(Date.now() + 60_000) });
    expect(await (await fetch(address)).text()).toBe("mine");
    expect((await fetch(blob.url)).status).toBeGreaterThanOrEqual(400);
  });
});

function service({ endpoint, account, accountKey }: AzureAccount): BlobServiceClient {
  return new BlobServiceClient(endpoint, new StorageSharedKeyCredential(account, accountKey), { retryOptions: { maxTries: 1 } });
}

async function container(account: AzureAccount) {
  const client = service(account).getContainerClient(`test-${randomUUID()}`);
  await client.create();
  return client;
}
