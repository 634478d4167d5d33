import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";

export interface ConnectionLimits {
  readonly connectTimeoutMs: number;
  /** How long nothing at all may arrive or leave. */
  readonly idleTimeoutMs: number;
  /** For bodies that somebody reads in their own time: then a connection on which nothing moves may be fine. Default: false. */
  readonly patient?: boolean;
}

/** Connections that give up on a host that does not answer, or falls silent, and that are kept for further requests. */
export function limitedAgent(protocol: string, limits: ConnectionLimits): HttpAgent {
  // By itself this closes only connections that wait for a request, before the other side does when that has said how long it waits.
  const options = { keepAlive: true, timeout: limits.idleTimeoutMs };
  const isSecure = protocol === "https:";
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  const whileInUse = limits.patient ? 0 : limits.idleTimeoutMs;
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (target, callback) => {
    // Azure's library names an IPv6 address with the brackets that only its URL has.
    const host = /^\[(.+)\]$/.exec(target.host ?? "")?.[1];
    const stream = connect(host === undefined ? target : { ...target, host }, callback);
    if (isSocket(stream)) limit(stream, isSecure ? "secureConnect" : "connect", limits.connectTimeoutMs, whileInUse);
    return stream;
  };
  const reuse = agent.reuseSocket.bind(agent);
  agent.reuseSocket = (stream, request) => {
    reuse(stream, request);
    // While it waited it had another limit, which Node leaves as it is.
    if (isSocket(stream)) stream.setTimeout(whileInUse);
  };
  return agent;
}

/** Both agents make sockets; other streams come only from agents that were changed. */
const isSocket = (stream: Duplex | null | undefined): stream is Socket => stream instanceof Socket;

function limit(socket: Socket, connected: string, connectTimeoutMs: number, whileInUse: number): void {
  const timer = setTimeout(() => socket.destroy(timeoutError(`No connection within ${connectTimeoutMs} ms.`)), connectTimeoutMs);
  const clear = (): void => clearTimeout(timer);
  socket
    .once(connected, () => {
      clear();
      socket.setTimeout(whileInUse);
    })
    .once("close", clear)
    .on("timeout", () => socket.destroy(timeoutError("Nothing arrived in time.")));
}

/** Like the system's own. */
export const timeoutError = (says: string): Error => Object.assign(new Error(says), { code: "ETIMEDOUT" });
