import type { PlannedStep, RunEvent, RunResult, RunStatus, StepError, StepResult, StepSkippedEvent } from "./events.ts";
import { showText } from "./secrets.ts";
import { textOf } from "./step-error.ts";

/** A {@link RunEvent} without what every event has. */
type News = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, "runId" | "at"> : never) : never;

interface ReporterOptions {
  runId: string;
  pipeline: string;
  resumed: string | undefined;
  onEvent: ((event: RunEvent) => void) | undefined;
}

/** Keeps the books of one run: tells the listener each event once, and has the result at the end. */
export class RunReporter {
  private readonly options: ReporterOptions;
  private readonly startedAt = new Date();
  private readonly begun = performance.now();
  private readonly results = new Map<string, StepResult>();
  private readonly begunSteps = new Map<string, number>();
  private closed = false;

  constructor(options: ReporterOptions) {
    this.options = options;
  }

  get identity(): { runId: string; pipeline: string; startedAt: string; resumed?: string } {
    const { runId, pipeline, resumed } = this.options;
    return { runId, pipeline, startedAt: this.startedAt.toISOString(), resumed };
  }

  /** Whether any step is without success. */
  get incomplete(): boolean {
    return [...this.results.values()].some(({ status }) => status !== "succeeded" && status !== "reused");
  }

  started(steps: PlannedStep[]): void {
    for (const { name, task } of steps)
      this.results.set(name, { name, task, status: "skipped", attempts: 0, startedAt: null, durationMs: 0 });
    this.emit({ type: "run.started", pipeline: this.options.pipeline, steps, resumed: this.options.resumed });
  }

  reused(step: string): void {
    this.set(step, { status: "reused" });
    this.emit({ type: "step.succeeded", step, status: "reused", attempts: 0, durationMs: 0 });
  }

  stepStarted(step: string, task: string): void {
    this.begunSteps.set(step, performance.now());
    this.set(step, { attempts: 1, startedAt: new Date().toISOString() });
    this.emit({ type: "step.started", step, task });
  }

  stepProgress(step: string, { fraction, message }: { fraction?: number; message?: string }): void {
    // A task that was cut short may go on in the background; of a step that has ended nothing more is told.
    if (!this.begunSteps.has(step)) return;
    // User code says it, in JavaScript too: what is no number and no text is left out.
    this.emit({
      type: "step.progress",
      step,
      fraction: Number.isFinite(fraction) ? Math.min(1, Math.max(0, Number(fraction))) : undefined,
      message: typeof message === "string" ? showText(message) : undefined,
    });
  }

  stepRetrying(step: string, attempt: number, delayMs: number, error: StepError): void {
    this.set(step, { attempts: attempt + 1 });
    this.emit({ type: "step.retrying", step, attempt, delayMs, error });
  }

  stepSucceeded(step: string): void {
    const { attempts, durationMs } = this.end(step, { status: "succeeded" });
    this.emit({ type: "step.succeeded", step, status: "succeeded", attempts, durationMs });
  }

  stepFailed(step: string, status: "failed" | "cancelled", error: StepError): void {
    const { attempts, durationMs } = this.end(step, { status, error });
    this.emit({ type: "step.failed", step, status, attempts, durationMs, error });
  }

  stepSkipped(step: string, reason: StepSkippedEvent["reason"], because: string | undefined): void {
    this.emit({ type: "step.skipped", step, reason, because });
  }

  /** Tells the end of the run; nothing is told after it. */
  finished(status: RunStatus, outputs: Record<string, unknown>, error: StepError | undefined): RunResult {
    const durationMs = Math.round(performance.now() - this.begun);
    const steps = [...this.results.values()];
    const { runId, pipeline, startedAt } = this.identity;
    this.emit({ type: "run.finished", pipeline, status, durationMs, steps, error });
    this.closed = true;
    return { runId, pipeline, status, startedAt, durationMs, steps, outputs };
  }

  private end(step: string, change: Partial<StepResult>): StepResult {
    const begun = this.begunSteps.get(step) ?? performance.now();
    this.begunSteps.delete(step);
    return this.set(step, { ...change, durationMs: Math.round(performance.now() - begun) });
  }

  private set(step: string, change: Partial<StepResult>): StepResult {
    const result = {
      ...(this.results.get(step) ?? { name: step, task: step, status: "skipped", attempts: 0, startedAt: null, durationMs: 0 }),
      ...change,
    };
    this.results.set(step, result);
    return result;
  }

  private emit(news: News): void {
    const { onEvent, runId } = this.options;
    if (this.closed || !onEvent) return;
    const { type, ...rest } = news;
    // A person reads `--json` too: what happened comes first, and when. The parts are those of one event, which the type no longer knows once they are apart.
    const event = { type, runId, at: new Date().toISOString(), ...rest } as RunEvent;
    try {
      const answer: unknown = onEvent(event);
      if (answer instanceof Promise) answer.catch(warn);
    } catch (error) {
      warn(error);
    }
  }
}

function warn(error: unknown): void {
  process.emitWarning(`A listener of run events threw: ${showText(textOf(error))}`, "GlacierWarning");
}
