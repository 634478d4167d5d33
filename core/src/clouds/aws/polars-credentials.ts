import type { CredentialAnswer } from "../../objects/object-store.ts";
import type { S3Connection } from "./client.ts";
import { CONTAINER_PATH } from "./polars-access.ts";

/** Answers Polars as the metadata service of an EC2 instance, or of a container, would: with credentials that last for a while. */
export async function answerPolars(connection: () => Promise<S3Connection>, method: string, path: string): Promise<CredentialAnswer> {
  if (method === "PUT" && path === "/latest/api/token") return text(200, "glacier");
  if (method === "GET" && path === `${ROLES}/`) return text(200, ROLE);
  if (method !== "GET" || (path !== `${ROLES}/${ROLE}` && path !== CONTAINER_PATH)) return text(404, "Not Found");
  try {
    const { client } = await connection();
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await client.config.credentials();
    const body = {
      Code: "Success",
      Type: "AWS-HMAC",
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      Token: sessionToken ?? "",
      Expiration: (expiration ?? new Date(Date.now() + AN_HOUR_MS)).toISOString(),
    };
    return { status: 200, contentType: "application/json", body: JSON.stringify(body) };
  } catch {
    // Polars tries again, and what is wrong is said to whoever asks for anything else: a native error may hold what must not leave this process.
    return text(500, "There are no credentials now.");
  }
}

const text = (status: number, body: string): CredentialAnswer => ({ status, contentType: "text/plain", body });

const ROLES = "/latest/meta-data/iam/security-credentials";
const ROLE = "glacier";
const AN_HOUR_MS = 3_600_000;
