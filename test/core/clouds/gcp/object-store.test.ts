import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { inspect } from "node:util";
import { afterEach, expect, it, vi } from "vitest";
import { createObjectStore } from "../../../../core/src/clouds/gcp/object-store.ts";
import type { ListPage } from "../../../../core/src/resources/adapter.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { type Answer, fail, IMPATIENT, object, scripted, scriptedStore } from "./scripted-server.ts";

const call = { operation: "test" };
const whole = { offset: 0 };

afterEach(() => vi.unstubAllEnvs());

it.each([
  [503, "THROTTLED"],
  [429, "THROTTLED"],
  [500, "NETWORK"],
])("tries %i again, as often as it may, and says %s then", async (status, code) => {
  let left = 1;
  const { store, asked } = await scriptedStore((_, response) => (left-- > 0 ? fail(response, status) : object("k")));
  expect(await store.head("k", call)).toMatchObject({ key: "k", etag: "7" });
  left = 9;
  await expect(store.head("k", call)).rejects.toMatchObject({ code, retryable: true });
  expect(asked).toHaveLength(4);
});

it("ends the pause before another try when it is cancelled", async () => {
  const controller = new AbortController();
  const { store } = await scriptedStore(
    (_, response) => {
      setTimeout(() => controller.abort(), 20);
      return fail(response, 503);
    },
    { maxAttempts: 1000 },
  );
  await expect(store.head("k", { ...call, signal: controller.signal })).rejects.toMatchObject({ code: "CANCELLED" });
});

it("gives up on a server that answers nothing, for bodies and for all else", async () => {
  const { store } = await scriptedStore(() => undefined, { maxAttempts: 1, idleTimeoutMs: IMPATIENT });
  const network = { code: "NETWORK", retryable: true, message: "gs://bucket/k cannot be reached (ETIMEDOUT)." };
  await expect(store.head("k", call)).rejects.toMatchObject(network);
  await expect(store.get("k", whole, call)).rejects.toMatchObject(network);
});

it.each([
  ["breaks off", {}, (response: ServerResponse) => response.destroy()],
  // As many tries as this machine needs to be given the first bytes in time; then it is the stream's turn, which has none.
  ["falls silent", { idleTimeoutMs: IMPATIENT, maxAttempts: 50 }, () => undefined],
])("fails when a body %s, and never ends early", async (_, tuning, then) => {
  let answer: ServerResponse | undefined;
  const { store } = await scriptedStore((__, response) => {
    answer = response;
    response.setHeader("Content-Length", 10).write("0123");
  }, tuning);
  const stream = await store.get("k", whole, call);
  const received: string[] = [];
  const reading = (async () => {
    for await (const chunk of stream) {
      received.push(String(chunk));
      if (answer) then(answer);
    }
  })();
  await expect(reading).rejects.toMatchObject({ code: "NETWORK", retryable: true });
  expect(received.join("")).toBe("0123");
});

it("lets a slow reader take longer than a server may", async () => {
  const bytes = Buffer.alloc(4 * 1024 * 1024, "x");
  const { store } = await scriptedStore((_, response) => void response.end(bytes), { idleTimeoutMs: 1_000, maxAttempts: 50 });
  const stream = await store.get("k", whole, call);
  await new Promise((resolve) => stream.once("readable", () => setTimeout(resolve, 2_500)));
  expect((await buffer(stream)).length).toBe(bytes.length);
});

it("ends a body when it is cancelled", async () => {
  const controller = new AbortController();
  const body: Answer = (_, response) => void response.setHeader("Content-Length", 10).write("0123");
  const { store } = await scriptedStore(body, { idleTimeoutMs: 60_000 });
  const stream = await store.get("k", whole, { ...call, signal: controller.signal });
  stream.once("data", () => controller.abort());
  await expect(buffer(stream)).rejects.toMatchObject({ code: "CANCELLED" });
});

it("ends a body at once when it is cancelled, though nobody reads it", async () => {
  const controller = new AbortController();
  const { store } = await scriptedStore((_, response) => void response.end(Buffer.alloc(4 * 1024 * 1024)));
  const stream = await store.get("k", whole, { ...call, signal: controller.signal });
  await new Promise((resolve) => stream.once("readable", resolve));
  controller.abort();
  expect(stream.destroyed).toBe(true);
  await expect(buffer(stream)).rejects.toMatchObject({ code: "CANCELLED" });
});

it("notices bytes that are not those that were stored before it gives the last, and does not ask for them to be read on", async () => {
  const md5 = createHash("md5").update("right").digest("base64");
  const { store } = await scriptedStore(({ headers: { range } }, response) => {
    response.setHeader("x-goog-hash", `crc32c=AAAA,md5=${md5}`).setHeader("Content-Length", 5);
    if (range !== undefined) response.writeHead(206, { "Content-Range": range === "bytes=0-8" ? "bytes 0-4/5" : "bytes 0-4/6" });
    response.end("wrong");
  });
  const damaged = { code: "NETWORK", retryable: false };
  await expect(store.get("k", whole, call).then(buffer)).rejects.toMatchObject(damaged);
  await expect(store.get("k", { offset: 0, length: 9 }, call).then(buffer)).rejects.toMatchObject(damaged);
  expect(String(await store.get("k", { offset: 0, length: 5 }, call).then(buffer))).toBe("wrong"); // a part, which has no MD5 of its own
});

it("believes no server that looks at no condition of a read", async () => {
  const { store } = await scriptedStore((_, response) => void response.setHeader("x-goog-generation", "8").end("new"));
  await expect(store.get("k", { offset: 0, ifMatch: "7" }, call)).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
});

it("recognises its own conditional write when the answer to it was lost", async () => {
  let stored: { metadata?: object } | undefined;
  const { store } = await scriptedStore(({ method, body }, response) => {
    if (method === "GET") return object("k", stored);
    if (stored) return fail(response, 412, "conditionNotMet");
    stored = JSON.parse(/\{.*\}/.exec(String(body))?.[0] ?? "{}");
    return fail(response, 500);
  });
  expect(await store.put("k", { bytes: Buffer.from("1") }, { ifNoneMatch: "*" }, call)).toMatchObject({ etag: "7" });
});

it("takes nobody else's conditional write for its own, however its own fared", async () => {
  let first = true;
  const { store } = await scriptedStore(({ method }, response) => {
    if (method === "GET") return object("k", { metadata: { "glacier-write": "somebody else's" } });
    if (!first) return fail(response, 412, "conditionNotMet");
    first = false;
    return fail(response, 500);
  });
  await expect(store.put("k", { bytes: Buffer.from("1") }, { ifNoneMatch: "*" }, call)).rejects.toMatchObject({ code: "CONFLICT" });
});

it("sends again what the service did not keep of a part, and all of it when an answer is lost", async () => {
  const kept = Buffer.alloc(8);
  let length = 0;
  let lost = false;
  const { store, asked } = await scriptedStore(
    uploading((range, body, response) => {
      const start = Number(/bytes (\d+)-/.exec(range)?.[1]);
      length = Math.max(length, start + body.copy(kept, start, 0, 3)); // never more than 3 at once
      if (!lost) {
        lost = true;
        return fail(response, 503);
      }
      return length === 8 ? object("k", { size: "8" }) : incomplete(response, length);
    }),
  );
  const info = await store.put("k", { stream: Readable.from([Buffer.from("01234567")]) }, {}, call);
  expect(info.size).toBe(8);
  expect(String(kept)).toBe("01234567");
  const ranges = asked.flatMap(({ headers }) => headers["content-range"] ?? []);
  expect(ranges).toEqual(["bytes 0-3/*", "bytes 0-3/*", "bytes 3-3/*", "bytes 4-7/8", "bytes 7-7/8"]);
  expect(asked.at(-1)?.headers["x-goog-hash"]).toBe(`md5=${createHash("md5").update("01234567").digest("base64")}`);
});

it.each([{ size: "9" }, { size: "5", md5Hash: "of something else" }])("keeps no object that is not what was sent: %o", async (stored) => {
  const { store, asked } = await scriptedStore(
    uploading((range, _, response) => (range.endsWith("/5") ? object("k", stored) : incomplete(response, 4))),
  );
  const put = store.put("k", { stream: Readable.from([Buffer.from("01234")]) }, {}, call);
  await expect(put).rejects.toMatchObject({ code: "NETWORK", retryable: true });
  const removals = asked.filter(({ method, url }) => method === "DELETE" && url.pathname.endsWith("/o/k"));
  expect(removals.map(({ url }) => url.searchParams.get("ifGenerationMatch"))).toEqual(["7"]);
});

it.each(["fails", "is cancelled"])("tells the service to give up an upload that %s", async (how) => {
  const controller = new AbortController();
  const { store, asked } = await scriptedStore(
    uploading((_, __, response) => {
      if (how === "fails") return fail(response, 403, "forbidden");
      controller.abort();
      return undefined; // never answered
    }),
  );
  const put = store.put("k", { stream: Readable.from([Buffer.from("01234")]) }, {}, { ...call, signal: controller.signal });
  const error: unknown = await put.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: how === "fails" ? "ACCESS_DENIED" : "CANCELLED" });
  expect(inspect(error, { depth: 20 })).not.toContain("the-upload");
  expect(asked.at(-1)).toMatchObject({ method: "DELETE" });
  expect(asked.at(-1)?.url.searchParams.get("upload_id")).toBe("the-upload");
});

it("copies in as many steps as the service takes, into the config's storage class with all that the source says of itself", async () => {
  const { store, asked } = await scriptedStore(
    ({ method, url }) => {
      if (method === "GET") return { generation: "3", contentType: "text/csv", metadata: { owner: "me" } };
      return url.searchParams.has("rewriteToken") ? { done: true, resource: object("to") } : { done: false, rewriteToken: "next" };
    },
    { copyStep: 1024 * 1024 },
    { storageClass: "NEARLINE" },
  );
  expect(await store.copy("from", "to", call)).toMatchObject({ key: "to" });
  const steps = asked.filter(({ method }) => method === "POST");
  expect(steps.map(({ url }) => url.searchParams.get("rewriteToken"))).toEqual([null, "next"]);
  expect(steps.map(({ url }) => url.searchParams.get("ifSourceGenerationMatch"))).toEqual(["3", "3"]);
  expect(JSON.parse(String(steps[0]?.body))).toEqual({ contentType: "text/csv", metadata: { owner: "me" }, storageClass: "NEARLINE" });
});

it("shows no empty page where the service has nothing but more to look at", async () => {
  const answers = [{ nextPageToken: "1" }, { items: [object("a")], nextPageToken: "2" }, {}];
  const { store } = await scriptedStore(() => answers.shift());
  const pages: ListPage[] = [];
  for await (const page of store.list({ prefix: "", pageSize: 10 }, call)) pages.push(page);
  expect(pages.map(({ objects }) => objects.map(({ key }) => key))).toEqual([["a"]]);
});

it("tries every removal, then throws the first failure; a missing bucket is one", async () => {
  const { store, asked } = await scriptedStore(({ url }, response) => {
    if (url.pathname.endsWith("/denied")) return fail(response, 403, "forbidden");
    if (url.pathname.endsWith("/gone")) return fail(response, 404, "notFound", "No such object: bucket/gone");
    return {};
  });
  await expect(store.removeMany(["gone", "denied", "a", "b"], call)).rejects.toMatchObject({ code: "ACCESS_DENIED" });
  expect(asked).toHaveLength(4);
  const { store: other } = await scriptedStore((_, response) => fail(response, 404, "notFound", "The specified bucket does not exist."));
  await expect(other.removeMany(["k"], call)).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: "bucket bucket does not exist (notFound).",
  });
});

it("sends the token that the credentials give, and shows it in no error", async () => {
  const { store, asked } = await federated(({ url }, response) =>
    url.pathname === "/token"
      ? { access_token: "ya29.secret-token", token_type: "Bearer", expires_in: 3600 }
      : fail(response, 403, "forbidden"),
  );
  const error: unknown = await store.head("k", call).catch((reason: unknown) => reason);
  expect(asked.at(-1)?.headers.authorization).toBe("Bearer ya29.secret-token");
  expect(error).toMatchObject({ code: "ACCESS_DENIED", message: "gs://bucket/k may not be reached (forbidden)." });
  expect(inspect(error, { depth: 20 })).not.toMatch(/secret/);
  expect(await store.polarsAccess(call, () => Promise.reject(new Error("not needed")))).toBeUndefined();
});

it.each(["invalid_grant", "invalid_rapt"])("says that a sign-in has expired: %s", async (reason) => {
  const { store } = await federated((_, response) => {
    response.statusCode = 400;
    return reason === "invalid_grant" ? { error: reason } : { error: "invalid_grant", error_subtype: reason };
  });
  const error = { code: "ACCESS_DENIED", hint: expect.stringContaining("gcloud auth application-default login") };
  await expect(store.head("k", call)).rejects.toMatchObject({ ...error, message: expect.stringContaining(`(${reason})`) });
});

it("says where it looked for credentials when there are none", async () => {
  vi.stubEnv("CLOUDSDK_CONFIG", "/none");
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", undefined);
  vi.stubEnv("METADATA_SERVER_DETECTION", "none");
  const store = createObjectStore({ provider: { project: "test" }, bucket: undefined, bucketName: "bucket" });
  await expect(store.head("k", call)).rejects.toMatchObject({
    code: "CREDENTIALS_MISSING",
    message: expect.stringMatching(/^no credentials found: .*application_default_credentials\.json.*metadata server/),
  });
});

it("ends within a second when it is cancelled while credentials are fetched", async () => {
  const controller = new AbortController();
  const { store } = await federated(() => controller.abort());
  await expect(store.head("k", { ...call, signal: controller.signal })).rejects.toMatchObject({ code: "CANCELLED" });
});

it.each([
  ["service_account", "google_service_account"],
  ["authorized_user", "google_application_credentials"],
])("hands Polars the file of a %s", async (type, option) => {
  const credentialsFile = credentials({ type });
  const provider = { project: "test", credentialsFile };
  const store = createObjectStore({ provider, bucket: undefined, bucketName: "bucket" });
  const none = () => Promise.reject(new Error("not needed"));
  expect(await store.polarsAccess(call, none)).toEqual({
    root: "gs://bucket/",
    cloudOptions: {
      google_base_url: "https://storage.googleapis.com",
      google_skip_signature: "false",
      allow_http: "false",
      [option]: credentialsFile,
    },
  });
  vi.stubEnv("GOOGLE_SERVICE_ACCOUNT", "/of/somebody.json");
  expect(await store.polarsAccess(call, none)).toBeUndefined();
});

it.each([
  ["a user's sign-in", { type: "authorized_user", client_id: "i", client_secret: "s", refresh_token: "r" }, "UNSUPPORTED_OPERATION"],
  ["a broken key", { type: "service_account", client_email: "a@b.c", private_key: "secret" }, "ACCESS_DENIED"],
])("does not sign with %s", async (_, content, code) => {
  const provider = { project: "test", credentialsFile: credentials(content) };
  const store = createObjectStore({ provider, bucket: undefined, bucketName: "bucket" });
  const error: unknown = await store.signedUrl("k", 60, call).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code, message: expect.stringMatching(/^gs:\/\/bucket\/k cannot be signed for/) });
  expect(inspect(error, { depth: 20 })).not.toContain("secret");
});

it.each([
  ["is not there", undefined],
  ["is no JSON", "secret"],
])("says so when a credentials file %s", async (_, content) => {
  const credentialsFile = join(temporaryFolder(), "account.json");
  if (content !== undefined) writeFileSync(credentialsFile, content);
  const store = createObjectStore({ provider: { project: "test", credentialsFile }, bucket: undefined, bucketName: "bucket" });
  const message = `no credentials found: ${credentialsFile} (credentialsFile of GcpConfig) gave none.`;
  const error: unknown = await store.head("k", call).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "CREDENTIALS_MISSING", message });
  expect(inspect(error, { depth: 20 })).not.toContain("secret");
});

it("lets Polars ask the metadata server as the library does, but for no other sign-in that lies about", async () => {
  vi.stubEnv("HOME", temporaryFolder());
  vi.stubEnv("CLOUDSDK_CONFIG", undefined);
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", undefined);
  vi.stubEnv("METADATA_SERVER_DETECTION", "assume-present");
  const place = { provider: { project: "test" }, bucket: undefined, bucketName: "bucket" };
  const none = () => Promise.reject(new Error("not needed"));
  const cloudOptions = { google_base_url: "https://storage.googleapis.com", google_skip_signature: "false", allow_http: "false" };
  expect(await createObjectStore(place).polarsAccess(call, none)).toEqual({ root: "gs://bucket/", cloudOptions });
  vi.stubEnv("CLOUDSDK_CONFIG", temporaryFolder());
  expect(await createObjectStore(place).polarsAccess(call, none)).toBeUndefined();
});

it.each([
  ["a page of a proxy", "<html>Sign in</html>"],
  ["nothing", ""],
])("takes %s for no answer of Cloud Storage", async (_, page) => {
  const { store } = await scriptedStore((__, response) => void response.setHeader("Content-Type", "text/html").end(page));
  const foreign = { code: "NETWORK", message: expect.stringMatching(/is not Cloud Storage\.$/) };
  await expect(store.head("k", call)).rejects.toMatchObject(foreign);
  await expect(store.list({ prefix: "", pageSize: 10 }, call)[Symbol.asyncIterator]().next()).rejects.toMatchObject(foreign);
});

function uploading(put: (range: string, body: Buffer, response: Parameters<Answer>[1]) => unknown): Answer {
  return ({ method, url, headers, body }, response) => {
    if (method === "DELETE") {
      if (url.searchParams.has("upload_id")) response.statusCode = 499;
      return {};
    }
    if (method === "PUT") return put(String(headers["content-range"]), body, response);
    // An address elsewhere: nothing but this machine may be asked.
    response.setHeader("Location", "https://storage.example/upload/session?upload_id=the-upload");
    return {};
  };
}

function incomplete(response: Parameters<Answer>[1], length: number) {
  response.statusCode = 308;
  if (length > 0) response.setHeader("Range", `bytes=0-${length - 1}`);
  return {};
}

function credentials(content: object): string {
  const file = join(temporaryFolder(), "credentials.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/** A store whose credentials come from a token that the scripted server gives at /token. */
async function federated(answer: Answer) {
  const { endpoint, asked } = await scripted(answer);
  const subject = join(temporaryFolder(), "subject");
  writeFileSync(subject, "a secret subject");
  const credentialsFile = credentials({
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/test",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `${endpoint}/token`,
    credential_source: { file: subject },
  });
  const provider = { project: "test", endpoint, credentialsFile };
  return { store: createObjectStore({ provider, bucket: undefined, bucketName: "bucket" }, { maxAttempts: 1 }), asked };
}

it("takes no whole object for the part that it asked for", async () => {
  const { store } = await scriptedStore((_, response) => void response.end("0123456789"));
  await expect(store.get("k", { offset: 3 }, { operation: "bucket.read" })).rejects.toMatchObject({
    code: "NETWORK",
    retryable: false,
    message: expect.stringContaining("is not Cloud Storage"),
  });
});
