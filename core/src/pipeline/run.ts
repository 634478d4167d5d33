import { setImmediate as turn } from "node:timers/promises";
import { GlacierError } from "../errors.ts";
import { resolveHandles } from "./arguments.ts";
import { attempt, backOff, delayAfter, worthRetrying } from "./attempt.ts";
import { Checkpoints } from "./checkpoints.ts";
import { translateDataError } from "./data-error.ts";
import type { RunResult, RunStatus, SourceLocation, StepError } from "./events.ts";
import { checkExecutor } from "./executor.ts";
import { argumentsFingerprint, codeFingerprint } from "./fingerprint.ts";
import { loadAdapters } from "./load-adapters.ts";
import { userFrame } from "./location.ts";
import { planSteps } from "./plan.ts";
import type { RecordedStep, Recording } from "./recorder.ts";
import { decideWork, type Work } from "./reuse.ts";
import { newRunId } from "./run-id.ts";
import type { RunOptions } from "./run-options.ts";
import { RunReporter } from "./run-reporter.ts";
import { type StepWatch, sharedState } from "./shared.ts";
import { sourceVersion } from "./source-version.ts";
import { toStepError } from "./step-error.ts";

/** Milliseconds before the first retry of a task that does not say otherwise. */
const defaultRetryDelay = 1_000;

/** Why a run did not succeed, with what became of every step. */
export class RunError extends GlacierError {
  readonly result: RunResult;

  constructor(error: GlacierError, result: RunResult) {
    super(error.code, error.message, { hint: error.hint, operation: error.operation, retryable: error.retryable, cause: error.cause });
    this.result = result;
  }
}

/** Ends a run as failed, not as cancelled, when it is the reason of an aborted signal: the process the run is in is broken. */
export class RunBroken extends GlacierError {}

/**
 * Runs what a body recorded.
 * @throws PipelineError before anything runs; {@link RunError} afterwards, unless `throwOnFailure` is false.
 */
export async function runRecording(recording: Recording, options: RunOptions): Promise<RunResult> {
  const steps = recording.steps.map((step) => ({ ...step, task: step.task.name, definition: step.task }));
  const plan = planSteps(steps, options);
  const pipeline = recording.pipeline.name;
  const checkpoints = options.checkpoints === false ? undefined : new Checkpoints(options.checkpoints);
  const work = await decideWork({ pipeline, steps, plan, resume: options.resume, checkpoints });
  const toRun = recording.steps.filter(({ name }) => work.run.has(name));
  for (const step of toRun) checkExecutor(step);
  await loadAdapters(toRun);
  return new Run(recording, work, checkpoints, options).toEnd();
}

class Run {
  private readonly steps: Map<string, RecordedStep>;
  private readonly work: Work;
  private readonly checkpoints: Checkpoints | undefined;
  private readonly options: RunOptions;
  private readonly report: RunReporter;
  private readonly stop = new AbortController();
  private readonly outputs: Map<string, unknown>;
  /** Per step that has not ended, how many it still waits for. */
  private readonly waiting = new Map<string, number>();
  private readonly dependants = new Map<string, string[]>();
  private readonly ready: string[] = [];
  private failure: GlacierError | undefined;
  private failedAt: SourceLocation | undefined;

  constructor(recording: Recording, work: Work, checkpoints: Checkpoints | undefined, options: RunOptions) {
    this.steps = new Map(recording.steps.map((step) => [step.name, step]));
    this.work = work;
    this.checkpoints = checkpoints;
    this.options = options;
    this.outputs = new Map(work.outputs);
    this.report = new RunReporter({
      runId: newRunId(),
      pipeline: recording.pipeline.name,
      resumed: options.resume,
      onEvent: options.onEvent,
    });
    for (const name of work.order) {
      if (!work.run.has(name)) continue;
      const before = this.before(name, work.run);
      this.waiting.set(name, before.length);
      for (const other of before) this.dependants.get(other)?.push(name) ?? this.dependants.set(other, [name]);
      if (before.length === 0) this.ready.push(name);
    }
  }

  async toEnd(): Promise<RunResult> {
    const { signal } = this.options;
    const onAbort = (): void => this.stop.abort(stopReason(signal));
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      await this.checkpoints?.begin(this.report.identity);
      const all = new Set(this.work.order);
      this.report.started(this.work.order.map((name) => ({ name, task: this.step(name).task.name, after: this.before(name, all) })));
      for (const [name, { record, run }] of this.work.reused)
        await this.checkpoints?.carry(record, run).then(() => this.report.reused(name));
      await this.runAll();
      const status = this.status();
      await this.checkpoints?.end(status);
      const error = status === "succeeded" ? undefined : (this.failure ?? stopReason(signal));
      const result = this.report.finished(status, Object.fromEntries(this.outputs), error && toStepError(error, () => this.failedAt));
      if (!error || this.options.throwOnFailure === false) return result;
      throw new RunError(error, result);
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  private async runAll(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const limit = this.options.concurrency ?? Number.POSITIVE_INFINITY;
    let running = 0;
    const startReady = (): void => {
      while (this.ready.length > 0 && running < limit && !this.stop.signal.aborted) {
        const name = this.ready.shift();
        if (name === undefined) break;
        running++;
        this.runStep(this.step(name)).then(() => {
          running--;
          startReady();
        }, reject);
      }
      if (running === 0) resolve();
    };
    startReady();
    await promise;
    for (const name of [...this.waiting.keys()]) this.skip(name, "cancelled");
  }

  private async runStep(step: RecordedStep): Promise<void> {
    const { name } = step;
    this.waiting.delete(name);
    this.report.stepStarted(name, step.task.name);
    // Lets timers, messages and the listener's own work have their turn between tasks that never wait.
    await turn();
    const watch = sharedState().watchStep?.();
    try {
      // Before it reads, so that data which changes meanwhile counts as changed.
      const sources = this.checkpoints && (await sourceVersion(step, this.stop.signal));
      const value = await this.attempts(step, watch);
      const args = argumentsFingerprint(step.args);
      const kept = this.checkpoints
        ? await this.checkpoints.keep({ step: name, code: codeFingerprint(step.task), args, sources, value })
        : value;
      this.outputs.set(name, kept);
      this.report.stepSucceeded(name);
      for (const next of this.dependants.get(name) ?? []) this.release(next);
    } catch (error) {
      this.stepFailed(step, error);
    } finally {
      watch?.end();
    }
  }

  private async attempts({ name, task, args }: RecordedStep, watch: StepWatch | undefined): Promise<unknown> {
    const { retries = 0, retryDelay = defaultRetryDelay, timeout } = task.options;
    for (let number = 1; ; number++) {
      try {
        const values = resolveHandles(args, (step) => this.outputs.get(step));
        const { fn } = task;
        const call = async (): Promise<unknown> => {
          try {
            return await fn(...(values as never[]));
          } catch (error) {
            throw translateDataError(error, values);
          }
        };
        return await attempt({
          step: name,
          number,
          timeout,
          stop: this.stop.signal,
          call,
          watch,
          locate: () => userFrame(task.site.stack),
          progress: (progress) => this.report.stepProgress(name, progress),
        });
      } catch (error) {
        if (this.stop.signal.aborted || number > retries || !worthRetrying(error)) throw error;
        const delayMs = delayAfter(number, retryDelay);
        this.report.stepRetrying(name, number, delayMs, this.describe(error, task));
        await backOff(delayMs, this.stop.signal);
      }
    }
  }

  private stepFailed({ name, task }: RecordedStep, error: unknown): void {
    // Asked of our own reason, never of what was thrown: that may be an object that throws when it is looked at.
    const stopped = this.stop.signal.aborted && error === this.stop.signal.reason;
    const broken = stopped && this.stop.signal.reason instanceof RunBroken ? this.stop.signal.reason : undefined;
    const cancelled = stopped && !broken;
    const described = this.describe(error, task);
    this.report.stepFailed(name, cancelled ? "cancelled" : "failed", described);
    if (!cancelled && !this.failure) {
      this.failure = broken ?? runFailure(name, error, described);
      this.failedAt = described.location;
    }
    for (const next of this.dependants.get(name) ?? []) this.skip(next, cancelled ? "cancelled" : "dependency", name);
  }

  private describe(error: unknown, task: RecordedStep["task"]): StepError {
    return toStepError(error, () => userFrame(task.site.stack));
  }

  private release(name: string): void {
    const left = this.waiting.get(name);
    if (left === undefined) return;
    this.waiting.set(name, left - 1);
    if (left === 1) this.ready.push(name);
  }

  /** Skips a step and all that wait for it. Without recursion: a chain may be longer than the stack is deep. */
  private skip(first: string, reason: "dependency" | "cancelled", because?: string): void {
    const open = [{ name: first, because }];
    for (let next = open.shift(); next; next = open.shift()) {
      const { name } = next;
      if (!this.waiting.delete(name)) continue;
      this.report.stepSkipped(name, reason, next.because);
      open.push(...(this.dependants.get(name) ?? []).map((dependant) => ({ name: dependant, because: name })));
    }
  }

  private status(): RunStatus {
    if (this.failure) return "failed";
    if (!this.report.incomplete) return "succeeded";
    return this.stop.signal.reason instanceof RunBroken ? "failed" : "cancelled";
  }

  /** The steps that a step waits for, of some of the steps. */
  private before(name: string, among: ReadonlySet<string>): string[] {
    const { inputs, waitsFor } = this.step(name);
    return [...new Set([...inputs, ...waitsFor])].filter((other) => among.has(other));
  }

  private step(name: string): RecordedStep {
    const step = this.steps.get(name);
    // The work is made of this recording's names.
    if (!step) throw new Error(`no step ${name}`);
    return step;
  }
}

function stopReason(signal: AbortSignal | undefined): GlacierError {
  const reason: unknown = signal?.reason;
  if (reason instanceof RunBroken) return reason;
  return new GlacierError("CANCELLED", "The run was cancelled.", { cause: reason });
}

function runFailure(step: string, error: unknown, described: StepError): GlacierError {
  const kept = described.code === "TASK_TIMEOUT" || described.code === "PIPELINE_INVALID";
  const message = described.code === "TASK_TIMEOUT" ? described.message : `Step '${step}' failed: ${described.message}`;
  return new GlacierError(kept ? described.code : "TASK_FAILED", message, {
    hint: described.hint,
    retryable: described.retryable,
    cause: error,
  });
}
