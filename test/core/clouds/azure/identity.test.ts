import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pl from "nodejs-polars";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { translateError } from "../../../../core/src/clouds/azure/errors.ts";
import { createObjectStore } from "../../../../core/src/clouds/azure/object-store.ts";
import type { Call, ObjectStore } from "../../../../core/src/objects/object-store.ts";

// The identity of a machine, as Azure's own services hand it out: here by a server of the test.
const call: Call = { operation: "bucket.scan" };
const servers: Server[] = [];

// One for all tests: the SDK keeps where it found its identity for the whole process.
let identityEndpoint: string;
beforeAll(async () => {
  const server = createServer(identity);
  await once(server.listen(0, "127.0.0.1"), "listening");
  identityEndpoint = addressOf(server);
  return () => server.close();
});

beforeEach(() => {
  tokens.length = 0;
  // Of all ways to find an identity only the one that is tested, so that no other machine is asked.
  for (const name of Object.keys(process.env)) if (/^(AZURE|IDENTITY|MSI)_/.test(name)) vi.stubEnv(name, undefined);
  vi.stubEnv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential");
  vi.stubEnv("IDENTITY_ENDPOINT", identityEndpoint);
  vi.stubEnv("IDENTITY_HEADER", "a header that proves nothing");
  // The SDK keeps tokens for the whole process, by the identity's id.
  vi.stubEnv("AZURE_CLIENT_ID", randomUUID());
});

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return addressOf(server);
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** The identity's tokens until now, each with a number. */
const tokens: string[] = [];
/** How long each lasts, in seconds; none where there is no identity. */
let lasting: number | undefined;

const identity: RequestListener = (_, response) => {
  if (lasting === undefined) {
    response.writeHead(400).end();
    return;
  }
  const token = `token-${tokens.length}`;
  tokens.push(token);
  const expires_on = String(Math.floor(Date.now() / 1000) + lasting);
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ access_token: token, expires_on, resource: "https://storage.azure.com", token_type: "Bearer" }));
};

const storeAt = (endpoint: string): ObjectStore =>
  createObjectStore({ provider: { storageAccount: "acc", endpoint }, bucket: undefined, bucketName: "raw" }, { maxAttempts: 1 });

describe("Polars with an identity", () => {
  /** A blob service that takes one token, with one Parquet file. */
  async function blobs(bytes: Buffer, isValid: (token: string) => boolean) {
    const denied: string[] = [];
    const endpoint = await serve((request, response) => {
      const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
      if (!isValid(token)) {
        denied.push(token);
        response.writeHead(403).end();
        return;
      }
      const [, from, to] = /bytes=(\d*)-(\d*)/.exec(request.headers.range ?? "") ?? [];
      const start = from ? Number(from) : from === "" ? bytes.length - Number(to) : 0;
      const end = from && to ? Math.min(Number(to) + 1, bytes.length) : bytes.length;
      const headers = { etag: '"0x1"', "last-modified": "Thu, 26 Nov 2026 04:00:00 GMT", "content-length": String(end - start) };
      response.writeHead(from === undefined ? 200 : 206, {
        ...headers,
        ...(from === undefined ? {} : { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` }),
      });
      response.end(request.method === "HEAD" ? undefined : bytes.subarray(start, end));
    });
    return { endpoint, denied };
  }

  /** What Glacier's own server of credentials does. */
  async function credentialsOf(store: ObjectStore) {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      const path = (request.url ?? "").slice("/secret-path".length);
      asked.push(`${request.method} ${path}`);
      void store.answerCredentials?.(request.method ?? "", path).then(({ status, contentType, body }) => {
        response.writeHead(status, { "content-type": contentType }).end(body);
      });
    });
    return { asked, url: () => Promise.resolve(`${origin}/secret-path`) };
  }

  const parquet = pl.DataFrame({ a: [1, 2, 3] }).writeParquet();

  it("uses a token as long as it lasts, and finds none in its options", async () => {
    lasting = 3600;
    const { endpoint, denied } = await blobs(parquet, (token) => tokens.includes(token));
    const store = storeAt(endpoint);
    const { asked, url } = await credentialsOf(store);
    const access = await store.polarsAccess(call, url);
    expect(Object.values(access?.cloudOptions ?? {}).join()).not.toContain("token-");
    const scan = () => pl.scanParquet(`${access?.root}a.parquet`, { cloudOptions: access?.cloudOptions ?? {} }).collect();
    expect((await scan()).toRecords()).toHaveLength(3);
    expect((await scan()).toRecords()).toHaveLength(3);
    expect(tokens).toHaveLength(1);
    expect(denied).toEqual([]);
    expect(asked[0]).toMatch(/^GET \?api-version=.*resource=https%3A%2F%2Fstorage\.azure\.com/);
  });

  it("takes a new token instead of one that ends, in the middle of its work", async () => {
    lasting = 60;
    const revoked = new Set<string>();
    const { endpoint, denied } = await blobs(parquet, (token) => tokens.includes(token) && !revoked.has(token));
    const store = storeAt(endpoint);
    const access = await store.polarsAccess(call, (await credentialsOf(store)).url);
    const frame = pl.scanParquet(`${access?.root}a.parquet`, { cloudOptions: access?.cloudOptions ?? {} });
    expect((await frame.collect()).toRecords()).toHaveLength(3);
    for (const token of tokens) revoked.add(token);
    await sleep(200); // Polars asks at most ten times a second.
    expect((await frame.collect()).toRecords()).toHaveLength(3);
    expect(denied).toEqual([]);
  });

  it("is told that there is no token, without a reason to ask for minutes", async () => {
    lasting = undefined;
    const store = storeAt("https://127.0.0.1:1");
    expect(await store.answerCredentials?.("GET", "?resource=x")).toMatchObject({ status: 400 });
    expect(await store.answerCredentials?.("PUT", "")).toMatchObject({ status: 405 });
  });
});

describe("an identity that cannot be had", () => {
  it("is CREDENTIALS_MISSING where there is none at all", async () => {
    vi.stubEnv("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential");
    const failure = storeAt("https://127.0.0.1:1").head("k", call);
    await expect(failure).rejects.toMatchObject({
      code: "CREDENTIALS_MISSING",
      message: expect.stringMatching(/^no credentials found: .*connectionString/),
      hint: expect.stringContaining("az login"),
      retryable: false,
    });
  });

  // The SDK's errors of that kind come only from the vendor's own servers.
  it.each([
    ["AuthenticationError", (error: Error) => error],
    ["AuthenticationRequiredError", (error: Error) => error],
    [
      "AuthenticationError",
      (error: Error) => named("AggregateAuthenticationError", { errors: [named("CredentialUnavailableError"), error] }),
    ],
  ])("is ACCESS_DENIED where signing in failed (%s), and says how to do it again", (name, wrap) => {
    const error = translateError(wrap(named(name)), { operation: call.operation, uri: "abfs://raw@acc", bucketName: "raw" });
    expect(error).toMatchObject({
      code: "ACCESS_DENIED",
      message: expect.stringMatching(/^abfs:\/\/raw@acc may not be reached: signing in failed/),
      hint: expect.stringContaining("az login"),
      retryable: false,
    });
  });
});

const named = (name: string, fields: object = {}): Error => Object.assign(new Error("AADSTS700082"), { name, ...fields });

it("is asked for no token that would be sent unencrypted", async () => {
  await expect(storeAt("http://127.0.0.1:9").head("k", { operation: "bucket.stat" })).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringMatching(/accountKey.*over http/),
    operation: "bucket.stat",
  });
});
