// The process that a pipeline runs in. It is asked one thing over IPC, answers on a descriptor of its own, and leaves. PROTOCOL.md has the conversation.
import { setTimeout as sleep } from "node:timers/promises";
import type { Graph } from "../graph/graph.ts";
import { mergeGraphs } from "../graph/merge-graphs.ts";
import type { SourceLocation, StepError } from "../pipeline/events.ts";
import { userFrame } from "../pipeline/location.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { UnknownStepError } from "../pipeline/plan.ts";
import { UnknownRunError } from "../pipeline/reuse.ts";
import { RunBroken, RunError } from "../pipeline/run.ts";
import { pipelineDefinition, sharedState } from "../pipeline/shared.ts";
import { isGlacierError, toStepError } from "../pipeline/step-error.ts";
import { forceLocal } from "../provider/local-override.ts";
import { openChannel } from "./child-channel.ts";
import { choosePipeline, choosePipelines, UsageError } from "./choose.ts";
import { type LoadedFile, loadFile } from "./load.ts";
import type { PipelineSummary, RunnerProblem, RunnerRequest, RunRequest } from "./protocol.ts";
import { reportOf } from "./run-report.ts";
import { SourceError } from "./source-error.ts";
import { startWatchdog } from "./watchdog.ts";

/** Milliseconds that a run has to end after the parent is gone. */
const orphanGraceMs = 1_000;

// The default of 10 is often used up by a library before the user's own line comes.
Error.stackTraceLimit = 50;

const stop = new AbortController();
const channel = openChannel({
  onCancel: () => {
    stop.abort();
    if (!running) giveUp();
  },
  onParentGone: () => {
    stop.abort();
    void sleep(orphanGraceMs, undefined, { ref: false }).then(() => channel.leave());
  },
});
let running = false;
/** Where to point when what went wrong names no line itself. */
let around = (): SourceLocation | undefined => undefined;
sharedState().watchStep = startWatchdog();

// What user code lets fall outside its own call chain: the process goes on, but nobody knows what the steps that run now are worth.
process.on("uncaughtException", (error) => broken(error));
process.on("unhandledRejection", (error) => broken(error));

const request = await channel.request;
around = () => ({ file: request.file, line: 1, column: 1 });
try {
  await answer(request);
} catch (error) {
  channel.send({ type: "problem", problem: problemOf(error) });
}
await channel.leave();

/** A file that is being loaded has nothing to bring to an end. */
function giveUp(): void {
  const error: StepError = { name: "GlacierError", code: "CANCELLED", message: "Cancelled before anything ran.", retryable: false };
  channel.send({ type: "problem", problem: { kind: "failure", error } });
  void channel.leave();
}

async function answer(asked: RunnerRequest): Promise<void> {
  if (asked.localDir !== undefined) forceLocal(asked.localDir);
  const loaded = await loadFile(asked.file, asked.scratch);
  switch (asked.kind) {
    case "run":
      return run(asked, choosePipeline(loaded, asked.file, asked.pipeline).pipeline);
    case "graph":
      return channel.send({ type: "graph", graph: graph(loaded, asked.file, asked.pipeline) });
    case "list":
      return channel.send({ type: "list", pipelines: loaded.pipelines.map(summaryOf) });
  }
}

async function run({ task, upstream, downstream, resume, concurrency }: RunRequest, pipeline: Pipeline): Promise<void> {
  running = true;
  around = () => userFrame(pipelineDefinition(pipeline)?.site.stack);
  // Without a step that holds a timer, a file or a connection nothing could ever wake the run again.
  process.on("beforeExit", () => {
    stop.abort(
      new RunBroken("TASK_FAILED", "The step waits for something that never comes: nothing is left that could wake it.", {
        hint: "Look for a promise that is never resolved.",
      }),
    );
  });
  const only = task === undefined ? {} : { only: [task], upstream, downstream };
  try {
    const result = await pipeline.run({
      ...only,
      resume,
      concurrency,
      signal: stop.signal,
      onEvent: (event) => channel.send({ type: "event", event }),
    });
    channel.send({ type: "run", result: reportOf(result) });
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    const failed = error.result.steps.find(({ status }) => status === "failed")?.error;
    channel.send({ type: "run", result: reportOf(error.result), error: toStepError(error, () => failed?.location) });
  }
}

function graph(loaded: LoadedFile, file: string, name: string | undefined): Graph {
  return mergeGraphs(choosePipelines(loaded, file, name).map(({ pipeline }) => pipeline.graph()));
}

function summaryOf({ pipeline, exportName }: LoadedFile["pipelines"][number]): PipelineSummary {
  return { name: pipeline.name, description: pipeline.description, exportName, steps: stepsOf(pipeline) };
}

function stepsOf(pipeline: Pipeline): string[] {
  try {
    return pipeline.graph().nodes.flatMap(({ kind, name }) => (kind === "step" ? [name] : []));
  } catch {
    // Why a body cannot be recorded is told to those who run or draw it; a list still names the pipeline.
    return [];
  }
}

function broken(error: unknown): void {
  const described = toStepError(error, around);
  if (running) {
    stop.abort(
      new RunBroken("TASK_FAILED", `An error that nothing caught: ${described.message}`, {
        hint: "Await every promise, and handle the errors of emitters and timers.",
        cause: error,
      }),
    );
    return;
  }
  const code = isGlacierError(error) ? described.code : "PIPELINE_INVALID";
  const message = `An error that nothing caught while the file was loaded: ${described.message}`;
  channel.send({ type: "problem", problem: { kind: "failure", error: { ...described, code, message } } });
  void channel.leave();
}

function problemOf(error: unknown): RunnerProblem {
  if (error instanceof UsageError || error instanceof UnknownStepError)
    return { kind: "usage", error: toStepError(error), choices: [...error.choices] };
  if (error instanceof UnknownRunError) return { kind: "usage", error: toStepError(error) };
  const described = toStepError(error, around);
  return {
    kind: "failure",
    error: error instanceof SourceError && error.location ? { ...described, location: error.location } : described,
  };
}
