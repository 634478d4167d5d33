import type { ServerStatus } from "@glacier/server/protocol";

/** What the language status item shows. `stopped` is the client's own knowledge: a dead server says nothing. */
export interface StatusLook {
  text: string;
  detail: string;
  severity: "information" | "warning" | "error";
  busy: boolean;
  /** What the item offers to do. */
  action: "showLogs" | "restart";
}

export function statusLook(status: ServerStatus | { state: "stopped" }): StatusLook {
  switch (status.state) {
    case "starting":
      return { text: "Glacier", detail: "Starting", severity: "information", busy: true, action: "showLogs" };
    case "indexing":
      return {
        text: "Glacier",
        detail: `Reading the workspace, ${files(status.files)} so far`,
        severity: "information",
        busy: true,
        action: "showLogs",
      };
    case "ready":
      return {
        text: "Glacier",
        detail: `Ready, ${files(status.files)} with pipelines`,
        severity: "information",
        busy: false,
        action: "showLogs",
      };
    case "failed":
      return {
        text: "Glacier failed",
        detail: status.message ?? "The analysis could not be loaded",
        severity: "error",
        busy: false,
        action: "restart",
      };
    case "stopped":
      return { text: "Glacier stopped", detail: "The language server is not running", severity: "error", busy: false, action: "restart" };
  }
}

const files = (count: number): string => (count === 1 ? "1 file" : `${count} files`);
