import type { StepError } from "../pipeline/events.ts";
import type { ChildMessage } from "./protocol.ts";

/** What is known of a child that left without an answer. */
export interface Death {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** What the child said when user code called `process.exit`. */
  exiting?: Extract<ChildMessage, { type: "exiting" }>;
  /** Why it could not even be started. */
  spawnError?: Error;
  /** The end of what it printed on standard error. */
  stderrTail: string;
  cancelled: boolean;
  /** Whether the run had begun. */
  hasStarted: boolean;
  /** The steps that were running. */
  running: readonly string[];
}

/** Tells the reader why a pipeline's process died, and what to do about it. */
export function deathOf(death: Death): StepError {
  const { code, signal, exiting, spawnError, cancelled } = death;
  const error = (fields: Pick<StepError, "message"> & Partial<StepError>): StepError => ({
    name: "GlacierError",
    code: death.hasStarted ? "TASK_FAILED" : "PIPELINE_INVALID",
    retryable: false,
    ...fields,
  });
  if (cancelled) return error({ code: "CANCELLED", message: "Cancelled. The process did not stop when asked, and was killed." });
  if (spawnError) return error({ message: `The pipeline's process could not be started: ${spawnError.message}` });
  if (exiting) {
    return error({
      message: `${exiting.step === undefined ? "The code" : `Step '${exiting.step}'`} called process.exit(${exiting.exitCode})${exiting.step === undefined ? during(death) : ""}, which ends the whole run.`,
      hint: "Throw an error to fail a step, or return to finish it.",
      location: exiting.location,
      stack: exiting.stack,
    });
  }
  if (/JavaScript heap out of memory|ERR_WORKER_OUT_OF_MEMORY/.test(death.stderrTail)) {
    return error({
      message: `The pipeline's process ran out of memory${during(death)}.`,
      hint: "Keep data lazy until it is written, or raise the limit with NODE_OPTIONS=--max-old-space-size=<megabytes>.",
    });
  }
  const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
  const hint = signal === "SIGKILL" ? "On Linux this is how the system ends a process that takes too much memory." : undefined;
  const when = death.hasStarted ? `${during(death)}, before it could report` : during(death);
  return error({ message: `The pipeline's process ${how}${when}.`, hint });
}

function during({ running, hasStarted }: Death): string {
  if (!hasStarted) return " before anything ran";
  if (running.length === 0) return "";
  const names = running.slice(0, 3).map((name) => `'${name}'`);
  const more = running.length > names.length ? ` and ${running.length - names.length} more` : "";
  return ` while ${names.join(", ")}${more} ran`;
}
