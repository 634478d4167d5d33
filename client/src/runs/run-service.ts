import type { RunEvent, RunFileOptions, RunFileResult, StepError } from "@glacier/core/runner";
import { Emitter, type Listener } from "../emitter.ts";
import { applyEvent, finishRun, isActive, type RunState, type RunTarget, startRun } from "./run-state.ts";
import type { SourceEdits } from "./source-edits.ts";

export type RunFile = (options: RunFileOptions) => Promise<RunFileResult>;

/** What happens in a run: its state, an event of its steps, or something its code printed. */
export type RunNews =
  | { type: "started"; run: RunState }
  | { type: "event"; run: RunState; event: RunEvent }
  | { type: "output"; run: RunState; stream: "stdout" | "stderr"; text: string }
  | { type: "cancelling"; run: RunState }
  | { type: "finished"; run: RunState; choices?: string[] };

export type StartOptions = Pick<RunFileOptions, "file" | "cwd" | "coreRoot" | "concurrency" | "localDir">;

/** So many runs are remembered for lenses and graph; older ones are forgotten. */
const REMEMBERED = 50;

/** Starts runs, each in a process of its own, and remembers how they went. Knows no editor. */
export class RunService {
  private readonly runFile: RunFile;
  private readonly now: () => number;
  private readonly emitter = new Emitter<RunNews>();
  private readonly aborts = new Map<number, AbortController>();
  private list: readonly RunState[] = [];
  private nextId = 1;

  constructor(runFile: RunFile, now: () => number = Date.now) {
    this.runFile = runFile;
    this.now = now;
  }

  /** Every remembered run, the oldest first. */
  get runs(): readonly RunState[] {
    return this.list;
  }

  onNews(listener: Listener<RunNews>): { dispose(): void } {
    return this.emitter.on(listener);
  }

  /**
   * Runs the target, and resolves with how it ended. Never rejects: a run that cannot start is a failed run.
   *
   * @param edits what is being edited meanwhile, so that its errors are where their code is at the end
   */
  async start(target: RunTarget, options: StartOptions, edits?: Pick<SourceEdits, "relocate">): Promise<RunState> {
    const id = this.nextId++;
    const abort = new AbortController();
    this.aborts.set(id, abort);
    this.put(startRun(id, target, this.now()));
    this.emitter.fire({ type: "started", run: this.get(id) });
    const { outcome, choices } = await this.execute(id, target, options, abort.signal);
    this.aborts.delete(id);
    const ended = finishRun(this.get(id), outcome, this.now());
    const finished = edits?.relocate(ended) ?? ended;
    this.put(finished);
    this.emitter.fire({ type: "finished", run: finished, choices });
    return finished;
  }

  /** Asks a run to stop. One that has ended already stays as it is. */
  cancel(id: number): void {
    const abort = this.aborts.get(id);
    if (!abort || abort.signal.aborted) return;
    this.put({ ...this.get(id), cancelling: true });
    abort.abort();
    this.emitter.fire({ type: "cancelling", run: this.get(id) });
  }

  active(): RunState[] {
    return this.list.filter(isActive);
  }

  /** Stops every run; for when the window closes. */
  dispose(): void {
    for (const abort of this.aborts.values()) abort.abort();
    this.emitter.clear();
  }

  private async execute(
    id: number,
    target: RunTarget,
    options: StartOptions,
    signal: AbortSignal,
  ): Promise<{ outcome: Pick<RunFileResult, "status" | "error">; choices?: string[] }> {
    try {
      const result = await this.runFile({
        ...options,
        pipeline: target.pipeline,
        ...(target.task === undefined ? {} : { task: target.task, upstream: target.upstream ?? false }),
        signal,
        onEvent: (event) => {
          this.put(applyEvent(this.get(id), event));
          this.emitter.fire({ type: "event", run: this.get(id), event });
        },
        onOutput: (stream, text) => this.emitter.fire({ type: "output", run: this.get(id), stream, text }),
      });
      return { outcome: result, choices: result.choices };
    } catch (cause) {
      return { outcome: { status: signal.aborted ? "cancelled" : "failed", error: asStepError(cause) } };
    }
  }

  private get(id: number): RunState {
    const run = this.list.find((candidate) => candidate.id === id);
    if (!run) throw new Error(`Run ${id} is not remembered.`);
    return run;
  }

  private put(run: RunState): void {
    const known = this.list.some((other) => other.id === run.id);
    const next = known ? this.list.map((other) => (other.id === run.id ? run : other)) : [...this.list, run];
    const surplus = next.length - REMEMBERED;
    // Only what has ended may be forgotten.
    let dropped = 0;
    this.list = surplus <= 0 ? next : next.filter((other) => isActive(other) || other.id === run.id || dropped++ >= surplus);
  }
}

function asStepError(cause: unknown): StepError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return { name: "GlacierError", code: "TASK_FAILED", message, retryable: false };
}
