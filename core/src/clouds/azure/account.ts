import { GlacierError } from "../../errors.ts";
import type { ObjectStorePlace } from "../../objects/place.ts";
import { parseConnectionString } from "./connection-string.ts";

/** A storage account: where it answers, and who asks. Holds secrets: never shown. */
export interface Account {
  /** URL of the blob service, without a slash at the end. */
  readonly endpoint: string;
  readonly accountName: string;
  readonly credential: AccountCredential;
}

export type AccountCredential =
  | { readonly kind: "key"; readonly accountKey: string }
  /** A shared access signature: a query without its question mark. */
  | { readonly kind: "signature"; readonly signature: string }
  /** Whoever the vendor's own tools take this machine or its user for. */
  | { readonly kind: "identity"; readonly tenantId: string | undefined };

/**
 * The account of a provider's config: by its connection string, else its key, else the identity that the SDK finds.
 *
 * @throws {GlacierError} `CONFIG_INVALID` when the config names no account.
 */
export function accountOf({ provider }: ObjectStorePlace, operation: string): Account {
  const { storageAccount, connectionString, accountKey, endpoint, tenantId } = texts(provider);
  const connection = connectionString === undefined ? undefined : parseConnectionString(connectionString, operation);
  if (connection?.accountName !== undefined && storageAccount !== undefined && connection.accountName !== storageAccount) {
    throw new GlacierError(
      "CONFIG_INVALID",
      `AzureConfig.storageAccount is "${storageAccount}", and connectionString belongs to account "${connection.accountName}".`,
      { hint: "Give one of the two, or make them agree.", operation },
    );
  }
  const url = endpoint ?? connection?.endpoint;
  const accountName = storageAccount ?? connection?.accountName ?? (url === undefined ? undefined : accountIn(new URL(url)));
  if (accountName === undefined) {
    throw new GlacierError("CONFIG_INVALID", "AzureConfig names no storage account.", {
      hint: "Set storageAccount or connectionString (in the environment: AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING).",
      operation,
    });
  }
  return {
    endpoint: url === undefined ? `https://${accountName}.blob.core.windows.net` : withAccount(new URL(url), accountName),
    accountName,
    credential: connection?.credential ?? (accountKey === undefined ? { kind: "identity", tenantId } : { kind: "key", accountKey }),
  };
}

/** The SDK sends no token to where others may read it, and says so in an error of no name. @throws {GlacierError} `CONFIG_INVALID`. */
export function requireEncryption({ credential, endpoint }: Account, operation: string): void {
  if (credential.kind !== "identity" || !endpoint.startsWith("http:")) return;
  throw new GlacierError(
    "CONFIG_INVALID",
    `AzureConfig has no accountKey or connectionString for ${endpoint}, and nobody can sign in over http.`,
    {
      hint: "Give the account's key, such as the emulator's own, or an https endpoint.",
      operation,
    },
  );
}

/** `etl` in `https://etl.blob.core.windows.net` and in `http://127.0.0.1:10000/etl`. */
function accountIn(url: URL): string | undefined {
  return (isPathStyle(url) ? url.pathname.split("/")[1] : url.hostname.split(".")[0]) || undefined;
}

/** Emulators have no host name for each account, so the account is the first part of the path. */
function withAccount(url: URL, accountName: string): string {
  if (isPathStyle(url) && url.pathname === "/") url.pathname = accountName;
  return url.href.replace(/\/$/, "");
}

/** A number, or a name of one's own network, such as `azurite` in a group of containers. */
const isPathStyle = ({ hostname }: URL): boolean =>
  !hostname.includes(".") || /^[\d.]+$/.test(hostname) || hostname.endsWith(".docker.internal");

type Field = "storageAccount" | "connectionString" | "accountKey" | "endpoint" | "tenantId";

/** The config's class has checked the fields; here they are plain data again. */
function texts(fields: Readonly<Record<string, unknown>>): Readonly<Partial<Record<Field, string>>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === "string"));
}
