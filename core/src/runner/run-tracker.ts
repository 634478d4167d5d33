import type { PlannedStep, RunEvent, RunStartedEvent, StepError, StepResult } from "../pipeline/events.ts";
import type { RunReport } from "./protocol.ts";

/**
 * Passes events on, and remembers enough of them to say the last words of a child that died: every step that started gets its end,
 * every other is skipped, and the run is finished.
 */
export class RunTracker {
  private readonly listener: ((event: RunEvent) => void) | undefined;
  private start: RunStartedEvent | undefined;
  private finished = false;
  private readonly results = new Map<string, StepResult>();
  private readonly startedAt = new Map<string, { at: string; attempts: number }>();

  constructor(listener: ((event: RunEvent) => void) | undefined) {
    this.listener = listener;
  }

  get hasStarted(): boolean {
    return this.start !== undefined;
  }

  /** The steps that have started and not ended. */
  get running(): string[] {
    return [...this.startedAt.keys()];
  }

  take(event: RunEvent): void {
    if (this.finished) return;
    this.remember(event);
    try {
      this.listener?.(event);
    } catch (error) {
      process.emitWarning(`A listener of run events threw: ${error instanceof Error ? error.message : String(error)}`, "GlacierWarning");
    }
  }

  /** Ends a run whose process is gone, and gives what is known of it; undefined when no run had started, or when it had finished. */
  close(status: "failed" | "cancelled", error: StepError): RunReport | undefined {
    const { start } = this;
    if (!start || this.finished) return undefined;
    const base = { runId: start.runId, at: new Date().toISOString() };
    const because = this.running[0];
    for (const [step, { at, attempts }] of [...this.startedAt]) {
      this.take({ ...base, type: "step.failed", step, status, attempts, durationMs: elapsed(at), error });
    }
    for (const { name: step } of start.steps.filter(({ name }) => !this.results.has(name))) {
      this.take({ ...base, type: "step.skipped", step, reason: status === "cancelled" ? "cancelled" : "dependency", because });
    }
    const steps = start.steps.map((step) => this.results.get(step.name) ?? never(step));
    const report = { runId: start.runId, pipeline: start.pipeline, status, startedAt: start.at, durationMs: elapsed(start.at), steps };
    this.take({ ...base, type: "run.finished", pipeline: start.pipeline, status, durationMs: report.durationMs, steps, error });
    return { ...report, outputs: {} };
  }

  private remember(event: RunEvent): void {
    switch (event.type) {
      case "run.started":
        this.start = event;
        return;
      case "step.started":
        this.startedAt.set(event.step, { at: event.at, attempts: 1 });
        return;
      case "step.retrying": {
        const started = this.startedAt.get(event.step);
        if (started) started.attempts = event.attempt + 1;
        return;
      }
      case "step.succeeded":
      case "step.failed":
        this.end(event.step, event.status, event.attempts, event.durationMs, event.type === "step.failed" ? event.error : undefined);
        return;
      case "step.skipped":
        this.end(event.step, "skipped", 0, 0);
        return;
      case "run.finished":
        this.finished = true;
        return;
      case "step.progress":
        return;
    }
  }

  private end(name: string, status: StepResult["status"], attempts: number, durationMs: number, error?: StepError): void {
    const startedAt = this.startedAt.get(name)?.at ?? null;
    this.startedAt.delete(name);
    this.results.set(name, { name, task: this.taskOf(name), status, attempts, startedAt, durationMs, error });
  }

  private taskOf(name: string): string {
    return this.start?.steps.find((step) => step.name === name)?.task ?? name;
  }
}

const elapsed = (since: string): number => Math.max(0, Date.now() - Date.parse(since));

const never = ({ name, task }: PlannedStep): StepResult => ({ name, task, status: "skipped", attempts: 0, startedAt: null, durationMs: 0 });
