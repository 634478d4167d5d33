import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { translateError } from "../../../../core/src/clouds/aws/errors.ts";
import type { ObjectStore } from "../../../../core/src/objects/object-store.ts";
import { call, KEYS, s3Error, standIn, storeAt } from "../../../support/s3-stand-in.ts";

const context = { operation: "bucket.test", uri: "s3://bkt/k", bucketName: "bkt", region: "us-east-1" };
const bytes = { bytes: Buffer.from("x") };

describe("an answer of S3", () => {
  it.each([
    [503, "SlowDown", "THROTTLED", true],
    [429, "TooManyRequests", "THROTTLED", true],
    [408, "Strange", "NETWORK", true],
    [503, "Strange", "THROTTLED", true],
    [500, "InternalError", "NETWORK", true],
    [400, "RequestTimeout", "NETWORK", true],
    [403, "AccessDenied", "ACCESS_DENIED", false],
    [401, "Strange", "ACCESS_DENIED", false],
    [403, "RequestTimeTooSkewed", "ACCESS_DENIED", false],
    [400, "ExpiredToken", "ACCESS_DENIED", false],
    [403, "InvalidObjectState", "UNSUPPORTED_OPERATION", false],
    [501, "NotImplemented", "UNSUPPORTED_OPERATION", false],
    [404, "NoSuchKey", "NOT_FOUND", false],
    [404, "NoSuchBucket", "NOT_FOUND", false],
    [412, "PreconditionFailed", "CONFLICT", false],
    [409, "ConditionalRequestConflict", "CONFLICT", true],
    [400, "KeyTooLongError", "CONFIG_INVALID", false],
    [400, "EntityTooLarge", "CONFIG_INVALID", false],
    [400, "SomethingNew", "CONFIG_INVALID", false],
  ])("%d %s is %s", async (status, native, code, retryable) => {
    const { endpoint } = await standIn((response) => s3Error(response, status, native));
    const error = await storeAt(endpoint)
      .put("k", bytes, {}, call)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, retryable, operation: "bucket.test", cause: { name: native } });
    expect(String(error)).toContain(`(${native}).`);
  });

  it("names the region that a bucket is in, wherever S3 says it", async () => {
    const inAnswer = await standIn((response) => s3Error(response, 400, "AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"));
    const inHeader = await standIn((response, { method }) => {
      const headers = { "x-amz-bucket-region": "eu-west-1" };
      if (method === "HEAD") response.writeHead(400, headers).end();
      else s3Error(response, 301, "PermanentRedirect", "", headers);
    });
    const expected = {
      code: "CONFIG_INVALID",
      message: expect.stringContaining("bucket bkt exists in another region: eu-west-1"),
      hint: expect.stringContaining("eu-west-1"),
    };
    await expect(storeAt(inAnswer.endpoint).put("k", bytes, {}, call)).rejects.toMatchObject(expected);
    await expect(storeAt(inHeader.endpoint).put("k", bytes, {}, call)).rejects.toMatchObject(expected);
    await expect(storeAt(inHeader.endpoint).head("k", call)).rejects.toMatchObject(expected);
  });

  it("is asked for again a bounded number of times", async () => {
    const { endpoint, asked } = await standIn((response) => s3Error(response, 503, "SlowDown"));
    await expect(storeAt(endpoint, { tuning: { maxAttempts: 3 } }).put("k", bytes, {}, call)).rejects.toMatchObject({ code: "THROTTLED" });
    expect(asked.length).toBe(3);
  });

  it("is not waited for any more once the call is cancelled, not even between two tries", async () => {
    const cancel = new AbortController();
    const { endpoint, asked } = await standIn((response) => {
      s3Error(response, 503, "SlowDown");
      setTimeout(() => cancel.abort(), 20);
    });
    const put = storeAt(endpoint, { tuning: { maxAttempts: 50 } }).put("k", bytes, {}, { ...call, signal: cancel.signal });
    await expect(put).rejects.toMatchObject({ code: "CANCELLED" });
    expect(asked.length).toBeLessThan(50);
  });

  it("shows nothing of what was signed", async () => {
    const { accessKeyId } = KEYS;
    const more = `<AWSAccessKeyId>${accessKeyId}</AWSAccessKeyId><StringToSign>AWS4-HMAC-SHA256 ${accessKeyId}</StringToSign><SignatureProvided>abc123</SignatureProvided>`;
    const { endpoint } = await standIn((response) => s3Error(response, 403, "SignatureDoesNotMatch", more));
    const error = await storeAt(endpoint)
      .put("k", bytes, {}, call)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "ACCESS_DENIED" });
    const shown = inspect(error, { depth: 20, showHidden: true });
    for (const secret of [...Object.values(KEYS), "abc123", "StringToSign", "uthorization"]) expect(shown).not.toContain(secret);
  });

  it("is told of a program at that address which is not S3", async () => {
    const { endpoint } = await standIn((response) => response.writeHead(404, { "content-type": "text/html" }).end("<html><p>Hi"));
    await expect(storeAt(endpoint).put("k", bytes, {}, call)).rejects.toMatchObject({ name: "GlacierError", code: "NOT_FOUND" });
  });
});

describe("the answer to a HEAD, which has no text,", () => {
  it.each([
    [400, "ExpiredToken", "the session has ended"],
    [403, "InvalidAccessKeyId", "the access key or its secret is wrong"],
    [403, "AccessDenied", "may not be accessed"],
  ])("is explained by what S3 says to another request: %d %s", async (status, native, says) => {
    const { endpoint, asked } = await standIn((response, { method }) =>
      method === "HEAD" ? response.writeHead(status).end() : s3Error(response, status, native),
    );
    await expect(storeAt(endpoint).head("k", call)).rejects.toMatchObject({
      code: "ACCESS_DENIED",
      message: expect.stringContaining(says),
    });
    expect(asked.map(({ method, headers }) => [method, headers.range])).toEqual([
      ["HEAD", undefined],
      ["GET", "bytes=0-0"],
    ]);
  });

  it("is asked for again with the right time, when the clock was wrong", async () => {
    let isRight = false;
    const { endpoint } = await standIn((response, { method }) => {
      if (isRight) response.writeHead(200, { "content-length": "1" }).end(method === "HEAD" ? undefined : "x");
      else if (method === "HEAD") response.writeHead(403).end();
      else {
        isRight = true;
        s3Error(response, 403, "RequestTimeTooSkewed", "", { date: new Date(Date.now() + 3_600_000).toUTCString() });
      }
    });
    expect(await storeAt(endpoint, { tuning: { maxAttempts: 2 } }).head("k", call)).toMatchObject({ size: 1 });
  });
});

describe("a page that a proxy gives in place of S3's answer", () => {
  it.each([
    ["head", (store: ObjectStore) => store.head("k", call)],
    ["get", (store: ObjectStore) => store.get("k", { offset: 0 }, call)],
    ["list", (store: ObjectStore) => store.list({ prefix: "", pageSize: 10 }, call)[Symbol.asyncIterator]().next()],
    ["put", (store: ObjectStore) => store.put("k", bytes, {}, call)],
    ["copy", (store: ObjectStore) => store.copy("k", "l", call)],
  ])("is none for %s", async (_, ask) => {
    const { endpoint } = await standIn((response) => {
      response.removeHeader("etag");
      response.writeHead(200, { "content-type": "text/html" }).end("<html><body>Sign in</body></html>");
    });
    await expect(ask(storeAt(endpoint))).rejects.toMatchObject({ code: "NETWORK", retryable: false, hint: expect.stringMatching(/proxy/) });
  });

  it.each([302, 407])("is none when its status is %d", async (status) => {
    const { endpoint } = await standIn((response) => response.writeHead(status, { location: "http://127.0.0.1:9/" }).end());
    await expect(storeAt(endpoint).put("k", bytes, {}, call)).rejects.toMatchObject({
      code: "NETWORK",
      retryable: false,
      hint: expect.stringMatching(/proxy/),
    });
  });
});

describe("the network", () => {
  it.each(["DEPTH_ZERO_SELF_SIGNED_CERT", "CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"])(
    "is not to be asked again after %s",
    (code) => {
      expect(translateError(Object.assign(new Error("x"), { code }), context)).toMatchObject({
        code: "NETWORK",
        retryable: false,
        message: expect.stringContaining("certificate"),
        hint: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
      });
    },
  );

  it("is at fault when nobody listens", async () => {
    const { endpoint } = await standIn(() => undefined);
    // A port of another kind of address, where nobody is.
    const store = storeAt(endpoint.replace("127.0.0.1", "127.0.0.2"));
    await expect(store.head("k", call)).rejects.toMatchObject({ code: "NETWORK", retryable: true });
  });

  it("is at fault when a server says nothing, or hangs up", async () => {
    const silent = await standIn(() => undefined);
    const store = storeAt(silent.endpoint, { tuning: { idleTimeoutMs: 100 } });
    await expect(store.head("k", call)).rejects.toMatchObject({ code: "NETWORK", retryable: true });
    const rude = await standIn((response) => response.destroy());
    await expect(storeAt(rude.endpoint).head("k", call)).rejects.toMatchObject({ code: "NETWORK", retryable: true });
  });

  it.each(["ENOTFOUND", "ECONNREFUSED", "EHOSTUNREACH", "EPIPE"])("is at fault for %s", (code) => {
    expect(translateError(Object.assign(new Error("x"), { code }), context)).toMatchObject({ code: "NETWORK", retryable: true });
  });
});

it("leaves a mistake of the program as it is", () => {
  for (const error of [new TypeError("x is undefined"), Object.assign(new Error("x"), { code: "ERR_INVALID_ARG_TYPE" })]) {
    expect(translateError(error, context)).toBe(error);
  }
});
