import type { PortabilityParams } from "@glacier/server/protocol";
import type { FromPortabilityPage } from "../../webview/messages.ts";

/** What the page said, or undefined for anything else: a page is a web page, and what it sends is checked like any other input. */
export function parsePageMessage(value: unknown): FromPortabilityPage | undefined {
  if (!isRecord(value)) return undefined;
  const { type, item } = value;
  switch (type) {
    case "ready":
    case "fix":
    case "again":
      return { type };
    case "open":
      return typeof item === "number" ? { type, item } : undefined;
    default:
      return undefined;
  }
}

/** The question of a page that a new window brings back; undefined where the kept state is none. */
export function paramsOf(state: unknown): PortabilityParams | undefined {
  if (!isRecord(state) || typeof state.target !== "string") return undefined;
  const { target, uri, range } = state;
  return typeof uri === "string" && isRange(range) ? { target, uri, range } : { target };
}

const isRange = (value: unknown): value is PortabilityParams["range"] & object =>
  isRecord(value) && isPosition(value.start) && isPosition(value.end);

const isPosition = (value: unknown): boolean => isRecord(value) && typeof value.line === "number" && typeof value.character === "number";

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
