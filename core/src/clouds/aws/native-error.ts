import { withoutCredentials } from "../../config/redact.ts";

/**
 * The same error with nothing in it that could be a secret. It stays what it was, so that `instanceof` and `name` still tell which one. S3 answers a
 * wrong signature with the key's id and all that was signed, which the SDK lays on the error.
 */
export function withoutSecrets<Native extends Error>(error: Native): Native {
  for (const name of Reflect.ownKeys(error)) {
    if (typeof name === "string" && HARMLESS.has(name)) continue;
    // What cannot be deleted, the SDK has hidden: inspection shows it no more than JSON does.
    Reflect.deleteProperty(error, name);
  }
  // The answer's body leads to the request and its headers.
  if ("$response" in error && typeof error.$response === "object" && error.$response !== null)
    Object.assign(error.$response, { body: undefined });
  for (const name of ["message", "stack"] as const) {
    const text = error[name];
    if (text !== undefined) Object.defineProperty(error, name, { value: withoutCredentials(text), configurable: true, writable: true });
  }
  if (error.cause instanceof Error) withoutSecrets(error.cause);
  else if (error.cause !== undefined) Reflect.deleteProperty(error, "cause");
  return error;
}

/** The HTTP status of an answer; undefined when there was none. */
export const statusOf = (error: unknown): number | undefined => numberIn(error, "httpStatusCode");

/** How often a request was made. */
export const triesOf = (error: unknown): number => numberIn(error, "attempts") ?? 1;

/** A number of what the SDK notes on every error. */
function numberIn(error: unknown, name: "httpStatusCode" | "attempts"): number | undefined {
  if (!(error instanceof Error && "$metadata" in error)) return undefined;
  const metadata: Partial<Record<typeof name, unknown>> = error.$metadata ?? {};
  return typeof metadata[name] === "number" ? metadata[name] : undefined;
}

/** S3's name of an error, or the network's; undefined for what comes from neither. */
export function nameOf(error: Error): string | undefined {
  if (error.name === "TimeoutError") return "TimeoutError";
  if (error instanceof URIError) return "URIError";
  if (statusOf(error) !== undefined) return error.name === "Error" || error.name === "Unknown" ? `HTTP ${statusOf(error)}` : error.name;
  // ERR_… is what Node calls a mistake of the program, except in TLS.
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return code !== undefined && (!code.startsWith("ERR_") || /^ERR_(TLS|SSL)_/.test(code)) ? code : undefined;
}

/** The region that S3 says the bucket is in. */
export function regionOf(error: Error): string | undefined {
  if ("Region" in error && typeof error.Region === "string") return error.Region;
  const response = "$response" in error ? error.$response : undefined;
  const headers = typeof response === "object" && response !== null && "headers" in response ? response.headers : undefined;
  const region =
    typeof headers === "object" && headers !== null && "x-amz-bucket-region" in headers ? headers["x-amz-bucket-region"] : undefined;
  return typeof region === "string" ? region : undefined;
}

const HARMLESS: ReadonlySet<string> = new Set([
  "name",
  "message",
  "stack",
  "cause",
  "code",
  "errno",
  "syscall",
  "address",
  "port",
  "hostname",
  "$fault",
  "$service",
  "$metadata",
  "$retryable",
  "Code",
  "Region",
]);
