import { withoutCredentials } from "../../config/redact.ts";
import { type ErrorCode, GlacierError } from "../../errors.ts";
import { cancelled } from "../../objects/cancellation.ts";
import { CERTIFICATE_HINT, isCertificateError } from "../../objects/certificate-error.ts";
import { nameOf, regionOf, statusOf, withoutSecrets } from "./native-error.ts";

/** What was asked of whom, for messages. */
export interface ErrorContext {
  readonly operation: string;
  /** Of the object or the bucket. */
  readonly uri: string;
  readonly bucketName: string;
  readonly region: string;
  readonly signal?: AbortSignal | undefined;
}

/** An error of the SDK as a Glacier error; anything that is not the SDK's, such as a mistake of this program, is passed on. */
export function translateError(error: unknown, context: ErrorContext): unknown {
  if (error instanceof GlacierError || !(error instanceof Error)) return error;
  if (context.signal?.aborted) return cancelled(context.operation, context.signal);
  const native = nameOf(error);
  // Only servers and the network are translated: everything else is a mistake that its own stack explains best.
  if (native === undefined) return error;
  const translation =
    elsewhere(error, native, context) ?? byName[native] ?? (isCertificateError(native) ? untrusted : byStatus(statusOf(error)));
  return asGlacierError(error, native, translation, context);
}

/** A bucket that does not exist, where S3's answer alone could also be about the object. */
export const noSuchBucket = (error: Error, context: ErrorContext): GlacierError =>
  asGlacierError(error, "NoSuchBucket", missingBucket, context);

/** An object that is not the one any more which was begun to be read: who begins anew reads the new one. */
export const overwritten = (error: Error | undefined, context: ErrorContext): GlacierError =>
  asGlacierError(
    error,
    "PreconditionFailed",
    { code: "CONFLICT", says: "was overwritten while it was read", hint: "Read it again.", retryable: true },
    context,
  );

/** Such as a page of a proxy that wants somebody to sign in. Taken for S3's, it would be an empty list, or a write that never was. */
export const unexpectedAnswer = ({ operation, uri }: ErrorContext): GlacierError =>
  new GlacierError("NETWORK", `${uri} ${notS3.says}.`, { hint: notS3.hint, operation });

function asGlacierError(
  error: Error | undefined,
  native: string,
  { code, says, hint, retryable = false }: Translation,
  context: ErrorContext,
): GlacierError {
  const text = typeof says === "string" ? `${context.uri} ${says}` : says(context);
  return new GlacierError(code, withoutCredentials(`${text} (${native}).`), {
    hint,
    operation: context.operation,
    retryable,
    cause: error && withoutSecrets(error),
  });
}

interface Translation {
  readonly code: ErrorCode;
  /** Continues "`URI` …", or is the whole sentence. */
  readonly says: string | ((context: ErrorContext) => string);
  readonly hint?: string;
  readonly retryable?: boolean;
}

/** A bucket of another region: S3 says so by a redirect, or by the region that a request should have been signed for. */
function elsewhere(error: Error, native: string, { region: asked }: ErrorContext): Translation | undefined {
  const region = regionOf(error);
  const status = statusOf(error);
  const redirected = status === 301 || status === 307 || native === "PermanentRedirect" || native === "AuthorizationHeaderMalformed";
  // A HEAD has no body that would name the error: the header alone tells.
  const unnamed = status === 400 && region !== undefined && region !== asked && !(native in byName);
  if (!redirected && !unnamed) return undefined;
  return region === undefined || region === asked
    ? {
        code: "CONFIG_INVALID",
        says: "is not served at this address",
        hint: "Check the region, the endpoint and forcePathStyle of AwsConfig.",
      }
    : {
        code: "CONFIG_INVALID",
        says: ({ bucketName }) => `bucket ${bucketName} exists in another region: ${region}`,
        hint: `Set region: "${region}" in AwsConfig.`,
      };
}

function byStatus(status: number | undefined): Translation {
  if (status === undefined) return unreachable;
  if (status < 400) return notS3;
  if (status === 407) return proxyRefuses;
  if (status === 408) return unreachable;
  if (status === 429 || status === 503) return throttled;
  if (status >= 500) return { ...unreachable, says: "could not be served" };
  if (status === 401 || status === 403) return denied;
  if (status === 404) return missing;
  if (status === 409 || status === 412) return changed;
  return {
    code: "CONFIG_INVALID",
    says: "was refused",
    hint: "The request does not fit this server: check the bucket's settings and the endpoint.",
  };
}

const denied: Translation = {
  code: "ACCESS_DENIED",
  says: "may not be accessed",
  hint: "Check that the credentials are those of an identity with rights on this bucket and its KMS key. S3 says so of a missing object, too, to who may not list the bucket.",
};
const wrongKey: Translation = {
  code: "ACCESS_DENIED",
  says: "may not be accessed: the access key or its secret is wrong",
  hint: "Check accessKeyId and secretAccessKey, or where the credential chain takes them from; and the region.",
};
const ended: Translation = {
  code: "ACCESS_DENIED",
  says: "may not be accessed: the session has ended",
  hint: "Sign in again: aws sso login, or get new temporary credentials.",
};
const skewed: Translation = {
  code: "ACCESS_DENIED",
  says: "may not be accessed: this machine's clock is wrong",
  hint: "Set the clock of this machine.",
};
const missing: Translation = { code: "NOT_FOUND", says: "was not found", hint: "Check the key; list() shows what there is." };
const missingBucket: Translation = {
  code: "NOT_FOUND",
  says: ({ bucketName }) => `bucket ${bucketName} does not exist`,
  hint: "Check the bucket's name, and the region or endpoint.",
};
const changed: Translation = {
  code: "CONFLICT",
  says: "is not as it was expected: another has written it, or it is there already",
  hint: "Look at it again, then decide anew.",
};
const atOnce: Translation = {
  code: "CONFLICT",
  says: "is being written by another at the same time",
  hint: "Try again.",
  retryable: true,
};
const throttled: Translation = {
  code: "THROTTLED",
  says: "was refused because of too many requests",
  hint: "Try again later.",
  retryable: true,
};
const unreachable: Translation = {
  code: "NETWORK",
  says: "could not be reached",
  hint: "Check the network, the region and the endpoint, and try again.",
  retryable: true,
};
const untrusted: Translation = {
  code: "NETWORK",
  says: "could not be reached: the server's certificate is not trusted",
  hint: CERTIFICATE_HINT,
};
const proxyRefuses: Translation = {
  code: "NETWORK",
  says: "could not be reached: a proxy on the way wants to know who asks",
  hint: "Check the proxy, and its user and password.",
};
const notS3 = {
  code: "NETWORK",
  says: "could not be reached: what answers is not S3",
  hint: "Check the endpoint, and whether a proxy stands in the way.",
} as const satisfies Translation;
const badName: Translation = { code: "CONFIG_INVALID", says: "is not a valid key", hint: "A key is 1 to 1024 bytes of UTF-8." };
const archived: Translation = {
  code: "UNSUPPORTED_OPERATION",
  says: "is archived, so it cannot be read now",
  hint: "Restore it first: aws s3api restore-object; that takes minutes to hours.",
};

const OTHER_SERVER = "Check the endpoint: what answers there knows no such request.";

const byName: Readonly<Record<string, Translation>> = {
  AccessDenied: denied,
  Forbidden: denied,
  AllAccessDisabled: denied,
  AccountProblem: denied,
  NotSignedUp: denied,
  InvalidAccessKeyId: wrongKey,
  SignatureDoesNotMatch: wrongKey,
  UnrecognizedClientException: wrongKey,
  ExpiredToken: ended,
  ExpiredTokenException: ended,
  InvalidToken: ended,
  TokenRefreshRequired: ended,
  RequestExpired: skewed,
  RequestTimeTooSkewed: skewed,
  NoSuchBucket: missingBucket,
  NoSuchKey: missing,
  NotFound: missing,
  NoSuchUpload: { ...atOnce, says: "could not be stored: its upload was removed by another, such as a lifecycle rule" },
  PreconditionFailed: changed,
  ConditionalRequestConflict: atOnce,
  OperationAborted: atOnce,
  SlowDown: throttled,
  ServiceUnavailable: throttled,
  TooManyRequests: throttled,
  TooManyRequestsException: throttled,
  Throttling: throttled,
  ThrottlingException: throttled,
  RequestLimitExceeded: throttled,
  BandwidthLimitExceeded: throttled,
  InternalError: { ...unreachable, says: "could not be served" },
  RequestTimeout: unreachable,
  IncompleteBody: unreachable,
  // What arrived is not what was sent.
  BadDigest: { ...unreachable, says: "was damaged on its way" },
  XAmzContentSHA256Mismatch: { ...unreachable, says: "was damaged on its way" },
  InvalidObjectState: archived,
  ObjectNotInActiveTierError: archived,
  KeyTooLongError: badName,
  InvalidURI: badName,
  URIError: badName,
  InvalidBucketName: { code: "CONFIG_INVALID", says: "has a name that no bucket may have", hint: "Check the bucket's name." },
  EntityTooLarge: { code: "CONFIG_INVALID", says: "is larger than this server takes", hint: "Store it in several objects." },
  EntityTooSmall: {
    code: "CONFIG_INVALID",
    says: "could not be stored: this server wants larger parts",
    hint: "Check the endpoint: S3 takes parts of 5 MiB.",
  },
  InvalidStorageClass: {
    code: "CONFIG_INVALID",
    says: "could not be stored: this server has no such storage class",
    hint: "Check S3Config.storageClass.",
  },
  NotImplemented: { code: "UNSUPPORTED_OPERATION", says: "was refused: this server cannot do that", hint: OTHER_SERVER },
  MethodNotAllowed: { code: "UNSUPPORTED_OPERATION", says: "was refused: this server does not do that here", hint: OTHER_SERVER },
  "KMS.NotFoundException": {
    code: "CONFIG_INVALID",
    says: "could not be encrypted: there is no such KMS key",
    hint: "Check S3Config.kmsKeyId.",
  },
  "KMS.DisabledException": {
    code: "ACCESS_DENIED",
    says: "could not be encrypted or decrypted: its KMS key is disabled",
    hint: "Enable the key.",
  },
  "KMS.KMSInvalidStateException": {
    code: "ACCESS_DENIED",
    says: "could not be encrypted or decrypted: its KMS key is not ready",
    hint: "Check the state of the key.",
  },
  ENOTFOUND: { ...unreachable, says: "could not be reached: the server's name is unknown" },
};
