import { GlacierError, UnsupportedOperationError } from "../../errors.ts";
import { untilAborted } from "../../objects/cancellation.ts";
import type { Call } from "../../objects/object-store.ts";
import type { StorageClient } from "./client.ts";
import { signingFailed, translateCredentialsError } from "./errors.ts";

/** A V4 signed address, made by the vendor's own client: with the service account's key, else by the IAM API on its behalf. */
export async function signedUrl(client: StorageClient, key: string, expiresIn: number, call: Call): Promise<string> {
  const { operation } = call;
  const uri = client.uriOf(key);
  if (expiresIn > LONGEST) {
    throw new GlacierError(
      "CONFIG_INVALID",
      `${operation}(): expiresIn is ${expiresIn}; Cloud Storage allows at most ${LONGEST} seconds.`,
      { operation },
    );
  }
  if (client.address.anonymous) {
    throw new UnsupportedOperationError(`${uri} cannot be signed for: requests to ${client.address.origin} carry no credentials.`, {
      hint: "Sign with a service account: name its file in credentialsFile.",
      operation,
    });
  }
  if (/(^|\/)\.{1,2}(\/|$)/.test(key)) {
    throw new UnsupportedOperationError(`${uri} cannot be signed for: programs that open addresses take . and .. in them for folders.`, {
      hint: "Copy the object to another key.",
      operation,
    });
  }
  const auth = await client.auth(call);
  try {
    const { client_email: account } = await untilAborted(auth.getCredentials(), call.operation, call.signal);
    if (!account) throw cannotSign(uri, operation);
    const { Storage } = await import("@google-cloud/storage");
    const storage = new Storage({ authClient: auth, apiEndpoint: client.address.origin, useAuthWithCustomEndpoint: true });
    const file = storage.bucket(client.bucketName).file(key);
    const [url] = await untilAborted(
      file.getSignedUrl({ version: "v4", action: "read", expires: Date.now() + expiresIn * 1000 }),
      call.operation,
      call.signal,
    );
    return url;
  } catch (error) {
    const context = client.contextOf({ key }, call);
    throw error instanceof Error && error.name === "SigningError"
      ? signingFailed(error, context)
      : translateCredentialsError(error, context, client.credentials.lookedFor());
  }
}

const LONGEST = 7 * 24 * 3600; // seconds [Cloud Storage, V4 signing, 2026-11]

const cannotSign = (uri: string, operation: string): GlacierError =>
  new UnsupportedOperationError(`${uri} cannot be signed for: a user's own sign-in cannot sign, only a service account can.`, {
    hint: 'Name a service account\'s file in credentialsFile, or sign in with "gcloud auth application-default login --impersonate-service-account=…".',
    operation,
  });
