import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { Socket } from "node:net";
import type { Tuning } from "./tuning.ts";

/** Connections that give up on a host that does not answer, kept open between requests. */
export interface Agents {
  /** For answers that are read at once: a connection on which nothing moves is closed. */
  readonly prompt: (url: URL) => HttpAgent;
  /** For bodies that somebody reads in their own time, so that a connection on which nothing moves may be fine. */
  readonly patient: (url: URL) => HttpAgent;
}

export function createAgents({ connectTimeoutMs, idleTimeoutMs }: Tuning): Agents {
  return { prompt: agents(connectTimeoutMs, idleTimeoutMs), patient: agents(connectTimeoutMs, undefined) };
}

function agents(connectTimeoutMs: number, idleTimeoutMs: number | undefined): (url: URL) => HttpAgent {
  const watch = (socket: unknown): void => {
    if (socket instanceof Socket) closeWhenStill(socket, connectTimeoutMs, idleTimeoutMs);
  };
  const http = watched(new HttpAgent({ keepAlive: true }), watch);
  const https = watched(new HttpsAgent({ keepAlive: true }), watch);
  return ({ protocol }) => (protocol === "http:" ? http : https);
}

function watched<Kind extends HttpAgent>(agent: Kind, watch: (socket: unknown) => void): Kind {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    watch(socket);
    return socket;
  };
  return agent;
}

function closeWhenStill(socket: Socket, connectTimeoutMs: number, idleTimeoutMs: number | undefined): void {
  socket.setTimeout(connectTimeoutMs);
  socket.once("connect", () => socket.setTimeout(idleTimeoutMs ?? 0));
  socket.on("timeout", () => socket.destroy(timeoutError()));
}

/** Like the system's own. */
export const timeoutError = (): Error => Object.assign(new Error("nothing arrived in time"), { code: "ETIMEDOUT" });
