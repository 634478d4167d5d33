import type { Call } from "../../objects/object-store.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import type { StorageClient } from "./client.ts";
import { OBJECT_FIELDS, type ObjectResource, statOf } from "./objects.ts";
import type { UploadDescription } from "./upload-bytes.ts";

/** The service copies; between storage classes and places it does so in steps, which are asked for one by one. */
export async function copyObject(
  client: StorageClient,
  from: string,
  to: string,
  description: UploadDescription,
  call: Call,
): Promise<ObjectInfo> {
  const source = description.storageClass === undefined ? undefined : await describe(client, from, call);
  let rewriteToken: string | undefined;
  do {
    const data = await client.json<RewriteAnswer>(
      {
        method: "POST",
        path: `${client.path(from)}/rewriteTo/b/${encodeURIComponent(client.bucketName)}/o/${encodeURIComponent(to)}`,
        query: {
          rewriteToken,
          maxBytesRewrittenPerCall: client.tuning.copyStep,
          fields: `done,rewriteToken,resource(${OBJECT_FIELDS})`,
          ifSourceGenerationMatch: source?.generation,
        },
        // With nothing said, the service keeps all that the source says of itself; with anything said, only that.
        data: source ? { ...source.description, ...description } : {},
        key: from,
      },
      call,
    );
    if (data.resource) return statOf(data.resource);
    rewriteToken = data.rewriteToken;
  } while (rewriteToken !== undefined);
  throw new Error("a copy ended without an object"); // never: the service gives a token or the object
}

async function describe(client: StorageClient, key: string, call: Call): Promise<{ generation: string; description: object }> {
  const query = { fields: `generation,${DESCRIPTIVE}` };
  const data = await client.json<ObjectResource>({ method: "GET", path: client.path(key), query, key }, call);
  const kept = DESCRIPTIVE.split(",");
  return { generation: data.generation, description: Object.fromEntries(Object.entries(data).filter(([name]) => kept.includes(name))) };
}

/** What an object says of itself, besides its bytes and its class. */
const DESCRIPTIVE = "contentType,contentEncoding,contentLanguage,contentDisposition,cacheControl,customTime,metadata";

interface RewriteAnswer {
  readonly done?: boolean;
  readonly rewriteToken?: string;
  readonly resource?: ObjectResource;
}
