import type { HttpAuthorization } from "@azure/storage-blob";
import { abortedBy } from "./attempts.ts";
import type { Client } from "./client.ts";
import type { ErrorContext } from "./errors.ts";
import { signedByKey } from "./signed-url.ts";
import { STORAGE_SCOPE } from "./token.ts";

/** An address from which the service itself may read an object. Holds a secret: never shown. */
export interface CopySource {
  readonly url: string;
  /** For the service's own request; the key of an account does not do here. */
  readonly authorization?: HttpAuthorization | undefined;
}

const SECONDS_FOR_ONE_REQUEST = 3600;

export async function copySourceOf(client: Client, key: string, context: ErrorContext): Promise<CopySource> {
  if (client.sharedKey) return { url: signedByKey(client, client.sharedKey, key, SECONDS_FOR_ONE_REQUEST) };
  // A signature of the account is part of every URL that the SDK makes.
  const { url } = client.container.getBlobClient(key);
  if (!client.identity) return { url };
  const token = await client.identity.getToken(STORAGE_SCOPE, abortedBy(context));
  return token ? { url, authorization: { scheme: "Bearer", value: token.token } } : { url };
}
