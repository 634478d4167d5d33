import { GlacierError } from "../../errors.ts";
import type { Account } from "./account.ts";

/** What a connection string says; what it leaves out is for other fields of the config to say. */
export type Connection = Partial<Account>;

/** Published by Microsoft, the same for everyone: they open the emulator on one's own machine and nothing else. */
const emulator = {
  accountName: "devstoreaccount1",
  accountKey: "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
};

/** @throws {GlacierError} `CONFIG_INVALID`, which does not repeat the text: it holds a secret. */
export function parseConnectionString(text: string, operation: string): Connection {
  const parts = new Map<string, string>();
  for (const part of text.split(";").filter((part) => part.trim() !== "")) {
    // Keys and signatures have `=` in them.
    const split = part.indexOf("=");
    if (split < 0) throw invalid("has a part that is no name=value", operation);
    parts.set(part.slice(0, split).trim().toLowerCase(), part.slice(split + 1).trim());
  }
  if (parts.get("usedevelopmentstorage")?.toLowerCase() === "true") {
    const host = parts.get("developmentstorageproxyuri") ?? "http://127.0.0.1";
    return {
      endpoint: checkedUrl(`${host.replace(/\/$/, "")}:10000/${emulator.accountName}`, operation),
      accountName: emulator.accountName,
      credential: { kind: "key", accountKey: emulator.accountKey },
    };
  }
  const accountName = parts.get("accountname");
  const accountKey = parts.get("accountkey");
  const signature = parts.get("sharedaccesssignature")?.replace(/^\?/, "");
  const given = parts.get("blobendpoint");
  if (accountName === undefined && given === undefined) throw invalid("has neither AccountName nor BlobEndpoint", operation);
  if (accountKey !== undefined && accountName === undefined) throw invalid("has an AccountKey and no AccountName", operation);
  const suffix = parts.get("endpointsuffix") ?? "core.windows.net";
  const endpoint = given ?? `${parts.get("defaultendpointsprotocol") ?? "https"}://${accountName}.blob.${suffix}`;
  return {
    endpoint: checkedUrl(endpoint, operation),
    ...(accountName === undefined ? {} : { accountName }),
    ...(accountKey === undefined
      ? signature === undefined
        ? {}
        : { credential: { kind: "signature", signature } }
      : { credential: { kind: "key", accountKey } }),
  };
}

function checkedUrl(url: string, operation: string): string {
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw invalid("has an endpoint that is no http or https URL", operation);
}

function invalid(says: string, operation: string): GlacierError {
  return new GlacierError("CONFIG_INVALID", `AzureConfig.connectionString ${says}.`, {
    hint: "Copy it anew from the storage account's access keys, or from where its shared access signature was made.",
    operation,
  });
}
