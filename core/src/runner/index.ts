import type { Graph } from "../graph/graph.ts";
import type { RunEvent, RunStatus, StepError } from "../pipeline/events.ts";
import type { PipelineSummary, RunnerProblem, RunReport, RunSettings } from "./protocol.ts";
import { openSession } from "./session.ts";

export type { RunEvent, RunStatus, SourceLocation, StepError, StepResult, StepStatus } from "../pipeline/events.ts";
export type { PipelineSummary, RunnerProblem, RunReport, RunSettings } from "./protocol.ts";
export { cancelGraceMs } from "./session.ts";

/** How every call into a pipeline file is made. */
export interface RunnerOptions {
  /** The pipeline file, absolute or relative to `cwd`. */
  file: string;
  /** The working directory of the pipeline. Default: this process's. */
  cwd?: string;
  /** The pipeline's environment variables. Default: this process's. */
  env?: NodeJS.ProcessEnv;
  /** Cancels: the child is asked first, and killed with everything it started after {@link cancelGraceMs}. */
  signal?: AbortSignal;
  /** Runs whatever the providers name on this folder instead, as the local cloud would. */
  localDir?: string;
  /** What user code prints. Never holds a message of the protocol. Default: thrown away. */
  onOutput?: (stream: "stdout" | "stderr", text: string) => void;
  /** The folder of the `@glacier/core` to use for a file that has none installed. Default: the package this code lies in; a bundle has to say it. */
  coreRoot?: string;
  /** The Node, or an Electron that can act as Node. Default: this process's. */
  execPath?: string;
}

export interface RunFileOptions extends RunnerOptions, RunSettings {
  /** Called with each event, in order. An exception is reported as a warning of the process and changes nothing. */
  onEvent?: (event: RunEvent) => void;
}

/** What became of a file. Failures of user code are answers, not exceptions. */
export interface RunFileResult {
  status: RunStatus;
  /** 0 succeeded, 1 failed or cancelled, 2 the request names something that does not exist. */
  exitCode: 0 | 1 | 2;
  /** Absent when nothing was run. */
  run?: RunReport;
  /** Why it did not succeed. */
  error?: StepError;
  /** The names to choose from, when the pipeline, task or run does not exist. */
  choices?: string[];
}

/** A graph or list of pipelines, or why there is none. */
export type RunnerAnswer<T> = { ok: true; value: T } | { ok: false; exitCode: 1 | 2; error: StepError; choices?: string[] };

/**
 * Runs a pipeline of a TypeScript or JavaScript file in a process of its own, so that a crash, a leak or `process.exit` there ends nothing here.
 * Uses the `@glacier/core` installed for the file if it speaks this protocol, else the one of `coreRoot`. Never rejects.
 */
export async function runFile(options: RunFileOptions): Promise<RunFileResult> {
  const { pipeline, task, upstream, downstream, resume, concurrency } = options;
  const session = await openSession(options, { kind: "run", pipeline, task, upstream, downstream, resume, concurrency }, options.onEvent);
  if (session.type === "run") {
    const { result, error } = session;
    return { status: result.status, exitCode: result.status === "succeeded" ? 0 : 1, run: result, error };
  }
  const { problem, run } = session;
  const status = problem.error.code === "CANCELLED" ? "cancelled" : "failed";
  return { status, exitCode: exitCodeOf(problem), run, error: problem.error, choices: problem.choices };
}

/** The graph of a file's pipelines, as its bodies record it: nothing is run, but the file is loaded. Never rejects. */
export async function graphFile(options: RunnerOptions & { pipeline?: string }): Promise<RunnerAnswer<Graph>> {
  const session = await openSession(options, { kind: "graph", pipeline: options.pipeline });
  return session.type === "graph" ? { ok: true, value: session.graph } : refused(session.problem);
}

/** The pipelines that a file exports or makes. Never rejects. */
export async function listPipelines(options: RunnerOptions): Promise<RunnerAnswer<PipelineSummary[]>> {
  const session = await openSession(options, { kind: "list" });
  return session.type === "list" ? { ok: true, value: session.pipelines } : refused(session.problem);
}

function refused(problem: RunnerProblem): { ok: false; exitCode: 1 | 2; error: StepError; choices?: string[] } {
  return { ok: false, exitCode: exitCodeOf(problem), error: problem.error, choices: problem.choices };
}

function exitCodeOf(problem: RunnerProblem): 1 | 2 {
  return problem.kind === "usage" ? 2 : 1;
}
