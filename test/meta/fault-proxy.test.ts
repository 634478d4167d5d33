// The tests of faults are worth what the proxy is worth that makes them.
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { FaultProxy } from "../support/faults/fault-proxy.ts";

const BODY = "0123456789".repeat(10_000);

/** A server that gives BODY to every GET, and the size of what it was sent to every PUT. */
async function plainServer(): Promise<{ endpoint: string; headers: IncomingHttpHeaders[] }> {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    if (request.method === "GET") return void response.writeHead(200, { "content-length": BODY.length }).end(BODY);
    let size = 0;
    request.on("error", () => undefined);
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
    });
    request.on("end", () => response.writeHead(201, { location: `${endpoint()}/next` }).end(String(size)));
  });
  // It listens on an address, not on a path.
  const endpoint = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: endpoint(), headers };
}

const textAt = async (url: string): Promise<string> => (await fetch(url)).text();

it("passes on what is not to fail, both ways, with the host name that the client signed", async () => {
  const { endpoint, headers } = await plainServer();
  const proxy = await FaultProxy.before(`${endpoint}/base/`);
  await proxy.plan();
  expect(await textAt(`${proxy.endpoint}/x?y=1`)).toBe(BODY);
  const put = await fetch(`${proxy.endpoint}/z`, { method: "PUT", body: BODY, headers: { range: "bytes=0-1" } });
  expect([put.status, await put.text()]).toEqual([201, String(BODY.length)]);
  expect(put.headers.get("location")).toBe(`${new URL(proxy.endpoint).origin}/next`);
  expect(headers[0]?.host).toBe(new URL(proxy.endpoint).host);
  const none = { fault: undefined, range: undefined };
  expect(await proxy.requests()).toEqual([
    { ...none, method: "GET", path: "/base/x?y=1", status: 200, sent: 0, received: BODY.length },
    { ...none, method: "PUT", path: "/base/z", range: "bytes=0-1", status: 201, sent: BODY.length, received: 6 },
  ]);
});

it("tells the server its own host name where that is wanted", async () => {
  const { endpoint, headers } = await plainServer();
  const proxy = await FaultProxy.before(endpoint, "own");
  await textAt(`${proxy.endpoint}/x`);
  expect(headers[0]?.host).toBe(new URL(endpoint).host);
});

it("answers itself, as often as it is planned, and only what fits", async () => {
  const { endpoint, headers } = await plainServer();
  const proxy = await FaultProxy.before(endpoint);
  await proxy.plan({ kind: "status", status: 503, retryAfter: 1, body: "slow down", method: "GET", path: "^/a", after: 1, times: 2 });
  const statuses: number[] = [];
  for (const path of ["/a", "/b", "/a", "/a", "/a"]) {
    const response = await fetch(`${proxy.endpoint}${path}`);
    // What nobody reads may not be left: fetch stumbles over it when the connection ends.
    await response.text();
    statuses.push(response.status);
  }
  expect(statuses).toEqual([200, 200, 503, 503, 200]);
  expect(headers).toHaveLength(3);
  await proxy.plan({ kind: "status", status: 429, retryAfter: 7 });
  const refused = await fetch(`${proxy.endpoint}/a`, { method: "PUT", body: BODY });
  expect([refused.status, refused.headers.get("retry-after"), await refused.text()]).toEqual([429, "7", ""]);
  expect(await proxy.requests()).toMatchObject([{ method: "PUT", status: 429, sent: BODY.length, fault: "status" }]);
});

it("resets the connection in the middle of an answer, or before it", async () => {
  const { endpoint } = await plainServer();
  const proxy = await FaultProxy.before(endpoint);
  for (const bytes of [0, 30_000]) {
    await proxy.plan({ kind: "reset", of: "response", bytes, times: 1 });
    expect(await rawAnswer(proxy.endpoint)).toMatchObject({ end: "ECONNRESET" });
    expect(await proxy.requests()).toMatchObject([{ received: bytes, fault: "reset" }]);
    expect(await textAt(proxy.endpoint)).toBe(BODY);
  }
});

it("resets the connection in the middle of a request, so that the server never sees its end", async () => {
  const { endpoint, headers } = await plainServer();
  const proxy = await FaultProxy.before(endpoint);
  await proxy.plan({ kind: "reset", of: "request", bytes: 50_000 });
  await expect(fetch(proxy.endpoint, { method: "PUT", body: BODY })).rejects.toThrow();
  expect(await proxy.requests()).toMatchObject([{ method: "PUT", sent: 50_000, status: undefined, fault: "reset" }]);
  expect(headers).toHaveLength(1);
});

it("closes the connection in good order though the body is not over", async () => {
  const { endpoint } = await plainServer();
  const proxy = await FaultProxy.before(endpoint);
  await proxy.plan({ kind: "truncate", bytes: 12_345 });
  const { head, body, end } = await rawAnswer(proxy.endpoint);
  expect(head.toLowerCase()).toContain(`content-length: ${BODY.length}`);
  expect([body, end]).toEqual([BODY.slice(0, 12_345), "end"]);
});

it("never answers, or stops in the middle, and keeps the connection", async () => {
  const { endpoint } = await plainServer();
  const proxy = await FaultProxy.before(endpoint);
  for (const bytes of [undefined, 20_000]) {
    await proxy.plan({ kind: "silence", ...(bytes === undefined ? {} : { bytes }) });
    const aborted = await fetch(proxy.endpoint, { signal: AbortSignal.timeout(500) })
      .then((response) => response.text())
      .catch((error: unknown) => (error instanceof Error ? error.name : "no error"));
    expect(aborted).toBe("TimeoutError");
    expect(await proxy.requests()).toMatchObject([{ received: bytes ?? 0, status: bytes === undefined ? undefined : 200 }]);
  }
});

it("slows an answer down to so many bytes a second, and gives all of it", async () => {
  const { endpoint } = await plainServer();
  const proxy = await FaultProxy.before(endpoint);
  await proxy.plan({ kind: "slow", bytesPerSecond: 100_000 });
  const response = await fetch(proxy.endpoint);
  // After the first byte, nearly a second's worth is still to come.
  const before = (await proxy.requests())[0]?.received ?? BODY.length;
  expect(before).toBeLessThan(BODY.length);
  expect(await response.text()).toBe(BODY);
});

/** An answer as it comes over the wire. */
async function rawAnswer(endpoint: string): Promise<{ head: string; body: string; end: string }> {
  const { hostname, port, host } = new URL(endpoint);
  const socket = connect(Number(port), hostname).setEncoding("latin1");
  socket.write(`GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  let text = "";
  socket.on("data", (chunk: string) => {
    text += chunk;
  });
  const end = await new Promise<string>((resolve) => {
    socket.once("end", () => resolve("end"));
    socket.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
  });
  socket.destroy();
  const [head = "", body = ""] = text.split("\r\n\r\n");
  return { head, body, end };
}
