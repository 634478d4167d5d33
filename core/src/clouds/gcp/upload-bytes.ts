import { createHash, randomUUID } from "node:crypto";
import { GlacierError } from "../../errors.ts";
import type { Call, PutOptions } from "../../objects/object-store.ts";
import type { ObjectInfo } from "../../resources/adapter.ts";
import type { StorageClient } from "./client.ts";
import { generationCondition } from "./conditions.ts";
import { OBJECT_FIELDS, type ObjectResource, statOf } from "./objects.ts";

/** What every upload says of the object besides its bytes. */
export interface UploadDescription {
  readonly storageClass?: string;
}

/** Stores bytes with one request. The service compares their MD5 before there is an object (it is computed natively; CRC32C would be in JavaScript). */
export async function uploadBytes(
  client: StorageClient,
  key: string,
  bytes: Uint8Array,
  options: PutOptions & UploadDescription,
  call: Call,
): Promise<ObjectInfo> {
  const condition = generationCondition(options, client.uriOf(key), call);
  // An upload whose answer was lost meets itself when it is tried again; by this it recognises itself.
  const marker = condition.ifGenerationMatch === undefined ? undefined : randomUUID();
  const description = {
    ...descriptionOf(key, options),
    md5Hash: createHash("md5").update(bytes).digest("base64"),
    ...(marker !== undefined && { metadata: { [MARKER]: marker } }),
  };
  const boundary = randomUUID();
  const head = `--${boundary}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(description)}\r\n--${boundary}\r\nContent-Type: ${description.contentType}\r\n\r\n`;
  let tried = false;
  try {
    const data = await client.json<ObjectResource>(
      {
        method: "POST",
        path: `/upload${client.path()}`,
        query: { uploadType: "multipart", fields: OBJECT_FIELDS, ...condition },
        headers: { "Content-Type": `multipart/related; boundary=${boundary}` },
        data: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--`)]),
        onRetry: () => {
          tried = true;
        },
        key,
        missing: "bucket",
      },
      call,
    );
    return statOf(data);
  } catch (error) {
    const mayBeOurs = tried && marker !== undefined && error instanceof GlacierError && error.code === "CONFLICT";
    const stored = mayBeOurs ? await storedWith(client, key, marker, call) : undefined;
    if (stored) return stored;
    throw error;
  }
}

const MARKER = "glacier-write";

export function descriptionOf(key: string, { contentType, storageClass }: PutOptions & UploadDescription) {
  return { name: key, contentType: contentType ?? "application/octet-stream", ...(storageClass !== undefined && { storageClass }) };
}

async function storedWith(client: StorageClient, key: string, marker: string, call: Call): Promise<ObjectInfo | undefined> {
  const query = { fields: `${OBJECT_FIELDS},metadata` };
  const data = await client.json<ObjectResource>({ method: "GET", path: client.path(key), query, key }, call);
  return data.metadata?.[MARKER] === marker ? statOf(data) : undefined;
}
