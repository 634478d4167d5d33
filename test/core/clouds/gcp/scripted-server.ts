import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { createObjectStore } from "../../../../core/src/clouds/gcp/object-store.ts";
import type { Tuning } from "../../../../core/src/clouds/gcp/tuning.ts";

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export type Answer = (asked: Asked, response: ServerResponse) => unknown;

/** A server that does what no emulator can be made to do. What its answer gives is sent as JSON; nothing, when it answered itself. */
export async function scripted(answer: Answer) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    const one = { method, url: new URL(url, "http://127.0.0.1"), headers, body: await buffer(request) };
    asked.push(one);
    const value = await answer(one, response);
    if (value !== undefined) response.setHeader("Content-Type", "application/json").end(JSON.stringify(value));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { endpoint: `http://127.0.0.1:${address.port}`, asked };
}

/** How long a store waits for a server that answers nothing, in a test of that. In milliseconds. */
export const IMPATIENT = 200;

/** A store on a scripted server, which tries again once. It waits for every answer that is to come, however busy this machine is. */
export async function scriptedStore(answer: Answer, tuning: Partial<Tuning> = {}, bucket?: Record<string, unknown>) {
  const { endpoint, asked } = await scripted(answer);
  const place = { provider: { project: "test", endpoint }, bucket, bucketName: "bucket" };
  return {
    store: createObjectStore(place, { maxAttempts: 2, idleTimeoutMs: 60_000, partSize: 4, ...tuning }),
    asked,
    endpoint,
  };
}

export const object = (name: string, fields: object = {}) => ({
  name,
  generation: "7",
  size: "1",
  timeCreated: "2026-11-26T00:00:00.000Z",
  ...fields,
});

export function fail(response: ServerResponse, status: number, reason = "backendError", message = "failed on purpose") {
  response.statusCode = status;
  return { error: { code: status, message, errors: [{ message, domain: "global", reason }] } };
}
