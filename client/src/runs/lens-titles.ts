import type { Outline, OutlinePipeline, OutlineTask, Range, TaskUse } from "@glacier/server/protocol";
import { formatDuration } from "../../webview/duration.ts";
import { commands } from "../ids.ts";
import { firstLine, isActive, type RunState, type StepState, stepCount } from "./run-state.ts";

/** A code lens as plain data. */
export interface Lens {
  range: Range;
  title: string;
  tooltip: string;
  command: string;
  arguments: unknown[];
}

/** The lenses of a document: what can be run and seen, and how the last run went. */
export function lensesFor(outline: Outline, runs: readonly RunState[], now: number): Lens[] {
  return [
    ...outline.pipelines.flatMap((pipeline) => pipelineLenses(outline.uri, pipeline, runs, now)),
    ...outline.tasks.flatMap((task) => taskLenses(task, runs, now)),
  ];
}

function pipelineLenses(uri: string, pipeline: OutlinePipeline, runs: readonly RunState[], now: number): Lens[] {
  const lens = lensAt(pipeline.selectionRange);
  const target = { uri, pipeline: pipeline.name };
  const last = runs.findLast((run) => run.target.uri === uri && run.target.pipeline === pipeline.name);
  const graph = lens("Graph", `Show ${pipeline.name} as a graph`, commands.showGraph, target);
  if (last && isActive(last)) return [...activeLenses(lens, last, now), graph];
  const run = lens("▷ Run pipeline", `Run ${pipeline.name} in a process of its own`, commands.runPipeline, target);
  return last ? [run, graph, outcomeLens(lens, last, last.id)] : [run, graph];
}

function taskLenses(task: OutlineTask, runs: readonly RunState[], now: number): Lens[] {
  // A task that no pipeline calls has nothing to be run in.
  if (task.steps.length === 0) return [];
  const lens = lensAt(task.selectionRange);
  const target = { task: task.name, uses: task.steps };
  const found = lastStepsOf(task.steps, runs);
  if (found && isActive(found.run)) {
    const running = found.steps.filter((step) => step.status === "running");
    const first = running[0];
    if (first) {
      const clock = first.startedAt === undefined ? "" : ` ${formatDuration(now - first.startedAt)}`;
      const share = first.fraction === undefined ? "" : ` · ${Math.round(first.fraction * 100)}%`;
      return [
        lens(`$(sync~spin)${GAP}Running${clock}${share}`, first.message ?? "Show what it prints", commands.showRunOutput, found.run.id),
        lens("Cancel", "Stop the whole run", commands.cancelRun, found.run.id),
      ];
    }
    if (found.steps.some((step) => step.status === "waiting")) {
      return [
        lens(`$(clock)${GAP}Waiting`, "Its turn has not come yet", commands.showRunOutput, found.run.id),
        lens("Cancel", "Stop the whole run", commands.cancelRun, found.run.id),
      ];
    }
  }
  const lenses = [
    lens("▷ Run task", `Run ${task.name} alone; its inputs come from the last run`, commands.runTask, target),
    lens("▷ Run with upstream", `Run ${task.name} and everything it needs`, commands.runTaskWithUpstream, target),
  ];
  const outcome = found && worst(found.steps);
  if (outcome && outcome.status !== "waiting") {
    lenses.push(outcomeLens(lens, outcome, found.run.id));
  }
  return lenses;
}

function activeLenses(lens: LensMaker, run: RunState, now: number): Lens[] {
  const { done, all } = stepCount(run);
  const clock = formatDuration(now - run.startedAt);
  const title = run.cancelling ? "Cancelling" : run.status === "starting" ? "Starting" : "Running";
  const steps = all === 0 ? "" : ` · ${done} of ${all} steps`;
  const progress = lens(`$(sync~spin)${GAP}${title} ${clock}${steps}`, "Show what it prints", commands.showRunOutput, run.id);
  return run.cancelling ? [progress] : [progress, lens("Cancel", "Stop this run", commands.cancelRun, run.id)];
}

function outcomeLens(lens: LensMaker, outcome: RunState | StepState, runId: number): Lens {
  const tooltip = outcome.error ? firstLine(outcome.error.message) : "Show what it printed";
  return lens(outcomeTitle(outcome.status, outcome.durationMs), tooltip, commands.showRunOutput, runId);
}

/** `✓ 1.2 s`, `✗ Failed after 0.9 s`, `Skipped` */
export function outcomeTitle(status: RunState["status"] | StepState["status"], durationMs: number | undefined): string {
  const after = durationMs === undefined ? "" : ` after ${formatDuration(durationMs)}`;
  switch (status) {
    case "succeeded":
      return durationMs === undefined ? "✓ Done" : `✓ ${formatDuration(durationMs)}`;
    case "failed":
      return `✗ Failed${after}`;
    case "cancelled":
      return `Cancelled${after}`;
    case "skipped":
      return "Skipped";
    case "reused":
      return "✓ Reused";
    case "starting":
    case "running":
      return "Running";
    case "waiting":
      return "Waiting";
  }
}

/** The steps of the last run that had any of these. */
function lastStepsOf(uses: readonly TaskUse[], runs: readonly RunState[]): { run: RunState; steps: StepState[] } | undefined {
  for (const run of runs.toReversed()) {
    const names = new Set(uses.filter((use) => use.uri === run.target.uri && use.pipeline === run.target.pipeline).map((use) => use.step));
    const steps = run.steps.filter((step) => names.has(step.name));
    if (steps.length > 0) return { run, steps };
  }
  return undefined;
}

/** Of several calls of one task, the one that says most: a failure, else the longest. */
function worst(steps: readonly StepState[]): StepState | undefined {
  const failed = steps.find((step) => step.status === "failed");
  return failed ?? steps.toSorted((a, b) => (b.durationMs ?? 0) - (a.durationMs ?? 0))[0];
}

/** The editor swallows a plain space behind an icon. */
const GAP = "\u00a0";

type LensMaker = (title: string, tooltip: string, command: string, ...args: unknown[]) => Lens;

const lensAt =
  (range: Range): LensMaker =>
  (title, tooltip, command, ...args) => ({ range, title, tooltip, command, arguments: args });
