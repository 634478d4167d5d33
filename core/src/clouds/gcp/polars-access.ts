import { readFile } from "node:fs/promises";
import type { Call, PolarsAccess } from "../../objects/object-store.ts";
import type { StorageClient } from "./client.ts";
import type { CredentialsFile } from "./credentials-file.ts";

/**
 * How Polars reads the bucket by itself: with the files that it can read, or as a machine on Google Cloud, both of which it refreshes by
 * itself. It knows no workload identity federation and no impersonation: then the objects are read through Glacier.
 */
export async function polarsAccess(client: StorageClient, call: Call): Promise<PolarsAccess | undefined> {
  if (OVERRIDES.some((name) => (process.env[name] ?? "") !== "")) return undefined;
  const credentials = client.address.anonymous ? ANONYMOUS : await credentialsOf(client, call);
  if (!credentials) return undefined;
  const { origin } = client.address;
  return {
    root: `gs://${client.bucketName}/`,
    cloudOptions: {
      google_base_url: origin,
      google_skip_signature: String(client.address.anonymous),
      allow_http: String(origin.startsWith("http:")),
      ...credentials,
    },
  };
}

/** With one of these Polars takes other credentials than it is given, or none because there are two. */
const OVERRIDES = [
  "SERVICE_ACCOUNT",
  "GOOGLE_SERVICE_ACCOUNT",
  "GOOGLE_SERVICE_ACCOUNT_PATH",
  "GOOGLE_SERVICE_ACCOUNT_KEY",
  "GOOGLE_BEARER_TOKEN",
];

/** Without any, Polars reads the file of a sign-in even if it then signs nothing, and fails where it cannot understand it. */
const ANONYMOUS = {
  google_service_account_key: JSON.stringify({ private_key: "", private_key_id: "", client_email: "", disable_oauth: true }),
};

async function credentialsOf(client: StorageClient, call: Call): Promise<Record<string, string> | undefined> {
  for (const file of client.credentials.files()) {
    const type = await typeOf(file);
    if (type === "service_account") return { google_service_account: file.path };
    if (type === "authorized_user") return { google_application_credentials: file.path };
    if (type !== undefined) return undefined;
  }
  // Polars looks for a sign-in in the usual folder only, and would prefer one there to the machine's account.
  if ((process.env.CLOUDSDK_CONFIG ?? "") !== "") return undefined;
  const auth = await client.auth(call);
  const { Compute } = await import("google-auth-library");
  return (await auth.getClient()) instanceof Compute ? {} : undefined;
}

/** What kind of credentials a file holds; undefined where there is no such file. */
async function typeOf({ path }: CredentialsFile): Promise<string | undefined> {
  try {
    const { type } = JSON.parse(await readFile(path, "utf8")) as { type?: unknown };
    return typeof type === "string" ? type : "unknown";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    return "unknown"; // whoever asks for an object is told what is wrong with it
  }
}
