import { GlacierError } from "../../errors.ts";
import { throwIfAborted } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";
import type { StorageClient } from "./client.ts";

/**
 * One request a key, since Cloud Storage has no request for many: the library's batches are deprecated by the service, and cost as much.
 *
 * @throws what failed first, when all was tried; `CANCELLED` at once.
 */
export async function removeObjects(client: StorageClient, keys: readonly string[], call: Call): Promise<void> {
  const rest = keys.values();
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    for (const key of rest) {
      throwIfAborted(call.signal, call.operation);
      try {
        await removeObject(client, key, call);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, keys.length) }, work));
  throwIfAborted(call.signal, call.operation);
  if (failures.length > 0) throw failures[0];
}

const AT_ONCE = 16;

async function removeObject(client: StorageClient, key: string, call: Call): Promise<void> {
  try {
    await client.request({ method: "DELETE", path: client.path(key), key }, call);
  } catch (error) {
    if (isMissingObject(error, client.uriOf(key))) return;
    throw error;
  }
}

/** Not a missing bucket, which is worth an error. */
const isMissingObject = (error: unknown, uri: string): boolean =>
  error instanceof GlacierError && error.code === "NOT_FOUND" && error.message.startsWith(uri);
