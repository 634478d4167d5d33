import type { FromGraphPage } from "../../webview/messages.ts";

/** What the graph page said, or undefined for anything else: a page is a web page, and what it sends is checked like any other input. */
export function parsePageMessage(value: unknown): FromGraphPage | undefined {
  if (!isRecord(value)) return undefined;
  const { type, id, beside } = value;
  switch (type) {
    case "ready":
    case "retry":
    case "showLogs":
      return { type };
    case "open":
      return typeof id === "string" && typeof beside === "boolean" ? { type, id, beside } : undefined;
    case "run":
    case "cancel":
      return typeof id === "string" ? { type, id } : undefined;
    default:
      return undefined;
  }
}

/** The document of a page that a new window brings back; the workspace's graph where the kept state does not say. */
export function documentOf(state: unknown): string {
  return isRecord(state) && typeof state.uri === "string" ? state.uri : "";
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
