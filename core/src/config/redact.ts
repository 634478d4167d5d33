import { credentialForms } from "./credentials.ts";

/** What stands in for a secret wherever a config is shown. */
export const REDACTED = "[redacted]";

/** A copy of a config's fields that may be shown: secret fields, and every value inside a secret record, are replaced. */
export function redactFields(fields: Readonly<Record<string, unknown>>, secrets: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, secrets.includes(name) ? redactLeaves(value) : cleanTexts(value)]),
  );
}

/** A value as it may stand in a message: short, on one line, and without what looks like a credential. */
export function showValue(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol" || typeof value === "bigint" || value === undefined) return String(value);
  if (typeof value === "number") return String(value);
  // Before it is shortened, for half a credential does not look like one any more.
  const text = tryStringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** A text without the credentials in it that are known by their look: keys, tokens, connection strings, signed URLs. */
export function withoutCredentials(text: string): string {
  return shapes.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

/**
 * What is hidden, wider than what is reported as a credential: here a password may be any word. Where the reader can be told which one it was, what tells
 * it stays. Every repetition that can begin anywhere has a limit, so that a long text costs no more than its length.
 */
const shapes: readonly [pattern: RegExp, replacement: string][] = [
  [/\b(AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)=[^;\s"']+/gi, `$1=${REDACTED}`],
  [
    /([?&](?:sig|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|X-Goog-Signature|X-Goog-Credential|Signature|access_token|token)=)[^&\s"'<>]+/gi,
    `$1${REDACTED}`,
  ],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@"':]{0,256}:[^\s/?#@"']{0,2048}@/gi, `$1${REDACTED}@`],
  [/\b(Bearer|Basic) [A-Za-z0-9+/_.~=-]{8,}/g, `$1 ${REDACTED}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  ...credentialForms.value.map((form): [RegExp, string] => [form, REDACTED]),
];

function redactLeaves(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactLeaves);
  if (typeof value !== "object" || value === null) return REDACTED;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactLeaves(inner)]));
}

/** The same value with every text in it made fit to be shown. What has a `toJSON` of its own, such as a config, hides there what is secret. A cycle is left as it is. */
function cleanTexts(value: unknown, above: readonly unknown[] = []): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null || above.includes(value)) return value;
  const path = [...above, value];
  if ("toJSON" in value && typeof value.toJSON === "function") return cleanTexts(value.toJSON(), path);
  if (Array.isArray(value)) return value.map((inner) => cleanTexts(inner, path));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [withoutCredentials(key), cleanTexts(inner, path)]));
}

function cleanText(text: string): string {
  // An object written as JSON is a credentials file more often than anything else. A glob, `{a,b}.csv`, has no quoted names.
  if (/^\s*\{/.test(text) && /"\s*:/.test(text)) return REDACTED;
  return withoutCredentials(withoutUrlSecrets(text));
}

/** `https://user:password@host/path?sig=…` → `https://[redacted]@host/path?[redacted]`. */
function withoutUrlSecrets(text: string): string {
  if (!/^\s*[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  return text.replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, `$1${REDACTED}@`).replace(/\?.*$/s, `?${REDACTED}`);
}

function tryStringify(value: unknown): string {
  try {
    const clean = cleanTexts(value);
    return JSON.stringify(clean) ?? String(clean);
  } catch {
    // A cycle, a BigInt, a getter that throws or too many levels inside: its type is all that can be said in one line.
    return Object.prototype.toString.call(value);
  }
}
