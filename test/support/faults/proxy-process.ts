// The process of a fault proxy. Arguments: the server's address, and whose host name it is told. See fault-proxy.ts.
import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, FaultEffect, ProxyOrder, ProxyReport, SeenRequest } from "./fault.ts";

const [endpoint = "", hostOf = ""] = process.argv.slice(2);
const target = new URL(endpoint);

interface Planned {
  readonly fault: Fault;
  seen: number;
}

let plan: Planned[] = [];
let seen: { -readonly [Name in keyof SeenRequest]: SeenRequest[Name] }[] = [];

const server = createServer((request, response) => {
  const { method = "GET", url: path = "/" } = request;
  const fault = strike(method, path);
  const entry = { method, path, range: rangeOf(request), status: undefined, sent: 0, received: 0, fault: fault?.kind };
  seen.push(entry);
  // A client that goes away is what many tests are about.
  request.on("error", () => undefined);
  response.on("error", () => undefined);
  if (fault?.kind === "status") return refuse(request, response, fault, entry);
  if (fault?.kind === "silence" && fault.bytes === undefined) return void request.resume();
  forward(request, response, fault, entry);
});
// Nothing but the plan decides how long anything takes.
server.requestTimeout = 0;
server.headersTimeout = 0;

/** Azure has a header of its own for it, since not every client may set the usual one. */
function rangeOf({ headers }: IncomingMessage): string | undefined {
  const own = headers["x-ms-range"];
  return headers.range ?? (typeof own === "string" ? own : undefined);
}

function strike(method: string, path: string): FaultEffect | undefined {
  for (const planned of plan) {
    const { fault } = planned;
    if ((fault.method !== undefined && fault.method !== method) || (fault.path !== undefined && !new RegExp(fault.path).test(path)))
      continue;
    const { after = 0, times = Number.POSITIVE_INFINITY } = fault;
    const turn = planned.seen++;
    if (turn >= after && turn < after + times) return fault;
  }
  return undefined;
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, retryAfter, body = "" }: Extract<FaultEffect, { kind: "status" }>,
  entry: (typeof seen)[number],
): void {
  request.on("data", (chunk: Buffer) => {
    entry.sent += chunk.length;
  });
  request.on("end", () => {
    response.writeHead(status, retryAfter === undefined ? {} : { "retry-after": String(retryAfter) });
    response.end(body);
    entry.status = status;
    entry.received = body.length;
  });
}

function forward(request: IncomingMessage, response: ServerResponse, fault: FaultEffect | undefined, entry: (typeof seen)[number]): void {
  const upstream = requestOf({
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: headersFor(request.rawHeaders),
    agent: false,
  });
  const giveUp = (): void => {
    upstream.destroy();
    response.socket?.resetAndDestroy();
  };
  upstream.on("error", giveUp);
  upstream.on("response", (answer) => {
    answer.on("error", giveUp);
    entry.status = answer.statusCode;
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, locatedHere(answer.rawHeaders));
    void passOn(answer, response, fault, entry).catch(giveUp);
  });
  response.on("close", () => upstream.destroy());
  request.on("data", (chunk: Buffer) => {
    const room = fault?.kind === "reset" && fault.of === "request" ? fault.bytes - entry.sent : Number.POSITIVE_INFINITY;
    entry.sent += Math.min(chunk.length, room);
    if (chunk.length >= room) {
      // What has come so far reaches the server, and then nothing more.
      upstream.write(chunk.subarray(0, room), giveUp);
      request.pause();
    } else if (!upstream.write(chunk)) {
      request.pause();
      upstream.once("drain", () => request.resume());
    }
  });
  request.on("end", () => upstream.end());
}

/** The answer's body, as far as it is to come. */
async function passOn(
  answer: IncomingMessage,
  response: ServerResponse,
  fault: FaultEffect | undefined,
  entry: (typeof seen)[number],
): Promise<void> {
  const limit = limitOf(fault);
  if (limit === 0) await stop(response, fault);
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    for (const piece of fault?.kind === "slow" ? pieces(chunk, fault.bytesPerSecond) : [chunk]) {
      const allowed = piece.subarray(0, limit - entry.received);
      entry.received += allowed.length;
      if (!response.write(allowed) && !(await drained(response))) return;
      if (fault?.kind === "slow") await sleep(PAUSE_MS);
      // Awaited here: to leave the loop ends the server's answer, which is a failure of its own.
      if (entry.received >= limit) return await stop(response, fault);
    }
  }
  response.end();
}

const limitOf = (fault: FaultEffect | undefined): number => {
  if (fault?.kind === "truncate" || fault?.kind === "silence") return fault.bytes ?? 0;
  return fault?.kind === "reset" && fault.of === "response" ? fault.bytes : Number.POSITIVE_INFINITY;
};

async function stop(response: ServerResponse, fault: FaultEffect | undefined): Promise<void> {
  // The head at least is on its way before anything happens to the connection.
  response.flushHeaders();
  await new Promise((resolve) => setImmediate(resolve));
  if (fault?.kind === "reset") response.socket?.resetAndDestroy();
  if (fault?.kind === "truncate") response.socket?.end();
  await new Promise((resolve) => response.once("close", resolve));
}

const PAUSE_MS = 50;

function* pieces(chunk: Buffer, bytesPerSecond: number): Generator<Buffer> {
  const size = Math.max(1, Math.floor((bytesPerSecond * PAUSE_MS) / 1000));
  for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
}

/** Whether there is room again, and not nobody any more. */
async function drained(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    const drain = (): void => settle(true);
    const close = (): void => settle(false);
    const settle = (hasRoom: boolean): void => {
      response.off("drain", drain).off("close", close);
      resolve(hasRoom);
    };
    response.on("drain", drain).on("close", close);
    if (response.destroyed) close();
  });
}

function headersFor(raw: readonly string[]): string[] {
  return pairs(raw).flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    // This server has said already that it is ready for the body.
    if (lower === "expect" || lower === "connection") return [];
    return lower === "host" && hostOf === "own" ? [name, target.host] : [name, value];
  });
}

/** A server that sends its client on to itself, as for an upload in parts, sends it here. */
function locatedHere(raw: readonly string[]): string[] {
  return pairs(raw).flatMap(([name, value]) => [
    name,
    name.toLowerCase() === "location" ? value.replace(target.origin, `http://127.0.0.1:${port()}`) : value,
  ]);
}

const pairs = (raw: readonly string[]): [name: string, value: string][] =>
  Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index] ?? "", raw[2 * index + 1] ?? ""]);

// It listens on an address, not on a path.
const port = (): number => (server.address() as AddressInfo).port;

const tell = (report: ProxyReport): void => void process.send?.(report);

process.on("message", (order: ProxyOrder) => {
  if (order.order === "plan") {
    plan = order.faults.map((fault) => ({ fault, seen: 0 }));
    seen = [];
  }
  tell({ id: order.id, requests: seen });
});
process.once("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () => tell({ port: port() }));
