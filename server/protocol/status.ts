import type { NotificationDefinition } from "./definition.ts";

/** What the server is at, for a status item. */
export interface ServerStatus {
  /** `starting` until the analysis is loaded; `failed` when it could not be, and then `message` says why. */
  state: "starting" | "indexing" | "ready" | "failed";
  /** Files that have something of Glacier's. */
  files: number;
  message?: string;
}

export const statusNotification: NotificationDefinition<ServerStatus> = { method: "glacier/status" };
