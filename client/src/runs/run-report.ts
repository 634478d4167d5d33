import type { RunEvent, StepError } from "@glacier/core/runner";
import { formatDuration } from "../../webview/duration.ts";
import { describeTarget, firstLine, type RunState } from "./run-state.ts";

/** The line of the output channel for an event; undefined for one that would only be noise there. */
export function eventLine(event: RunEvent): string | undefined {
  switch (event.type) {
    case "run.started":
      return `${event.steps.length} ${event.steps.length === 1 ? "step" : "steps"}${event.resumed === undefined ? "" : `, taking up run ${event.resumed}`}`;
    case "step.started":
      return `▷ ${event.step}`;
    case "step.progress":
      return event.message === undefined ? undefined : `  ${event.step}: ${event.message}`;
    case "step.retrying":
      return `↻ ${event.step}: attempt ${event.attempt} failed (${firstLine(event.error.message)}), trying again in ${formatDuration(event.delayMs)}`;
    case "step.succeeded":
      return event.status === "reused" ? `✓ ${event.step} (reused)` : `✓ ${event.step} ${formatDuration(event.durationMs)}`;
    case "step.failed":
      return `✗ ${event.step} ${event.status} after ${formatDuration(event.durationMs)}`;
    case "step.skipped":
      return `- ${event.step} skipped${event.because === undefined ? "" : `: ${event.because} did not succeed`}`;
    case "run.finished":
      return undefined;
  }
}

/** Why a run failed: each failed step's own error, else the run's. */
export function failureLines(run: RunState): string[] {
  if (run.status !== "failed") return [];
  const ofSteps = run.steps.flatMap((step) =>
    step.status === "failed" && step.error ? ["", `✗ ${step.name}`, ...errorLines(step.error)] : [],
  );
  return ofSteps.length > 0 || !run.error ? ofSteps : errorLines(run.error);
}

/** The whole of an error: code, message, hint, and the user's own lines. */
function errorLines(error: StepError): string[] {
  const lines = [`${error.code}: ${error.message}`];
  if (error.hint) lines.push(`Hint: ${error.hint}`);
  if (error.location) lines.push(`at ${error.location.file}:${error.location.line}:${error.location.column}`);
  if (error.stack) lines.push(error.stack);
  return lines;
}

/** What the notification at the end of a run says. */
export function resultMessage(run: RunState): string {
  const name = describeTarget(run.target);
  const time = formatDuration(run.durationMs ?? 0);
  switch (run.status) {
    case "succeeded":
      return `${name} succeeded in ${time}.`;
    case "cancelled":
      return `${name} was cancelled after ${time}.`;
    case "failed": {
      const step = run.steps.find((candidate) => candidate.status === "failed");
      const where = step ? `${step.name}: ` : "";
      const hint = run.error?.hint ? ` ${run.error.hint}` : "";
      return `${name} failed after ${time}. ${where}${firstLine(step?.error?.message ?? run.error?.message ?? "No reason was given.")}${hint}`;
    }
    case "starting":
    case "running":
      return `${name} is running.`;
  }
}

export interface LocatedError {
  step?: string;
  error: StepError;
  location: NonNullable<StepError["location"]>;
}

/** Each error of a run that has a place in the source: the steps' own, else the run's. */
export function locatedErrors(run: RunState): LocatedError[] {
  const ofSteps = run.steps.flatMap(({ name, status, error }) =>
    status === "failed" && error?.location ? [{ step: name, error, location: error.location }] : [],
  );
  if (ofSteps.length > 0) return ofSteps;
  return run.error?.location ? [{ error: run.error, location: run.error.location }] : [];
}
