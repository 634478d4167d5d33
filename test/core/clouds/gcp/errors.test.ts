import { inspect } from "node:util";
import { expect, it } from "vitest";
import { translateCredentialsError, translateError } from "../../../../core/src/clouds/gcp/errors.ts";

const call = { operation: "bucket.read" };
const context = { call, uri: "gs://bucket/key", bucketName: "bucket", host: "storage.googleapis.com" };

it.each([
  [401, "authError", "ACCESS_DENIED", "may not be reached: the credentials are missing, wrong or expired (authError)", false],
  [403, "forbidden", "ACCESS_DENIED", "may not be reached (forbidden)", false],
  [403, "rateLimitExceeded", "THROTTLED", "cannot be served now: too many requests (rateLimitExceeded)", true],
  [403, "userProjectMissing", "ACCESS_DENIED", "is not served (userProjectMissing)", false],
  [404, "notFound", "NOT_FOUND", "was not found (notFound)", false],
  [408, "requestTimeout", "NETWORK", "cannot be served now (requestTimeout)", true],
  [409, "conflict", "CONFLICT", "is being changed by somebody else (conflict)", true],
  [
    407,
    "proxyAuthenticationRequired",
    "NETWORK",
    "cannot be reached: a proxy on the way wants to know who asks (proxyAuthenticationRequired)",
    false,
  ],
  [410, "gone", "NETWORK", "could not be stored: the upload was given up by the service (gone)", true],
  [412, "conditionNotMet", "CONFLICT", "is not the version that was asked for (conditionNotMet)", false],
  [413, "uploadTooLarge", "CONFIG_INVALID", "is too large for Cloud Storage (uploadTooLarge)", false],
  [400, "invalid", "CONFIG_INVALID", "cannot be asked for like this (invalid)", false],
  [429, "rateLimitExceeded", "THROTTLED", "cannot be served now: too many requests (rateLimitExceeded)", true],
  [500, "backendError", "NETWORK", "cannot be served now (backendError)", true],
  [501, "notImplemented", "UNSUPPORTED_OPERATION", "cannot do this (notImplemented)", false],
  [503, "backendError", "THROTTLED", "cannot be served now: too many requests (backendError)", true],
])("translates %i %s", (status, reason, code, says, retryable) => {
  const data = { error: { code: status, message: "told by the service", errors: [{ reason }] } };
  for (const body of [data, JSON.stringify(data)])
    expect(translateError(native({ response: { status, data: body } }), context)).toMatchObject({
      code,
      message: `gs://bucket/key ${says}.`,
      retryable,
      operation: "bucket.read",
      cause: { status, reason, message: "told by the service" },
    });
});

it.each([
  ["ECONNREFUSED", true],
  ["ECONNRESET", true],
  ["ETIMEDOUT", true],
  ["EAI_AGAIN", true],
  ["ENOTFOUND", true],
  ["ERR_STREAM_PREMATURE_CLOSE", true],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", false],
  ["CERT_HAS_EXPIRED", false],
  ["ERR_TLS_CERT_ALTNAME_INVALID", false],
  ["ERR_SSL_WRONG_VERSION_NUMBER", true],
])("translates %s, told by the error or by its cause", (code, retryable) => {
  for (const error of [native({ code }), native({ cause: { code } })])
    expect(translateError(error, context)).toMatchObject({ code: "NETWORK", retryable, cause: { code } });
});

it("says that nothing was sent to whom it was not", () => {
  const error = translateError(native({ response: { status: 401, data: {} } }), { ...context, anonymous: true });
  expect(error).toMatchObject({
    code: "ACCESS_DENIED",
    message: expect.stringContaining("no credentials were sent"),
    hint: expect.stringContaining("credentialsFile"),
  });
});

it("tells a missing bucket from a missing object", () => {
  const data = { error: { message: "The specified bucket does not exist.", errors: [{ reason: "notFound" }] } };
  expect(translateError(native({ response: { status: 404, data } }), context)).toMatchObject({
    code: "NOT_FOUND",
    message: "bucket bucket does not exist (notFound).",
  });
});

it("passes on what is none of the service's", () => {
  const mistake = new TypeError("undefined is not a function");
  expect(translateError(mistake, context)).toBe(mistake);
});

it("keeps no request, token, signature or upload's address", () => {
  const error = native({
    message: "request to https://host/o?upload_id=secret failed, Bearer ya29.secret-token, eyJhbGciOi.secret.secret",
    code: "ECONNRESET",
    config: { headers: new Headers({ authorization: "Bearer secret" }), url: new URL("https://host/?X-Goog-Signature=secret") },
    response: undefined,
  });
  const strange = Object.assign(native(error), { code: "ERR_NEVER_SEEN" });
  for (const translated of [
    translateError(error, context),
    translateError(strange, context),
    translateCredentialsError(error, context, ""),
  ])
    expect(inspect(translated, { depth: 20, showHidden: true })).not.toContain("secret");
});

const native = (fields: object): Error => Object.assign(new Error("failed"), fields);
