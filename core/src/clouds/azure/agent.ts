import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import type { Tuning } from "./tuning.ts";

/**
 * Connections that are given up when nothing happens on them: the SDK has no such limit. Undefined where the environment names a proxy for the
 * endpoint, which only the SDK's own connections go through.
 */
export function agentFor(endpoint: string, { connectTimeoutMs, idleTimeoutMs }: Tuning): HttpAgent | undefined {
  if (hasProxy(new URL(endpoint).hostname)) return undefined;
  // `timeout` alone only reports; it is named here so that Node sets it anew when it takes a connection up again.
  const options = { keepAlive: true, timeout: idleTimeoutMs };
  const secure = endpoint.startsWith("https:");
  const agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (target, callback) => {
    const stream = connect(target, callback);
    // Both agents make sockets; other duplex streams come only from agents that were changed.
    if (stream) limit(stream as Socket, secure ? "secureConnect" : "connect", connectTimeoutMs, idleTimeoutMs);
    return stream;
  };
  return agent;
}

/** As the SDK reads these variables. */
function hasProxy(host: string): boolean {
  const variable = (name: string): string => process.env[name] ?? process.env[name.toLowerCase()] ?? "";
  if (["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].every((name) => variable(name) === "")) return false;
  const exceptions = variable("NO_PROXY")
    .split(",")
    .map((exception) => exception.trim());
  return !exceptions.some((exception) => host === exception.replace(/^\./, "") || (exception.startsWith(".") && host.endsWith(exception)));
}

function limit(socket: Socket, connected: string, connectTimeoutMs: number, idleTimeoutMs: number): void {
  const giveUp = (says: string): void => void socket.destroy(Object.assign(new Error(says), { code: "ETIMEDOUT" }));
  const timer = setTimeout(() => giveUp(`No connection within ${connectTimeoutMs} ms.`), connectTimeoutMs);
  const clear = (): void => clearTimeout(timer);
  socket.once(connected, clear).once("close", clear);
  socket.on("timeout", () => giveUp(`Not a byte within ${idleTimeoutMs} ms.`));
}
