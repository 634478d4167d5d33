import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { BlobServiceClient, type ContainerClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createObjectStore } from "../../core/src/clouds/azure/object-store.ts";
import type { Call, ObjectStore } from "../../core/src/objects/object-store.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";

const call: Call = { operation: "bucket.copy" };

// Azurite knows no "Put Block From URL": a server before it does what that request says, and passes on all others.
onEmulator("azure", (azure) => {
  let container: ContainerClient;
  let store: ObjectStore;
  /** Ranges of the source that were asked for. */
  let ranges: string[];
  /** What happens before a block is copied. */
  let beforeBlock: (source: string) => unknown;

  beforeAll(async () => {
    const account = new StorageSharedKeyCredential(azure.account, azure.accountKey);
    container = new BlobServiceClient(azure.endpoint, account).getContainerClient(`test-${randomUUID()}`);
    await container.create();
    const server = createServer((incoming, outgoing) => {
      const source = incoming.headers["x-ms-copy-source"];
      if (incoming.url?.includes("comp=block&") && typeof source === "string")
        blockFromUrl(source, incoming, outgoing).catch(() => outgoing.writeHead(500).end());
      else passOn(incoming, outgoing);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${azure.account}`;
    const provider = { storageAccount: azure.account, accountKey: azure.accountKey, endpoint };
    store = createObjectStore(
      { provider, bucket: undefined, bucketName: container.containerName },
      { wholeCopySize: 1000, firstPauseMs: 1 },
    );
    return () => {
      server.closeAllConnections();
      server.close();
    };
  });

  beforeEach(() => {
    ranges = [];
    beforeBlock = () => undefined;
  });

  async function blockFromUrl(source: string, { url = "", headers }: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    await beforeBlock(source);
    const range = String(headers["x-ms-source-range"]);
    ranges.push(range);
    const answer = await fetch(Object.assign(new URL(source), { host: new URL(azure.endpoint).host }), {
      headers: { range, connection: "close" },
    });
    if (!answer.ok) {
      outgoing.writeHead(answer.status, { "x-ms-error-code": "CannotVerifyCopySource" }).end();
      return;
    }
    const bytes = Buffer.from(await answer.arrayBuffer());
    const { pathname, searchParams } = new URL(url, azure.endpoint);
    const key = decodeURIComponent(pathname.split("/").slice(3).join("/"));
    await container.getBlockBlobClient(key).stageBlock(searchParams.get("blockid") ?? "", bytes, bytes.length);
    outgoing.writeHead(201).end();
  }

  function passOn(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { hostname, port } = new URL(azure.endpoint);
    const { method, url: path, headers } = incoming;
    const passed = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed.on("error", () => outgoing.destroy()));
  }

  describe("a copy in blocks", () => {
    const bytes = randomBytes(2_500);

    it("is the same bytes, with the same properties", async () => {
      await container.getBlockBlobClient("a b/ü").upload(bytes, bytes.length, {
        blobHTTPHeaders: { blobContentType: "text/x-mine", blobCacheControl: "no-cache", blobContentLanguage: "de" },
        metadata: { owner: "me" },
      });
      const copied = await store.copy("a b/ü", "to", call);
      expect(ranges.sort()).toEqual(["bytes=0-999", "bytes=1000-1999", "bytes=2000-2499"]);
      expect(await store.head("to", call)).toEqual({ ...copied, size: 2500, contentType: "text/x-mine", storageClass: "Hot" });
      expect((await buffer(await store.get("to", { offset: 0 }, call))).equals(bytes)).toBe(true);
      const properties = await container.getBlobClient("to").getProperties();
      expect(properties).toMatchObject({ cacheControl: "no-cache", contentLanguage: "de", metadata: { owner: "me" } });
    });

    it("is not made of two versions", async () => {
      await store.put("changing", { bytes }, {}, call);
      await store.put("old", { bytes: Buffer.from("old") }, {}, call);
      beforeBlock = () => container.getBlockBlobClient("changing").upload(randomBytes(2_500), 2_500);
      await expect(store.copy("changing", "old", call)).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
      expect(String(await buffer(await store.get("old", { offset: 0 }, call)))).toBe("old");
    });

    it("leaves what was there when the source is gone in the middle, and when it is cancelled", async () => {
      await store.put("source", { bytes }, {}, call);
      await store.put("kept", { bytes: Buffer.from("old") }, {}, call);
      const controller = new AbortController();
      beforeBlock = () => controller.abort();
      const cancelled = store.copy("source", "kept", { ...call, signal: controller.signal });
      await expect(cancelled).rejects.toMatchObject({ code: "CANCELLED" });
      await store.put("gone", { bytes }, {}, call);
      // Blocks of the cancelled copy may still come.
      beforeBlock = (source) => source.includes("/gone?") && container.getBlobClient("gone").deleteIfExists();
      const gone = store.copy("gone", "kept", call);
      await expect(gone).rejects.toMatchObject({ code: "NOT_FOUND", message: expect.stringContaining("what was to be copied") });
      expect(String(await buffer(await store.get("kept", { offset: 0 }, call)))).toBe("old");
    });
  });
});
