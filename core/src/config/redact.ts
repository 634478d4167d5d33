/** What stands in for a secret wherever a config is shown. */
export const REDACTED = "[redacted]";

/** A copy of a config's fields that may be shown: secret fields, and every value inside a secret record, are replaced. */
export function redactFields(fields: Readonly<Record<string, unknown>>, secrets: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, secrets.includes(name) ? redactLeaves(value) : showUrls(value)]),
  );
}

/** A value as it may stand in a message: short, on one line, and without the user, password or query of a URL. */
export function showValue(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol" || typeof value === "bigint" || value === undefined) return String(value);
  if (typeof value === "number") return String(value);
  const text = tryStringify(typeof value === "string" ? withoutUrlSecrets(value) : value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function redactLeaves(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactLeaves);
  if (typeof value !== "object" || value === null) return REDACTED;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactLeaves(inner)]));
}

const showUrls = (value: unknown): unknown => (typeof value === "string" ? withoutUrlSecrets(value) : value);

/** `https://user:password@host/path?sig=…` → `https://[redacted]@host/path?[redacted]`. */
function withoutUrlSecrets(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, `$1${REDACTED}@`).replace(/\?.*$/s, `?${REDACTED}`);
}

function tryStringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A cycle or a BigInt inside: its type is all that can be said in one line.
    return Object.prototype.toString.call(value);
  }
}
