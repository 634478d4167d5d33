import type { PolarsAccess } from "../../objects/object-store.ts";
import type { Account, AccountCredential } from "./account.ts";

/** How Polars reaches the account by itself; undefined where it would take other credentials than Glacier does. */
export async function polarsAccessTo(
  { endpoint, accountName, credential }: Account,
  bucketName: string,
  credentialsUrl: () => Promise<string>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<PolarsAccess | undefined> {
  if (isOverruled(credential, environment)) return undefined;
  return {
    root: `az://${bucketName}/`,
    cloudOptions: {
      azure_storage_account_name: accountName,
      azure_storage_endpoint: endpoint,
      allow_http: String(endpoint.startsWith("http:")),
      // The environment could say otherwise, and must not.
      azure_storage_use_emulator: "false",
      azure_use_fabric_endpoint: "false",
      azure_use_azure_cli: "false",
      azure_skip_signature: "false",
      ...(await credentialOptions(credential, credentialsUrl)),
    },
  };
}

async function credentialOptions(
  credential: AccountCredential,
  credentialsUrl: () => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  switch (credential.kind) {
    case "key":
      return { azure_storage_account_key: credential.accountKey };
    case "signature":
      return { azure_storage_sas_key: credential.signature };
    case "identity":
      return { azure_msi_endpoint: await credentialsUrl() };
  }
}

/**
 * Polars reads variables of the environment beneath its options, and takes the first of its kinds of credentials that it finds in either:
 * a token, a key, a client with a token's file or a secret, a signature, a metadata service.
 */
function isOverruled({ kind }: AccountCredential, environment: Readonly<Record<string, string | undefined>>): boolean {
  const has = new Set(
    Object.entries(environment).flatMap(([name, value]) => (value !== undefined && name.startsWith("AZURE_") ? [name.toLowerCase()] : [])),
  );
  const any = (names: readonly string[]): boolean => names.some((name) => has.has(name));
  if (any(TOKEN) || FABRIC.every((name) => has.has(name))) return true;
  if (kind === "key") return false;
  if (any(KEY) || (any(CLIENT) && any(TENANT) && any(CLIENT_PROOF))) return true;
  return kind === "identity" && any(SIGNATURE);
}

// object_store 0.13, AzureConfigKey, read 2026-11.
const TOKEN = ["azure_storage_token"];
const FABRIC = [
  "azure_fabric_token_service_url",
  "azure_fabric_workload_host",
  "azure_fabric_session_token",
  "azure_fabric_cluster_identifier",
];
const KEY = ["azure_storage_account_key", "azure_storage_access_key", "azure_storage_master_key"];
const CLIENT = ["azure_client_id", "azure_storage_client_id"];
const TENANT = ["azure_tenant_id", "azure_storage_tenant_id", "azure_authority_id", "azure_storage_authority_id"];
const CLIENT_PROOF = ["azure_federated_token_file", "azure_client_secret", "azure_storage_client_secret"];
const SIGNATURE = ["azure_storage_sas_key", "azure_storage_sas_token"];
