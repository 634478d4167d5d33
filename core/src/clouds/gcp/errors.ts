import { type ErrorCode, GlacierError } from "../../errors.ts";
import { cancelled } from "../../objects/cancellation.ts";
import { CERTIFICATE_HINT, isCertificateError } from "../../objects/certificate-error.ts";
import type { Call } from "../../objects/object-store.ts";
import { causeOf, EXPIRED, type NativeError, nativeOf } from "./native-error.ts";

/** What was asked for when a request failed. */
export interface RequestContext {
  readonly call: Call;
  /** What the request is about, for messages. */
  readonly uri: string;
  readonly bucketName: string;
  /** Of a host that cannot be found, for the message. */
  readonly host: string;
  /** Whether no credentials went along. */
  readonly anonymous?: boolean | undefined;
  /** What a 404 says is missing. Default: the object. */
  readonly missing?: "object" | "bucket" | "upload" | undefined;
}

/** An error of a request to Cloud Storage as a Glacier error. What is none of the network's or the service's is passed on. */
export function translateError(error: unknown, context: RequestContext): unknown {
  const { call } = context;
  if (error instanceof GlacierError) return error;
  if (call.signal?.aborted) return cancelled(call.operation, call.signal);
  const native = nativeOf(error);
  const translation = native.status === undefined ? ofConnection(native, context) : ofAnswer(native, context);
  if (translation) return glacierError(translation, native, context.uri, call);
  // The library's own errors hold the request with its token, so none of them goes on as it is.
  return isOfLibrary(error)
    ? glacierError({ code: "NETWORK", says: "could not be asked", hint: "Check the network, and endpoint." }, native, context.uri, call)
    : error;
}

const isOfLibrary = (error: unknown): boolean => typeof error === "object" && error !== null && "config" in error;

/** An error of the library while it was finding or fetching credentials. */
export function translateCredentialsError(error: unknown, { call, uri, host }: RequestContext, lookedFor: string): unknown {
  if (error instanceof GlacierError) return error;
  if (call.signal?.aborted) return cancelled(call.operation, call.signal);
  const native = nativeOf(error);
  if (native.reason !== undefined && EXPIRED.has(native.reason))
    return glacierError(
      { code: "ACCESS_DENIED", says: "cannot be reached: the credentials have expired or were revoked", hint: SIGN_IN },
      native,
      uri,
      call,
    );
  const unreached =
    ofConnection(native, { host }) ?? (native.status !== undefined && isOnTheWay(native.status) ? ofStatus(native.status) : undefined);
  if (unreached) return glacierError({ ...unreached, says: `cannot be reached: no credentials could be fetched` }, native, uri, call);
  if (native.status !== undefined)
    return glacierError(
      { code: "ACCESS_DENIED", says: "cannot be reached: the credentials were refused", hint: SIGN_IN },
      native,
      uri,
      call,
    );
  return new GlacierError("CREDENTIALS_MISSING", `no credentials found: ${lookedFor}.`, {
    hint: 'Run "gcloud auth application-default login", or name a service account file in credentialsFile or GOOGLE_APPLICATION_CREDENTIALS. A public bucket is asked with some, too; any account\'s do.',
    operation: call.operation,
    cause: causeOf(native),
  });
}

/** What is no answer about the credentials. */
const isOnTheWay = (status: number): boolean => status === 407 || status === 408 || status >= 429;

/** The library's error says why in its text alone, whether the key is broken or the IAM API refused. */
export function signingFailed(error: Error, { uri, call }: RequestContext): GlacierError {
  const hint = "Check the service account's key; without one, the account needs the role Service Account Token Creator on itself.";
  return glacierError({ code: "ACCESS_DENIED", says: "cannot be signed for", hint }, nativeOf(error), uri, call);
}

/** A body that broke off. */
export function translateBodyError(error: unknown, context: RequestContext): unknown {
  const translated = translateError(error, context);
  if (translated instanceof GlacierError) return translated;
  const native = nativeOf(error);
  return glacierError(
    { code: "NETWORK", says: "broke off while it was read", hint: "Try again.", retryable: true },
    native,
    context.uri,
    context.call,
  );
}

/** Such as a page of a proxy that wants somebody to sign in. */
export function unexpectedAnswer({ uri, host, call }: RequestContext): GlacierError {
  const { code, says, hint } = notGoogles(host);
  return new GlacierError(code, `${uri} ${says}.`, { hint, operation: call.operation });
}

const notGoogles = (host: string): Translation => ({
  code: "NETWORK",
  says: `cannot be reached: what answers at ${host} is not Cloud Storage`,
  hint: "Check endpoint, and whether a proxy stands in the way.",
});

/** Not retryable: whoever reads on from where a body ended would take the damage for whole. */
export function damaged({ uri, call }: RequestContext): GlacierError {
  return new GlacierError("NETWORK", `${uri} arrived damaged: its MD5 is not that of the object.`, {
    hint: "Read it again from the start.",
    operation: call.operation,
  });
}

/** The condition of a read or write is not met. Worth another look at the object, so a read may be tried again by whoever looks. */
export function conflict(uri: string, { operation }: Call, retryable: boolean, cause?: unknown): GlacierError {
  return new GlacierError("CONFLICT", `${uri} is not the version that was asked for (conditionNotMet).`, {
    hint: "Somebody else wrote it in the meantime; look at it again.",
    operation,
    retryable,
    cause,
  });
}

interface Translation {
  readonly code: ErrorCode;
  /** Continues "`URI` …". */
  readonly says: string;
  readonly hint?: string;
  readonly retryable?: boolean;
}

const SIGN_IN = "Sign in again: \"gcloud auth application-default login\", or check the service account's key, and this machine's clock.";

function ofAnswer(
  native: NativeError,
  { bucketName, missing, anonymous, host }: RequestContext,
): (Translation & { readonly subject?: string }) | undefined {
  const { status, reason } = native;
  // Such as all of an object when a part of it was asked for.
  if (status !== undefined && status < 400) return notGoogles(host);
  if (status === 404) {
    if (missing === "upload") return ofStatus(410);
    // Both come as 404 notFound; only the text tells them apart without another request, which may not even be allowed.
    return missing === "bucket" || /bucket does not exist/i.test(native.message)
      ? { code: "NOT_FOUND", subject: `bucket ${bucketName}`, says: "does not exist", hint: "Check the bucket's name, or create it." }
      : { code: "NOT_FOUND", says: "was not found", hint: "Check the key, and that the bucket exists." };
  }
  if (reason !== undefined && BUSY.has(reason)) return ofStatus(429);
  if (reason !== undefined && QUOTA.has(reason))
    return { code: "ACCESS_DENIED", says: "is not served", hint: "Check billing and quotas of the project." };
  if (status === 401 && anonymous)
    return {
      code: "ACCESS_DENIED",
      says: "may not be reached: no credentials were sent",
      hint: `What is asked at ${host} is asked without, as an emulator is: leave out endpoint, or name a credentialsFile with it.`,
    };
  if (status === 401)
    return { code: "ACCESS_DENIED", says: "may not be reached: the credentials are missing, wrong or expired", hint: SIGN_IN };
  if (status === 412)
    return {
      code: "CONFLICT",
      says: "is not the version that was asked for",
      hint: "Somebody else wrote it in the meantime; look at it again.",
    };
  return status === undefined
    ? undefined
    : (ofStatus(status) ?? {
        code: "CONFIG_INVALID",
        says: "cannot be asked for like this",
        hint: "Check the bucket's name, and the key.",
      });
}

/** Rates are also refused as 403 [Cloud Storage, HTTP status and error codes for JSON, 2026-11]. */
const BUSY: ReadonlySet<string> = new Set(["rateLimitExceeded", "userRateLimitExceeded"]);
const QUOTA: ReadonlySet<string> = new Set([
  "accountDisabled",
  "billingNotEnabled",
  "projectAccountClosed",
  "quotaExceeded",
  "dailyLimitExceeded",
  "userProjectMissing",
]);

function ofStatus(status: number): Translation | undefined {
  if (status === 429 || status === 503)
    return {
      code: "THROTTLED",
      says: "cannot be served now: too many requests",
      hint: "Try again later, or with less at once.",
      retryable: true,
    };
  if (status === 501)
    return { code: "UNSUPPORTED_OPERATION", says: "cannot do this", hint: "Check endpoint: what answers there knows no such request." };
  if (status >= 500 || status === 408) return { code: "NETWORK", says: "cannot be served now", hint: "Try again later.", retryable: true };
  if (status === 410)
    return { code: "NETWORK", says: "could not be stored: the upload was given up by the service", hint: "Try again.", retryable: true };
  if (status === 403)
    return {
      code: "ACCESS_DENIED",
      says: "may not be reached",
      hint: "Grant the account a role on the bucket, such as Storage Object User.",
    };
  if (status === 407)
    return {
      code: "NETWORK",
      says: "cannot be reached: a proxy on the way wants to know who asks",
      hint: "Check HTTPS_PROXY, with its user and password.",
    };
  if (status === 409) return { code: "CONFLICT", says: "is being changed by somebody else", hint: "Try again.", retryable: true };
  if (status === 413) return { code: "CONFIG_INVALID", says: "is too large for Cloud Storage", hint: "An object has at most 5 TiB." };
  return undefined;
}

/** Failures before any answer, by the system's names. Anything of another name, such as ERR_INVALID_URL, is a mistake of ours or the author's. */
function ofConnection({ code }: NativeError, { host }: Pick<RequestContext, "host">): Translation | undefined {
  if (code === undefined) return undefined;
  if (code === "ENOTFOUND")
    return {
      code: "NETWORK",
      says: `cannot be reached: the host ${host} is unknown`,
      hint: "Check the network, and endpoint.",
      retryable: true,
    };
  if (isCertificateError(code))
    return { code: "NETWORK", says: "cannot be reached: the host's certificate is not trusted", hint: CERTIFICATE_HINT };
  if (CONNECTION.test(code))
    return { code: "NETWORK", says: "cannot be reached", hint: "Check the network, and endpoint.", retryable: true };
  return undefined;
}

const CONNECTION =
  /^(E(AI_AGAIN|CONN(ABORTED|REFUSED|RESET)|HOST(DOWN|UNREACH)|NET(DOWN|RESET|UNREACH)|PIPE|TIMEDOUT|PROTO|ADDRNOTAVAIL)|ERR_STREAM_PREMATURE_CLOSE|ERR_(TLS|SSL)_.+|HPE_.+)$/;

function glacierError(
  { code, says, hint, retryable, subject }: Translation & { readonly subject?: string },
  native: NativeError,
  uri: string,
  { operation }: Call,
): GlacierError {
  const name = native.reason ?? native.code ?? native.status;
  return new GlacierError(code, `${subject ?? uri} ${says}${name === undefined ? "" : ` (${name})`}.`, {
    hint,
    operation,
    retryable: retryable ?? false,
    cause: causeOf(native),
  });
}
