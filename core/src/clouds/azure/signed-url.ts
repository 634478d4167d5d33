import type { BlobSASSignatureValues, SASProtocol, StorageSharedKeyCredential } from "@azure/storage-blob";
import { GlacierError, UnsupportedOperationError } from "../../errors.ts";
import { attempt } from "./attempts.ts";
import type { Client } from "./client.ts";
import type { ErrorContext } from "./errors.ts";
import type { Tuning } from "./tuning.ts";

/** A URL by which whoever has it may read one object. @throws {GlacierError} `UNSUPPORTED_OPERATION` where only a signature is known. */
export async function signedUrl(client: Client, key: string, expiresIn: number, context: ErrorContext, tuning: Tuning): Promise<string> {
  if (client.sharedKey) return signedByKey(client, client.sharedKey, key, expiresIn);
  if (client.identity) return signedByIdentity(client, key, expiresIn, context, tuning);
  throw new UnsupportedOperationError(`${context.operation}(): a shared access signature cannot sign further URLs.`, {
    hint: "Give AzureConfig an accountKey or a connection string with an AccountKey, or sign in.",
    operation: context.operation,
  });
}

export function signedByKey(client: Client, key: StorageSharedKeyCredential, name: string, expiresIn: number): string {
  const query = client.sdk.generateBlobSASQueryParameters(readingOf(client, name, expiresIn), key);
  return `${client.container.getBlobClient(name).url}?${query}`;
}

/** The service signs for identities with a key of their own, which lasts a week at most. */
const WEEK = 7 * 24 * 3600;

async function signedByIdentity(client: Client, name: string, expiresIn: number, context: ErrorContext, tuning: Tuning): Promise<string> {
  if (expiresIn > WEEK) {
    throw new GlacierError("CONFIG_INVALID", `${context.operation}(): expiresIn is ${expiresIn}; allowed is at most ${WEEK}, a week.`, {
      hint: "Longer URLs need an account key.",
      operation: context.operation,
    });
  }
  const values = readingOf(client, name, expiresIn);
  // Begun a little earlier, for clocks that are not the same.
  const startsOn = new Date(Date.now() - 5 * 60_000);
  const key = await attempt(context, tuning, () => client.service.getUserDelegationKey(startsOn, expiry(expiresIn)));
  const query = client.sdk.generateBlobSASQueryParameters(values, key, client.account.accountName);
  return `${client.container.getBlobClient(name).url}?${query}`;
}

const expiry = (expiresIn: number): Date => new Date(Date.now() + expiresIn * 1000);

function readingOf({ sdk, container }: Client, blobName: string, expiresIn: number): BlobSASSignatureValues {
  const secure = container.url.startsWith("https:");
  return {
    containerName: container.containerName,
    blobName,
    permissions: sdk.BlobSASPermissions.parse("r"),
    expiresOn: expiry(expiresIn),
    // Of the enum's names in the SDK only the values are loaded lazily.
    ...(secure && { protocol: "https" as SASProtocol }),
  };
}
