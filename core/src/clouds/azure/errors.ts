import { withoutCredentials } from "../../config/redact.ts";
import { type ErrorCode, GlacierError } from "../../errors.ts";
import { CERTIFICATE_HINT, isCertificateError } from "../../objects/certificate-error.ts";

export interface ErrorContext {
  readonly operation: string;
  /** Of the object, or of the bucket. */
  readonly uri: string;
  readonly bucketName: string;
  readonly signal?: AbortSignal | undefined;
}

/** An error of the SDK as a Glacier error; anything else is passed on. */
export function translateError(error: unknown, context: ErrorContext): unknown {
  if (error instanceof GlacierError || !(error instanceof Error)) return error;
  const code = nativeCode(error);
  const translation = identityProblem(error) ?? (code === undefined ? undefined : translationOf(code, statusOf(error)));
  return translation === undefined ? error : inWords(translation, code ?? error.name, context, withoutSecrets(error));
}

function inWords(translation: Translation, code: string, { operation, uri, bucketName }: ErrorContext, cause?: Error): GlacierError {
  const says = translation.says.replace("BUCKET", () => JSON.stringify(bucketName));
  return new GlacierError(translation.code, translation.alone ? `${says}.` : `${uri} ${says} (${code}).`, {
    hint: translation.hint,
    operation,
    retryable: translation.retryable ?? false,
    cause,
  });
}

/** Such as a page of a proxy that wants somebody to sign in. */
export function unexpectedAnswer({ operation, uri }: ErrorContext): GlacierError {
  return new GlacierError(notAzure.code, `${uri} ${notAzure.says}.`, { hint: notAzure.hint, operation });
}

/** An object that is not the one any more which was begun to be read: who begins anew reads the new one. */
export function overwritten({ operation, uri }: ErrorContext): GlacierError {
  return new GlacierError("CONFLICT", `${uri} was overwritten while it was read.`, { hint: "Read it again.", operation, retryable: true });
}

/** The bytes of an answer stopped, whatever the reason: who reads may ask for the rest. */
export function brokenBody(error: unknown, { operation, uri }: ErrorContext): GlacierError {
  if (error instanceof GlacierError) return error;
  return new GlacierError("NETWORK", `${uri} could not be read to its end: the connection broke.`, {
    hint: connectionHint,
    operation,
    retryable: true,
    cause: error instanceof Error ? withoutSecrets(error) : undefined,
  });
}

/** Whether a range begins behind the end of the object. */
export const isBehindTheEnd = (error: unknown): boolean => statusOf(error) === 416;

/** Whether a condition was not met, or blocks are not there (any more). */
export const isRefusal = (error: unknown): boolean => [400, 409, 412].includes(statusOf(error) ?? 0);

/** How long the service asks to be left alone, in milliseconds. */
export function retryAfterMs(error: unknown): number | undefined {
  const seconds = Number(answerOf(error)?.headers?.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** What is looked at of the SDK's answers, which its errors carry. */
interface Answer {
  readonly headers?: { get(name: string): string | undefined };
}

function answerOf(error: unknown): Answer | undefined {
  return error instanceof Error && "response" in error ? (error.response as Answer | undefined) : undefined;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : undefined;
}

/** `BlobNotFound`, `ECONNREFUSED`; the status where an answer names none. Undefined for what does not come from the service or the network. */
function nativeCode(error: Error): string | undefined {
  if (error.name === "AbortError") return "aborted";
  const status = statusOf(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (status !== undefined) return code ?? answerOf(error)?.headers?.get("x-ms-error-code") ?? `HTTP ${status}`;
  if (error.name === "RestError") return code ?? "no answer";
  return "syscall" in error ? code : undefined;
}

interface Translation {
  readonly code: ErrorCode;
  /** Continues "`URI` …". */
  readonly says: string;
  /** The text says it all, without a URI. */
  readonly alone?: boolean;
  readonly hint: string;
  readonly retryable?: boolean;
}

/** The SDK's own search for credentials. Its errors are told apart by their names: they have no codes. */
function identityProblem(error: Error): Translation | undefined {
  const all = error.name === "AggregateAuthenticationError" && "errors" in error && Array.isArray(error.errors) ? error.errors : [error];
  const names = all.map((one: unknown) => (one instanceof Error ? one.name : ""));
  if (names.some((name) => name === "AuthenticationError" || name === "AuthenticationRequiredError")) return signedOut;
  return names.every((name) => name === "CredentialUnavailableError") ? nobody : undefined;
}

const connectionHint = "Check the connection, and storageAccount and endpoint in AzureConfig.";

const nobody: Translation = {
  code: "CREDENTIALS_MISSING",
  says:
    "no credentials found: AzureConfig has neither connectionString nor accountKey, and there is no identity of the environment (AZURE_CLIENT_ID …), " +
    "of this machine, or of a user who signed in",
  alone: true,
  hint: "Set connectionString or accountKey, give the machine an identity, or sign in with: az login. A public container is asked with some, too.",
};
const signedOut: Translation = {
  code: "ACCESS_DENIED",
  says: "may not be reached: signing in failed, or has expired",
  hint: "Sign in again with: az login; or check AZURE_TENANT_ID, AZURE_CLIENT_ID and their secret.",
};
const denied: Translation = {
  code: "ACCESS_DENIED",
  says: "may not be read or written with these credentials",
  hint:
    "Check the account key or shared access signature and when it expires, this machine's clock, the account's network rules, and for an identity " +
    'that it has the role "Storage Blob Data Contributor" (reader: "Storage Blob Data Reader").',
};
const busy: Translation = {
  code: "THROTTLED",
  says: "could not be reached: the service is too busy",
  hint: "Try again later, or with fewer requests at once.",
  retryable: true,
};
const unreachable: Translation = {
  code: "NETWORK",
  says: "could not be reached",
  hint: connectionHint,
  retryable: true,
};
const damaged: Translation = {
  code: "NETWORK",
  says: "could not be stored: its bytes were damaged on the way",
  hint: "Try again.",
  retryable: true,
};
const untrusted: Translation = {
  code: "NETWORK",
  says: "could not be reached: its certificate is not trusted",
  hint: CERTIFICATE_HINT,
};
const proxyRefuses: Translation = {
  code: "NETWORK",
  says: "could not be reached: a proxy on the way wants to know who asks",
  hint: "Check HTTPS_PROXY, with its user and password.",
};
const notAzure = {
  code: "NETWORK",
  says: "could not be reached: what answers is not Azure Blob Storage",
  hint: "Check the endpoint, and whether a proxy stands in the way.",
} as const satisfies Translation;
const unknownThere: Translation = {
  code: "UNSUPPORTED_OPERATION",
  says: "was refused: what answers there cannot do that",
  hint: "Check the endpoint: what answers there knows no such request.",
};
const missing: Translation = { code: "NOT_FOUND", says: "was not found", hint: "Check the key; list() shows what there is." };
const missingBucket: Translation = {
  code: "NOT_FOUND",
  says: "was not found: bucket BUCKET does not exist",
  hint: "Create the container, or check the bucket's name and storageAccount.",
};
const conflict: Translation = {
  code: "CONFLICT",
  says: "is not what the condition asks for: it exists already, or was changed meanwhile",
  hint: "Read it again, then decide anew.",
};
const overtaken: Translation = {
  code: "CONFLICT",
  says: "was not stored: another upload of the same key was finished meanwhile, and with it the service forgot the blocks of this one",
  hint: "Try again.",
  retryable: true,
};
const leased: Translation = { code: "CONFLICT", says: "is held by a lease", hint: "Wait for the end of the lease, or break it." };
const archived: Translation = {
  code: "UNSUPPORTED_OPERATION",
  says: "is archived and cannot be read",
  hint: "Rehydrate it first (az storage blob set-tier --tier Hot), which takes hours.",
};
const immutable: Translation = { code: "ACCESS_DENIED", says: "is protected by an immutability policy", hint: "Write to another key." };
const invalid: Translation = {
  code: "CONFIG_INVALID",
  says: "is not what the service takes",
  hint: "Check the bucket's name, the key, and the settings in BlobConfig.",
};

const translations: Readonly<Record<string, Translation>> = {
  ContainerNotFound: missingBucket,
  BlobArchived: archived,
  BlobBeingRehydrated: archived,
  BlobImmutableDueToPolicy: immutable,
  LeaseIdMissing: leased,
  LeaseIdMismatchWithBlobOperation: leased,
  LeaseAlreadyPresent: leased,
  InvalidBlockList: overtaken,
  BlockCountExceedsLimit: {
    ...invalid,
    says: "is larger than the service takes in blocks of this size",
    hint: "Store it in several objects.",
  },
  Md5Mismatch: damaged,
  Crc64Mismatch: damaged,
  SnapshotsPresent: { code: "CONFLICT", says: "has snapshots, which would go with it", hint: "Remove its snapshots first." },
  ContainerBeingDeleted: { ...missingBucket, says: "was not found: bucket BUCKET is being deleted" },
  InvalidAuthenticationInfo: signedOut,
  FeatureNotSupportedForHierarchicalNamespace: {
    code: "UNSUPPORTED_OPERATION",
    says: "is in an account with a hierarchical namespace, which cannot do this",
    hint: "Use an account without it.",
  },
  BlobTypeNotSupported: {
    code: "UNSUPPORTED_OPERATION",
    says: "is no block blob",
    hint: "Append and page blobs can be read and removed; choose another key to write.",
  },
  InvalidBlobType: {
    code: "CONFLICT",
    says: "is an append or page blob, which cannot be replaced by a block blob",
    hint: "Remove it first, or choose another key.",
  },
  PublicAccessNotPermitted: denied,
  ENOTFOUND: { ...unreachable, says: "could not be reached: its host has no address" },
};

function translationOf(code: string, status: number | undefined): Translation {
  const known = Object.hasOwn(translations, code) ? translations[code] : undefined;
  if (known) return known;
  const usual = status === undefined && isCertificateError(code) ? untrusted : byStatus(status);
  return code === "CannotVerifyCopySource"
    ? { ...usual, says: "could not be written: what was to be copied was not found, or may not be read" }
    : usual;
}

function byStatus(status: number | undefined): Translation {
  if (status === undefined) return unreachable;
  if (status < 400) return notAzure;
  if (status === 401) return signedOut;
  if (status === 403) return denied;
  if (status === 404) return missing;
  if (status === 407) return proxyRefuses;
  if (status === 409 || status === 412) return conflict;
  if (status === 501) return unknownThere;
  if (status === 429 || status === 503) return busy;
  if (status === 408 || status >= 500) return unreachable;
  return invalid;
}

/** The SDK's errors carry their request, whose headers and URL hold keys, tokens and signatures. */
function withoutSecrets(error: Error): Error {
  const clean = new Error(withoutCredentials(error.message));
  clean.name = error.name;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const stack = error.stack?.slice(error.stack.indexOf("\n    at "));
  clean.stack = `${clean.name}: ${clean.message}${stack?.startsWith("\n") ? stack : ""}`;
  return Object.assign(clean, { code, statusCode: statusOf(error) });
}
