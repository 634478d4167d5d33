import { type Graph, pipelineId, stepId } from "@glacier/core/graph";
import type { NodeRun, NodeRuns } from "../../webview/messages.ts";
import { firstLine, isActive, type RunState, type StepState } from "./run-state.ts";

/** How the graph's nodes stand: each shows the last run that it had a part in. */
export function nodeRuns(runs: readonly RunState[]): NodeRuns {
  const nodes: Record<string, NodeRun> = {};
  for (const run of runs) {
    const { pipeline } = run.target;
    nodes[pipelineId(pipeline)] = {
      status: isActive(run) ? "running" : (run.status as NodeRun["status"]), // what is not active is a RunStatus
      startedAt: run.startedAt,
      durationMs: run.durationMs,
      message: run.error && firstLine(run.error.message),
    };
    for (const step of run.steps) nodes[stepId(pipeline, step.name)] = stepRun(step);
  }
  return nodes;
}

/** The runs of the pipelines that a graph of the source draws: another file may have a pipeline of the same name. */
export function runsIn({ nodes }: Graph, runs: readonly RunState[]): RunState[] {
  const key = (uri: string | undefined, pipeline: string): string => `${uri}\n${pipeline}`;
  const drawn = new Set(nodes.filter(({ kind }) => kind === "pipeline").map(({ name, location }) => key(location?.file, name)));
  return runs.filter(({ target }) => drawn.has(key(target.uri, target.pipeline)));
}

function stepRun(step: StepState): NodeRun {
  return {
    status: step.status,
    startedAt: step.startedAt,
    durationMs: step.durationMs,
    message: step.error ? firstLine(step.error.message) : step.message,
  };
}
