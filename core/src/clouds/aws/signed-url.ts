import { GlacierError } from "../../errors.ts";
import type { Call } from "../../objects/object-store.ts";
import { attempt } from "./attempt.ts";
import type { S3Connection } from "./client.ts";

/** An address that opens an object for a while to whoever has it. */
export async function signedUrl(connection: S3Connection, key: string, expiresIn: number, call: Call): Promise<string> {
  const { operation } = call;
  if (expiresIn > A_WEEK) {
    throw new GlacierError(
      "CONFIG_INVALID",
      `${operation}(): expiresIn is ${expiresIn}; allowed are at most ${A_WEEK} seconds, which is a week.`,
      {
        operation,
      },
    );
  }
  if (key.split("/").some((part) => part === "." || part === "..")) {
    throw new GlacierError(
      "UNSUPPORTED_OPERATION",
      `${connection.uriOf(key)} has no signed URL: what takes URLs takes "." and ".." in them for folders.`,
      {
        operation,
        hint: "Copy the object to another key.",
      },
    );
  }
  return attempt(connection, key, call, () => addressOf(connection, key, expiresIn));
}

/** Asks no server. */
export async function addressOf({ sdk, client, bucketName }: S3Connection, key: string, expiresIn: number): Promise<string> {
  const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
  return getSignedUrl(client, new sdk.GetObjectCommand({ Bucket: bucketName, Key: key }), { expiresIn });
}

/** The limit of the signature. */
const A_WEEK = 7 * 24 * 60 * 60;
