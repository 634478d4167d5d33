import { GlacierError } from "../../errors.ts";
import { abortedBy, attempt } from "./attempts.ts";
import { failuresOf } from "./bounded.ts";
import type { Client } from "./client.ts";
import type { ErrorContext } from "./errors.ts";
import { requireKey } from "./keys.ts";
import type { Tuning } from "./tuning.ts";

/** The service takes no more in one request. */
const MOST_AT_ONCE = 256;
const BATCHES_AT_ONCE = 4;
const SINGLE_AT_ONCE = 16;

export interface Removing {
  readonly client: Client;
  readonly contextOf: (key: string) => ErrorContext;
  /** For what concerns all keys. */
  readonly context: ErrorContext;
  readonly tuning: Tuning;
}

/** @throws what failed first, when all was tried. */
export async function removeObjects(removing: Removing, keys: readonly string[]): Promise<void> {
  for (const key of keys) requireKey(key, removing.context.operation);
  const batches = batchesOf([...new Set(keys)]);
  const failures = await failuresOf(batches, { atOnce: BATCHES_AT_ONCE }, (batch) => removeBatch(removing, batch));
  if (failures.length > 0) throw failures[0];
}

async function removeBatch(removing: Removing, keys: readonly string[]): Promise<void> {
  // A signature may allow each removal and not the request for many.
  const singly = keys.length === 1 || removing.client.account.credential.kind === "signature";
  const left = singly ? keys : await leftByBatch(removing, keys);
  const failures = await failuresOf(left, { atOnce: SINGLE_AT_ONCE }, (key) => removeObject(removing, key));
  if (failures.length > 0) throw failures[0];
}

/** Removes by one request, and gives what is to be tried each by itself, which also says best why one cannot be removed. */
async function leftByBatch({ client, context, tuning }: Removing, keys: readonly string[]): Promise<readonly string[]> {
  const { container, sdk } = client;
  try {
    const { subResponses } = await attempt(context, tuning, async () => {
      const batch = new sdk.BlobBatch();
      for (const key of keys) await batch.deleteBlob(container.getBlobClient(key));
      return container.getBlobBatchClient().submitBatch(batch, abortedBy(context));
    });
    const done = new Set<string>();
    keys.forEach((key, index) => {
      const answer = subResponses[index];
      if (answer && (answer.status < 300 || answer.errorCode === "BlobNotFound")) done.add(key);
    });
    return keys.filter((key) => !done.has(key));
  } catch (error) {
    // Not every role, proxy or emulator allows many removals by one request.
    if (error instanceof GlacierError && singlyInstead.has(error.code)) return keys;
    throw error;
  }
}

const singlyInstead: ReadonlySet<string> = new Set(["ACCESS_DENIED", "UNSUPPORTED_OPERATION", "CONFIG_INVALID"]);

async function removeObject({ client, contextOf, tuning }: Removing, key: string): Promise<void> {
  const context = contextOf(key);
  await attempt(context, tuning, () => client.container.getBlobClient(key).deleteIfExists(abortedBy(context)));
}

function batchesOf(keys: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(keys.length / MOST_AT_ONCE) }, (_, index) =>
    keys.slice(index * MOST_AT_ONCE, (index + 1) * MOST_AT_ONCE),
  );
}
