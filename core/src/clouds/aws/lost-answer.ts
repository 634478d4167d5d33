import type { Call } from "../../objects/object-store.ts";
import type { S3Connection } from "./client.ts";
import { unquoted } from "./etag.ts";
import { statusOf, triesOf } from "./native-error.ts";

/**
 * Whether a write that was refused has been done all the same: its answer was lost on its way, it was made again, and by then its condition was not met
 * any more, or its upload was no more, because of itself. The etag that the object must have then tells.
 */
export async function isDoneAlready(
  connection: S3Connection,
  key: string,
  etagIfDone: () => string,
  error: unknown,
  { signal }: Call,
): Promise<boolean> {
  const status = statusOf(error);
  if ((status !== 412 && status !== 404) || triesOf(error) < 2) return false;
  const { sdk, client, bucketName } = connection;
  const command = new sdk.HeadObjectCommand({ Bucket: bucketName, Key: key });
  // Who is not allowed to look gets the error that there was.
  const head = await client.send(command, signal ? { abortSignal: signal } : {}).catch(() => undefined);
  return head !== undefined && unquoted(head.ETag) === etagIfDone();
}
