import type { GraphNodeKind } from "@glacier/core/graph";
import { svg } from "../dom.ts";

export type IconName =
  | GraphNodeKind
  | "run"
  | "stop"
  | "fit"
  | "plus"
  | "minus"
  | "direction"
  | "succeeded"
  | "failed"
  | "skipped"
  | "running"
  | "waiting";

/** Line drawings on a 16 × 16 grid, drawn with the text colour. */
const PATHS: Readonly<Record<IconName, readonly string[]>> = {
  provider: ["M4.7 12.5h6.8a2.6 2.6 0 0 0 .5-5.15A4 4 0 0 0 4.3 6.4a3.07 3.07 0 0 0 .4 6.1Z"],
  bucket: [
    "M2.5 4.2c0-1 2.5-1.7 5.5-1.7s5.5.7 5.5 1.7-2.5 1.7-5.5 1.7-5.5-.7-5.5-1.7Z",
    "M2.5 4.2l1.2 7.9c.1.8 2 1.4 4.3 1.4s4.2-.6 4.3-1.4l1.2-7.9",
  ],
  serverless: ["M9 1.8 3.6 8.9h3.9L6.9 14.2l5.5-7.1H8.4L9 1.8Z"],
  environment: ["M4.5 4.5h7v7h-7z", "M6.5 1.8v2.7M9.5 1.8v2.7M6.5 11.5v2.7M9.5 11.5v2.7M1.8 6.5h2.7M1.8 9.5h2.7M11.5 6.5h2.7M11.5 9.5h2.7"],
  pipeline: ["M2 3.5h3.5v3H2zM10.5 9.5H14v3h-3.5z", "M5.5 5H7a1.5 1.5 0 0 1 1.5 1.5v3A1.5 1.5 0 0 0 10 11h.5"],
  step: ["M5.6 4 1.8 8l3.8 4M10.4 4l3.8 4-3.8 4"],
  run: ["M5 3.2v9.6l7.5-4.8Z"],
  stop: ["M4 4h8v8H4z"],
  fit: ["M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"],
  plus: ["M8 3.5v9M3.5 8h9"],
  minus: ["M3.5 8h9"],
  direction: ["M2.5 5.5h8M8 3l2.5 2.5L8 8", "M5.5 10.5v-0M12.5 6.5v7M10 11l2.5 2.5L15 11"],
  succeeded: ["M3 8.5 6.3 12 13 4.5"],
  failed: ["M4 4l8 8M12 4l-8 8"],
  skipped: ["M3.5 8h9"],
  running: ["M8 2.5a5.5 5.5 0 1 1-5.5 5.5"],
  waiting: ["M8 4.5V8l2.3 1.6", "M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2Z"],
};

export function icon(name: IconName, className = "icon"): SVGSVGElement {
  return svg(
    "svg",
    { class: className, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    ...PATHS[name].map((path) => svg("path", { d: path })),
  );
}
