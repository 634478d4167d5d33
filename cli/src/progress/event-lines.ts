import type { RunEvent, StepError, StepResult } from "@glacier/core/runner";
import { describe } from "../print-problem.ts";
import { plain } from "../terminal.ts";

/** How a line is meant, for those who colour it. */
export type Tone = "good" | "bad" | "faint" | "plain";

export interface EventLine {
  tone: Tone;
  /** The word the line starts with. */
  verb: string;
  text: string;
}

/** What an event says to a person, in lines; nothing for an event that only moves a progress display. */
export function eventLines(event: RunEvent, cwd: string): EventLine[] {
  switch (event.type) {
    case "run.started":
      return [
        {
          tone: "faint",
          verb: "run",
          text: `${event.runId}: ${plain(event.pipeline)}, ${count(event.steps.length, "step")}${event.resumed ? `, resuming ${event.resumed}` : ""}`,
        },
      ];
    case "step.started":
    case "step.progress":
      return [];
    case "step.retrying":
      return [
        {
          tone: "plain",
          verb: "retry",
          text: `${plain(event.step)} in ${duration(event.delayMs)}, attempt ${event.attempt} failed: ${oneLine(event.error.message)}`,
        },
      ];
    case "step.succeeded":
      return event.status === "reused"
        ? [{ tone: "faint", verb: "reused", text: plain(event.step) }]
        : [{ tone: "good", verb: "done", text: `${plain(event.step)} ${duration(event.durationMs)}` }];
    case "step.failed":
      return event.status === "cancelled"
        ? [{ tone: "plain", verb: "cancelled", text: `${plain(event.step)} ${duration(event.durationMs)}` }]
        : [{ tone: "bad", verb: "failed", text: `${plain(event.step)} ${duration(event.durationMs)}` }, ...errorLines(event.error, cwd)];
    case "step.skipped":
      return [
        {
          tone: "faint",
          verb: "skipped",
          text: `${plain(event.step)}${event.because === undefined ? "" : `, which waits for ${plain(event.because)}`}`,
        },
      ];
    case "run.finished":
      return [
        {
          tone: event.status === "succeeded" ? "good" : event.status === "failed" ? "bad" : "plain",
          verb: event.status,
          text: `${plain(event.pipeline)} ${duration(event.durationMs)}${tally(event.steps)}`,
        },
      ];
  }
}

/** Milliseconds as a person says them. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(Math.floor(milliseconds / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(milliseconds / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

function errorLines(error: StepError, cwd: string): EventLine[] {
  return describe(error, cwd)
    .split("\n")
    .map((text) => ({ tone: "plain", verb: "", text }));
}

function tally(steps: readonly StepResult[]): string {
  const parts = (["failed", "cancelled", "skipped", "reused"] as const).flatMap((status) => {
    const number = steps.filter((step) => step.status === status).length;
    return number === 0 ? [] : [`${number} ${status}`];
  });
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;

const oneLine = (text: string): string => plain(text).replaceAll(/\s*\n\s*/g, " ");
