import { throwIfAborted, untilAborted } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";
import type { S3Connection } from "./client.ts";
import { translateCredentialError } from "./credential-errors.ts";
import { type ErrorContext, translateError } from "./errors.ts";

/**
 * Makes requests about a key, or about the bucket when it is empty, on behalf of a call: with credentials, ending as soon as the call is cancelled,
 * and with errors in Glacier's terms.
 */
export async function attempt<Result>(
  connection: S3Connection,
  key: string,
  call: Call,
  action: (send: { readonly abortSignal?: AbortSignal }) => Promise<Result>,
): Promise<Result> {
  const context = contextOf(connection, key, call);
  throwIfAborted(call.signal, call.operation);
  try {
    // The SDK keeps them until shortly before they expire. Asked for apart, so that what is wrong with them is not taken for an answer of S3.
    await untilAborted(connection.client.config.credentials(), call.operation, call.signal);
  } catch (error) {
    throw translateCredentialError(error, context, connection.credentialSources);
  }
  try {
    return await untilAborted(action(call.signal === undefined ? {} : { abortSignal: call.signal }), call.operation, call.signal);
  } catch (error) {
    throw translateError(error, context);
  }
}

export function contextOf({ uriOf, bucketName, region }: S3Connection, key: string, { operation, signal }: Call): ErrorContext {
  return { operation, signal, uri: uriOf(key), bucketName, region };
}
