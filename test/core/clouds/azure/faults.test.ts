import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createObjectStore } from "../../../../core/src/clouds/azure/object-store.ts";
import type { Call, ObjectStore } from "../../../../core/src/objects/object-store.ts";

// A service that fails: what an emulator does not.
const call: Call = { operation: "bucket.read" };
const accountKey = Buffer.from("the account's secret key").toString("base64");

let server: Server;
let store: ObjectStore;
let requests: string[];
/** Answers the next requests, the last one all that follow. */
let answers: RequestListener[];

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    (answers.length > 1 ? answers.shift() : answers[0])?.(request, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  // It waits for every answer that is to come, however busy this machine is.
  store = storeWith({ idleTimeoutMs: 60_000 });
});

function storeWith(tuning: { idleTimeoutMs: number }): ObjectStore {
  const { port } = server.address() as AddressInfo;
  return createObjectStore(
    { provider: { storageAccount: "acc", accountKey, endpoint: `http://127.0.0.1:${port}` }, bucket: undefined, bucketName: "raw" },
    { firstPauseMs: 1, maxAttempts: 3, partSize: 1000, ...tuning },
  );
}

afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

const fails = (status: number, code: string, headers: Record<string, string> = {}): RequestListener => {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`;
  return (request, response) => {
    request.resume();
    response.writeHead(status, { "content-type": "application/xml", "x-ms-error-code": code, ...headers });
    response.end(request.method === "HEAD" ? undefined : body);
  };
};
const OBJECT = { etag: '"0x1"', "last-modified": "Thu, 26 Nov 2026 04:00:00 GMT" };
const found: RequestListener = (request, response) => {
  response.writeHead(200, { ...OBJECT, "content-length": "10" });
  response.end(request.method === "HEAD" ? undefined : "0123456789");
};
const created: RequestListener = (request, response) => {
  request.resume().once("end", () => response.writeHead(201, OBJECT).end());
};
const resets: RequestListener = (request) => request.socket.resetAndDestroy();

describe("a request that fails", () => {
  it.each([
    [503, "ServerBusy"],
    [429, "TooManyRequests"],
    [500, "InternalError"],
    [502, "BadGateway"],
    [408, "RequestTimeout"],
  ])("is made again after %i", async (status, code) => {
    answers = [fails(status, code), fails(status, code), found];
    await expect(store.head("k", call)).resolves.toMatchObject({ size: 10, etag: "0x1" });
    expect(requests).toHaveLength(3);
  });

  it("is made again after a broken connection", async () => {
    answers = [resets, resets, found];
    expect(String(await buffer(await store.get("k", { offset: 0 }, call)))).toBe("0123456789");
  });

  it.each([
    [503, "ServerBusy", "THROTTLED"],
    [429, "TooManyRequests", "THROTTLED"],
    [500, "OperationTimedOut", "NETWORK"],
  ])("is given up in the end: %i %s is %s", async (status, nativeCode, code) => {
    answers = [fails(status, nativeCode)];
    const failure = store.put("k", { bytes: Buffer.from("x") }, {}, call);
    await expect(failure).rejects.toMatchObject({ code, retryable: true, message: expect.stringContaining(`(${nativeCode})`) });
    expect(requests).toHaveLength(3);
  });

  it.each([
    [403, "AuthenticationFailed", "ACCESS_DENIED", "clock"],
    [403, "AuthorizationPermissionMismatch", "ACCESS_DENIED", "Storage Blob Data"],
    [401, "InvalidAuthenticationInfo", "ACCESS_DENIED", "az login"],
    [409, "BlobArchived", "UNSUPPORTED_OPERATION", "Rehydrate"],
    [409, "BlobBeingRehydrated", "UNSUPPORTED_OPERATION", "hours"],
    [412, "LeaseIdMissing", "CONFLICT", "lease"],
    [409, "SnapshotsPresent", "CONFLICT", "snapshots"],
    [409, "BlobImmutableDueToPolicy", "ACCESS_DENIED", "another key"],
    [400, "InvalidResourceName", "CONFIG_INVALID", "name"],
    [413, "RequestBodyTooLarge", "CONFIG_INVALID", "settings"],
    [404, "ContainerNotFound", "NOT_FOUND", "container"],
    [404, "BlobNotFound", "NOT_FOUND", "key"],
    [409, "PublicAccessNotPermitted", "ACCESS_DENIED", "account key"],
    [407, "ProxyAuthenticationRequired", "NETWORK", "HTTPS_PROXY"],
    [501, "APINotImplemented", "UNSUPPORTED_OPERATION", "endpoint"],
  ])("is final and says what to do: %i %s is %s", async (status, nativeCode, code, hint) => {
    answers = [fails(status, nativeCode)];
    const failure = store.get("k", { offset: 0 }, call);
    await expect(failure).rejects.toMatchObject({ code, retryable: false, hint: expect.stringContaining(hint) });
    expect(requests).toHaveLength(1);
  });

  it("waits as long as the service asks to, and not a moment longer than its caller", async () => {
    answers = [fails(503, "ServerBusy", { "retry-after": "30" })];
    const controller = new AbortController();
    const waiting = store.head("k", { ...call, signal: controller.signal });
    await expect.poll(() => requests.length).toBe(1);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "CANCELLED" });
    expect(requests).toHaveLength(1);
  });

  it("ends as NETWORK where nobody ever answers", async () => {
    answers = [() => undefined];
    const impatient = storeWith({ idleTimeoutMs: 500 });
    await expect(impatient.head("k", call)).rejects.toMatchObject({ code: "NETWORK", message: expect.stringContaining("ETIMEDOUT") });
    expect(requests).toHaveLength(3);
  });

  it("is cancelled while nobody answers", async () => {
    answers = [() => undefined];
    const controller = new AbortController();
    const waiting = store.put("k", { bytes: Buffer.from("x") }, {}, { ...call, signal: controller.signal });
    await expect.poll(() => requests.length).toBe(1);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("keeps keys and signatures to itself", async () => {
    answers = [fails(403, "AuthenticationFailed")];
    const error: unknown = await store.head("k", call).catch((caught: unknown) => caught);
    const shown = inspect(error, { depth: 20, showHidden: true });
    expect(shown).toContain("AuthenticationFailed");
    expect(shown).not.toMatch(/SharedKey|secret/i);
  });
});

describe("a body that breaks", () => {
  const promises = (bytes: string, then: (end: () => void) => void): RequestListener => {
    return (_, response) => {
      response.writeHead(200, { ...OBJECT, "content-length": "10" });
      response.write(bytes);
      then(() => response.destroy());
    };
  };

  it.each([
    ["closed early", (end: () => void) => void setTimeout(end, 20)],
    ["silent for too long", () => undefined],
  ])("is an error of the stream, never a silent end: %s", async (_, then) => {
    answers = [promises("01234", then)];
    // Long enough for the first bytes to come.
    const body = await storeWith({ idleTimeoutMs: 2_000 }).get("k", { offset: 0 }, call);
    const received: Buffer[] = [];
    body.on("data", (chunk: Buffer) => received.push(chunk));
    const [error] = await once(body, "error");
    expect(error).toMatchObject({ code: "NETWORK", retryable: true, operation: "bucket.read" });
    expect(String(Buffer.concat(received))).toBe("01234");
    expect(requests).toHaveLength(1);
  });
});

describe("an upload in blocks", () => {
  const stream = () => Readable.from([Buffer.alloc(2500), Buffer.alloc(2500)]);
  const blocks = () => requests.filter((request) => request.includes("comp=block&")).length;

  it("stages a block again that failed, and commits once", async () => {
    answers = [created, fails(503, "ServerBusy"), resets, created];
    await expect(store.put("k", { stream: stream() }, {}, call)).resolves.toMatchObject({ size: 5000, etag: "0x1" });
    expect(blocks()).toBe(7);
    expect(requests.filter((request) => request.includes("comp=blocklist"))).toHaveLength(1);
  });

  it("commits nothing when a block cannot be staged, and ends its source", async () => {
    answers = [created, fails(403, "AuthenticationFailed")];
    const source = stream();
    await expect(store.put("k", { stream: source }, {}, call)).rejects.toMatchObject({ code: "ACCESS_DENIED" });
    expect(requests.join()).not.toContain("blocklist");
    expect(source.destroyed).toBe(true);
  });

  describe("whose commit was done and its answer lost", () => {
    let committed: string[];
    /** What the blob is made of, when somebody asks; the commit itself is done, and the connection breaks. */
    const service = (blocks: (ids: string[]) => string[]): RequestListener => {
      let commits = 0;
      return async (request, response) => {
        const body = await text(request);
        const isList = request.url?.includes("comp=blocklist");
        if (isList && request.method === "PUT" && commits++ === 0) {
          committed = [...body.matchAll(/<Latest>(.*?)<\/Latest>/g)].map(([, id = ""]) => id);
          request.socket.destroy();
        } else if (isList && request.method === "PUT") fails(409, "BlobAlreadyExists")(request, response);
        else if (isList) {
          const list = blocks(committed).map((id) => `<Block><Name>${id}</Name><Size>1</Size></Block>`);
          response.writeHead(200, { ...OBJECT, "content-type": "application/xml" });
          response.end(`<?xml version="1.0"?><BlockList><CommittedBlocks>${list.join("")}</CommittedBlocks></BlockList>`);
        } else response.writeHead(201, OBJECT).end();
      };
    };

    it.each([
      ["a stream", () => ({ stream: stream() }), 5000],
      ["few bytes", () => ({ bytes: Buffer.from("x") }), 1],
    ])("knows what it has written itself: %s", async (_, content, size) => {
      answers = [service((ids) => ids)];
      await expect(store.put("k", content(), { ifNoneMatch: "*" }, call)).resolves.toMatchObject({ size, etag: "0x1" });
    });

    it("takes nothing else for its own, not even the same bytes", async () => {
      answers = [service((ids) => ids.map(() => "b3RoZXI="))];
      const failure = store.put("k", { bytes: Buffer.from("x") }, { ifNoneMatch: "*" }, call);
      await expect(failure).rejects.toMatchObject({ code: "CONFLICT" });
    });
  });

  it("says that another upload of the same key was finished meanwhile", async () => {
    answers = [created, created, created, created, created, fails(400, "InvalidBlockList")];
    const failure = store.put("k", { stream: stream() }, {}, call);
    await expect(failure).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
  });
});

describe("a page that a proxy gives in place of the service's answer", () => {
  const page: RequestListener = (request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/html" });
    response.end(request.method === "HEAD" ? undefined : "<html><body>Sign in</body></html>");
  };
  it.each([
    ["head", () => store.head("k", call)],
    ["get", () => store.get("k", { offset: 0 }, call)],
    ["list", () => store.list({ prefix: "", pageSize: 10 }, call)[Symbol.asyncIterator]().next()],
    ["a list of folders", () => store.list({ prefix: "", delimiter: "/", pageSize: 10 }, call)[Symbol.asyncIterator]().next()],
    ["put", () => store.put("k", { bytes: Buffer.from("x") }, {}, call)],
    ["copy", () => store.copy("k", "l", call)],
  ])("is none for %s", async (_, ask) => {
    answers = [page];
    await expect(ask()).rejects.toMatchObject({ code: "NETWORK", retryable: false, hint: expect.stringMatching(/proxy/) });
  });
});

it("takes no other bytes for those that it asked for, where a server looks at no conditions or ranges", async () => {
  answers = [found];
  await expect(store.get("k", { offset: 0, ifMatch: "old" }, call)).rejects.toMatchObject({ code: "CONFLICT", retryable: true });
  await expect(store.get("k", { offset: 3, ifMatch: "0x1" }, call)).rejects.toMatchObject({ code: "NETWORK", retryable: false });
});

describe("through a proxy", () => {
  /** The service's own server is the proxy: it is asked for whole URLs. */
  function behindProxy(maxAttempts = 2): ObjectStore {
    for (const name of Object.keys(process.env).filter((variable) => /_PROXY$/i.test(variable))) vi.stubEnv(name, undefined);
    vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const provider = { storageAccount: "acc", accountKey, endpoint: "http://blobs.example" };
    return createObjectStore({ provider, bucket: undefined, bucketName: "raw" }, { firstPauseMs: 1, maxAttempts, idleTimeoutMs: 50 });
  }
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("ends as NETWORK where nobody ever answers", async () => {
    answers = [() => undefined];
    await expect(behindProxy().head("k", call)).rejects.toMatchObject({ code: "NETWORK", retryable: true });
    expect(requests).toEqual(Array(2).fill("HEAD http://blobs.example/raw/k"));
  });

  it("gives up a body that stops", async () => {
    answers = [
      (_, response) => {
        response.writeHead(200, { ...OBJECT, "content-length": "10" });
        response.write("01234");
      },
    ];
    // As many tries as this machine needs to be given the first bytes in time; then it is the body's turn, which has none.
    const body = await behindProxy(50).get("k", { offset: 0 }, call);
    await expect(text(body)).rejects.toMatchObject({ code: "NETWORK", retryable: true });
  });
});
