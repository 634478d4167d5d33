import type { _Error as NativeFailure } from "@aws-sdk/client-s3";
import { GlacierError } from "../../errors.ts";
import type { Call } from "../../objects/object-store.ts";
import { attempt, contextOf } from "./attempt.ts";
import type { S3Connection } from "./client.ts";
import { type ErrorContext, translateError } from "./errors.ts";

/** Removes keys, a thousand with each request. Throws what failed first, when all was tried. */
export async function removeObjects(connection: S3Connection, keys: readonly string[], call: Call): Promise<void> {
  const failures: unknown[] = [];
  const attempts = requestsFor(keys).map(
    (some) => () => (some.length === 1 ? removeOne(connection, some[0] ?? "", call) : removeSome(connection, some, call)),
  );
  const work = async (): Promise<void> => {
    for (let next = attempts.shift(); next !== undefined; next = attempts.shift()) await next().catch((error) => failures.push(error));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length > 0) throw failures[0];
}

/** Keys by request. Some keys cannot be written in XML; each has a request of its own, which has it in its address. */
function requestsFor(keys: readonly string[]): readonly (readonly string[])[] {
  const writable = keys.filter((key) => !NOT_IN_XML.test(key));
  const alone = keys.filter((key) => NOT_IN_XML.test(key)).map((key) => [key]);
  const count = Math.ceil(writable.length / MOST_KEYS);
  return [...Array.from({ length: count }, (_, index) => writable.slice(index * MOST_KEYS, (index + 1) * MOST_KEYS)), ...alone];
}

async function removeOne(connection: S3Connection, key: string, call: Call): Promise<void> {
  const { sdk, client, bucketName } = connection;
  await attempt(connection, key, call, (send) => client.send(new sdk.DeleteObjectCommand({ Bucket: bucketName, Key: key }), send));
}

async function removeSome(connection: S3Connection, keys: readonly string[], call: Call): Promise<void> {
  const { sdk, client, bucketName } = connection;
  const command = new sdk.DeleteObjectsCommand({ Bucket: bucketName, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true } });
  const { Errors = [] } = await attempt(connection, "", call, (send) => client.send(command, send));
  const failures: unknown[] = [];
  for (const failed of Errors) {
    if (failed.Code === "NoSuchKey") continue;
    const error = failureOf(failed, contextOf(connection, failed.Key ?? "", call));
    // Within an answer that is fine as a whole, the SDK tries nothing again.
    if (!mayPass(error) || failed.Key === undefined) failures.push(error);
    else await removeOne(connection, failed.Key, call).catch((reason) => failures.push(reason));
  }
  if (failures.length > 0) throw failures[0];
}

function failureOf({ Code = "InternalError", Message = "The key was not removed." }: NativeFailure, context: ErrorContext): unknown {
  return translateError(Object.assign(new Error(Message), { name: Code, $metadata: { httpStatusCode: 200 } }), context);
}

const mayPass = (error: unknown): boolean => error instanceof GlacierError && error.retryable;

/** Control characters, which XML knows not, or takes for the end of a line; and what is no character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const NOT_IN_XML = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/;
/** S3's limit. */
const MOST_KEYS = 1000;
const AT_ONCE = 4;
