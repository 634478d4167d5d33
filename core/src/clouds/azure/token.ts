import type { TokenCredential } from "@azure/identity";
import type { CredentialAnswer } from "../../objects/object-store.ts";

/** What a token is for: blobs, of whichever account. */
export const STORAGE_SCOPE = "https://storage.azure.com/.default";

/**
 * A token, in the words of the metadata service of Azure's machines (api-version 2019-08-01), as Polars reads them.
 * The identity itself keeps a token until shortly before its end.
 */
export async function answerWithToken(identity: TokenCredential, method: string): Promise<CredentialAnswer> {
  if (method !== "GET") return answer(405, { error: "invalid_request", error_description: "Only GET is understood here." });
  const token = await identity.getToken(STORAGE_SCOPE);
  if (!token) return answer(400, { error: "invalid_request", error_description: "There is no identity." });
  const seconds = Math.floor(token.expiresOnTimestamp / 1000);
  return answer(200, {
    access_token: token.token,
    token_type: "Bearer",
    resource: "https://storage.azure.com",
    // As text: Polars takes no number here.
    expires_on: String(seconds),
    expires_in: String(Math.max(0, seconds - Math.floor(Date.now() / 1000))),
  });
}

/** Polars asks again for minutes where the status says that this may pass. */
export function refusal(): CredentialAnswer {
  return answer(400, { error: "invalid_request", error_description: "No token could be had." });
}

function answer(status: number, body: Readonly<Record<string, string>>): CredentialAnswer {
  return { status, contentType: "application/json", body: JSON.stringify(body) };
}
