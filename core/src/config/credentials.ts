import type { ConfigClassName } from "./config-classes.ts";
import { fact } from "./fact.ts";

/** Where a text holds what looks like a real credential, by forms that nothing else has. Empty for what only might be one. */
export function credentialsIn(text: string): { start: number; end: number }[] {
  return credentialForms.value.flatMap((form) =>
    [...text.matchAll(form)].map(({ index, 0: found }) => ({ start: index, end: index + found.length })),
  );
}

/** Whether a text holds any of {@link credentialsIn}: one look at it, however many forms there are. */
export function hasCredential(text: string): boolean {
  return anyForm.test(text);
}

/** Whether a name says that its value is secret: `DB_PASSWORD`, `apiToken`; not `TOKEN_URL` or `PASSWORD_FILE`. */
export function namesSecret(name: string): boolean {
  return SECRET_NAME.test(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replaceAll(/[.-]/g, "_"));
}

/** Whether a value in a secret's place is none: what an emulator publishes, or what asks to be filled in. */
export function isNoSecret(value: string): boolean {
  return value.trim() === "" || PLACEHOLDER.test(value.trim()) || DEVELOPMENT.test(value);
}

/** The environment variable from which the vendor's own tools read a secret field. */
export function secretVariable(className: ConfigClassName, field: string): string | undefined {
  return variables.value[className]?.[field];
}

const SECRET_NAME =
  /(?:^|_)(?:password|passwd|pwd|passphrase|secret|token|api_?key|secret_?key|access_?key|account_?key|private_?key|connection_?string)$|^(?:spark_hadoop_)?fs_azure_account_key_/i;

/**
 * Also what AWS writes into its own examples, where engines are told to look a secret up (`{{secrets/scope/key}}`, `${env:TOKEN}`), the name of a secret in a
 * cloud's store, and what SOPS has encrypted.
 */
const PLACEHOLDER =
  /^(?:<.*>|\{\{.*\}\}|@Microsoft\.KeyVault\(.*\)|arn:aws[a-z-]*:(?:secretsmanager|ssm):.*|projects\/[^/]+\/secrets\/.*|ENC\[.*\]|\$\{.*\}|\*+|x{3,}|\.{3}|…|\[redacted\]|[A-Za-z0-9/+]*EXAMPLE(?:KEY)?|(?:your|insert|enter|replace)[-_ ].*|.*[-_ ]here|change[-_ ]?me|replace[-_ ]?me|missing|none|null|undefined|unset|unknown|todo|tbd|fixme|dummy|fake|placeholder|redacted|n\/a)$/i;

/** Azurite's account and its short connection string; any service on this machine. */
const DEVELOPMENT =
  /UseDevelopmentStorage=true|devstoreaccount1|Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq|Endpoint=https?:\/\/(?:localhost|127\.)/i;

/** How credentials look that nothing else looks like. Each form is found in a time that grows with the text's length. */
export const credentialForms = fact(
  [
    /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
    /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}={0,2}/g,
    /\b(?:DefaultEndpointsProtocol|AccountName|SharedAccessKeyName)=[^\s"']{1,500}?;(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{8,}={0,2}/g,
    /[?&]sig=[A-Za-z0-9%+/]{40,}(?:=|%3D)?/g,
    /\bdapi[0-9a-f]{32}\b/g,
    /\bAIza[A-Za-z0-9_-]{35}(?![\w-])/g,
    /\bgh[pousr]_[A-Za-z0-9]{36}\b/g,
    /\bxox[abprs]-[A-Za-z0-9-]{20,}/g,
    /\bsk_live_[A-Za-z0-9]{16,}/g,
    // Not behind a hyphen, which a token may hold: each such place in a long text would be tried to the end.
    /(?<![\w-])eyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g,
    /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g,
    /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?):\/\/[^\s/?#@"':$]{1,256}:[^\s/?#@"'$]{1,2048}@(?!localhost|127\.)/g,
  ],
  "the vendors' pages on access keys, storage connection strings, shared access signatures and personal access tokens",
  "2026-11",
);

const anyForm = new RegExp(credentialForms.value.map(({ source }) => source).join("|"));

const variables = fact<Readonly<Partial<Record<ConfigClassName, Readonly<Record<string, string>>>>>>(
  {
    AwsConfig: { accessKeyId: "AWS_ACCESS_KEY_ID", secretAccessKey: "AWS_SECRET_ACCESS_KEY", sessionToken: "AWS_SESSION_TOKEN" },
    AzureConfig: { connectionString: "AZURE_STORAGE_CONNECTION_STRING", accountKey: "AZURE_STORAGE_KEY" },
    DatabricksConfig: { token: "DATABRICKS_TOKEN" },
  },
  "AWS SDKs and Tools, environment variables; Azure CLI, storage; Databricks unified authentication",
  "2026-11",
);
