import { randomUUID } from "node:crypto";
import type { Call } from "../../objects/object-store.ts";
import type { S3Connection } from "./client.ts";
import { unquoted } from "./etag.ts";
import { statusOf, triesOf } from "./native-error.ts";

/** Metadata by which a write recognises itself. The bytes do not tell: another may have written the same; nor does an etag, where a KMS key encrypts. */
export const newMark = (): Mark => ({ [MARK]: randomUUID() });

export type Mark = Readonly<Record<typeof MARK, string>>;

const MARK = "glacier-write";

/**
 * The etag of a write that was refused and has been done all the same: its answer was lost on its way, it was made again, and by then its condition was not
 * met any more, or its upload was no more, because of itself. Undefined for one that has not been done, or is gone again.
 */
export async function etagIfDone(
  connection: S3Connection,
  key: string,
  mark: Mark,
  error: unknown,
  { signal }: Call,
): Promise<string | undefined> {
  if (!REFUSALS.includes(statusOf(error) ?? 0) || triesOf(error) < 2) return undefined;
  const { sdk, client, bucketName } = connection;
  const command = new sdk.HeadObjectCommand({ Bucket: bucketName, Key: key });
  // Who is not allowed to look gets the error that there was.
  const head = await client.send(command, signal ? { abortSignal: signal } : {}).catch(() => undefined);
  return head?.Metadata?.[MARK] === mark[MARK] ? unquoted(head?.ETag) : undefined;
}

const REFUSALS = [404, 409, 412];
