import { once } from "node:events";
import { type ClientRequest, createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ConnectionLimits, limitedAgent } from "../../../core/src/objects/limited-agent.ts";

/** Answers the first request at once and keeps the connection; what it does with the second one is up to the test. */
async function keptConnection(limits: Partial<ConnectionLimits>, keepAliveTimeout = 60_000) {
  let count = 0;
  const server: Server = createServer((_, response) => {
    count++;
    if (count === 1) response.end("first");
    else server.emit("second", response);
  });
  server.keepAliveTimeout = keepAliveTimeout;
  await once(server.listen(0, "127.0.0.1"), "listening");
  const agent = limitedAgent("http:", { connectTimeoutMs: 5_000, idleTimeoutMs: 100, ...limits });
  onTestFinished(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const send = () => get({ host: "127.0.0.1", port, agent });
  const answerTo = async (request: ClientRequest): Promise<string> => {
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const body = await text(response);
    return request.reusedSocket ? `${body} on the same connection` : body;
  };
  const ask = () => answerTo(send());
  // The connection is given back after the end of the body. Whoever asks as soon as this resolves is given it, before any limit ends it unused.
  const free = once(agent, "free");
  const first = send();
  // Not the first answer is what has a limit here, however long this machine takes for it.
  first.once("socket", (socket) => socket.once("connect", () => socket.setTimeout(0)));
  expect(await answerTo(first)).toBe("first");
  await free;
  expect(Object.keys(agent.freeSockets)).toHaveLength(1);
  return { ask, server };
}

describe("a connection that is used again", () => {
  it("is given up when nothing moves on it any more", async () => {
    const { ask } = await keptConnection({});
    await expect(ask()).rejects.toMatchObject({ code: "ETIMEDOUT" });
  });

  it("waits as long for an answer as a new one, however soon the server would have closed it unused", async () => {
    const { ask, server } = await keptConnection({ idleTimeoutMs: 60_000 }, 2_000);
    // By its word of 2 seconds, less one to be early, Node closes it unused after one.
    server.once("second", (response) => setTimeout(() => response.end("second"), 1_300));
    expect(await ask()).toBe("second on the same connection");
  });

  it("is left alone while a patient reader takes its time", async () => {
    const { ask, server } = await keptConnection({ idleTimeoutMs: 100, patient: true });
    server.once("second", (response) => setTimeout(() => response.end("second"), 300));
    expect(await ask()).toBe("second on the same connection");
  });
});

it("finds an address of IPv6 that was taken from a URL, with its brackets", async () => {
  const server = createServer((_, response) => response.end("here"));
  await once(server.listen(0, "::1"), "listening");
  const agent = limitedAgent("http:", { connectTimeoutMs: 5_000, idleTimeoutMs: 5_000 });
  onTestFinished(() => {
    agent.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const [response] = (await once(get({ host: "[::1]", port, agent }), "response")) as [IncomingMessage];
  expect(await text(response)).toBe("here");
});
