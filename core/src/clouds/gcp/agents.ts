import type { Agent } from "node:http";
import { limitedAgent } from "../../objects/limited-agent.ts";
import type { Tuning } from "./tuning.ts";

/** Connections that give up on a host that does not answer, kept open between requests. */
export interface Agents {
  /** For answers that are read at once: a connection on which nothing moves is closed. */
  readonly prompt: (url: URL) => Agent;
  /** For bodies that somebody reads in their own time, so that a connection on which nothing moves may be fine. */
  readonly patient: (url: URL) => Agent;
}

export function createAgents(tuning: Tuning): Agents {
  return { prompt: agents(tuning, false), patient: agents(tuning, true) };
}

function agents({ connectTimeoutMs, idleTimeoutMs }: Tuning, patient: boolean): (url: URL) => Agent {
  const limits = { connectTimeoutMs, idleTimeoutMs, patient };
  const http = limitedAgent("http:", limits);
  const https = limitedAgent("https:", limits);
  return ({ protocol }) => (protocol === "http:" ? http : https);
}
