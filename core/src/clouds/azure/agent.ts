import type { Agent } from "node:http";
import { limitedAgent } from "../../objects/limited-agent.ts";
import type { Tuning } from "./tuning.ts";

/**
 * Connections that are given up when nothing happens on them: the SDK has no such limit. Undefined where the environment names a proxy for the
 * endpoint, which only the SDK's own connections go through.
 */
export function agentFor(endpoint: string, { connectTimeoutMs, idleTimeoutMs }: Tuning): Agent | undefined {
  if (hasProxy(new URL(endpoint).hostname)) return undefined;
  return limitedAgent(new URL(endpoint).protocol, { connectTimeoutMs, idleTimeoutMs });
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
