import type { Outline, Range } from "@glacier/server/protocol";
import { describe, expect, it } from "vitest";
import { lensesFor, outcomeTitle } from "../../../client/src/runs/lens-titles.ts";
import type { RunState, StepState } from "../../../client/src/runs/run-state.ts";

const line = (number: number): Range => ({ start: { line: number, character: 0 }, end: { line: number, character: 4 } });
const uri = "file:///w/sales.ts";
const outline: Outline = {
  uri,
  version: 1,
  pipelines: [
    {
      id: "pipeline:sales",
      name: "sales",
      range: line(9),
      selectionRange: line(9),
      steps: [{ id: "step:sales/load", name: "load", task: "load", uri, range: line(10) }],
    },
  ],
  tasks: [
    { name: "load", range: line(1), selectionRange: line(1), steps: [{ uri, pipeline: "sales", step: "load" }] },
    { name: "orphan", range: line(4), selectionRange: line(4), steps: [] },
  ],
};

function runOf(status: RunState["status"], step: Partial<StepState> = {}, more: Partial<RunState> = {}): RunState {
  return {
    id: 7,
    target: { uri, pipeline: "sales" },
    status,
    cancelling: false,
    startedAt: 1000,
    steps: [{ name: "load", task: "load", status: "waiting", ...step }],
    ...more,
  };
}

const titles = (runs: RunState[], now = 5000): Record<number, string[]> => {
  const byLine: Record<number, string[]> = {};
  for (const lens of lensesFor(outline, runs, now)) byLine[lens.range.start.line] = [...(byLine[lens.range.start.line] ?? []), lens.title];
  return byLine;
};

describe("code lenses", () => {
  it("offer to run and to see, before anything has run", () => {
    expect(titles([])).toEqual({ 9: ["▷ Run pipeline", "Graph"], 1: ["▷ Run task", "▷ Run with upstream"] });
  });

  it("leave out a task that no pipeline calls", () => {
    expect(titles([])[4]).toBeUndefined();
  });

  it("hand over what the commands need", () => {
    const lenses = lensesFor(outline, [], 0);
    expect(lenses.map(({ command, arguments: args }) => [command, ...args])).toEqual([
      ["glacier.runPipeline", { uri, pipeline: "sales" }],
      ["glacier.showGraph", { uri, pipeline: "sales" }],
      ["glacier.runTask", { task: "load", uses: [{ uri, pipeline: "sales", step: "load" }] }],
      ["glacier.runTaskWithUpstream", { task: "load", uses: [{ uri, pipeline: "sales", step: "load" }] }],
    ]);
  });

  it("show a run in progress with its clock and a way to cancel it", () => {
    expect(titles([runOf("running", { status: "running", startedAt: 2000, fraction: 0.42 })])).toEqual({
      9: ["$(sync~spin)\u00a0Running 4.0 s · 0 of 1 steps", "Cancel", "Graph"],
      1: ["$(sync~spin)\u00a0Running 3.0 s · 42%", "Cancel"],
    });
    const cancel = lensesFor(outline, [runOf("running", { status: "running" })], 0).find(({ title }) => title === "Cancel");
    expect([cancel?.command, cancel?.arguments]).toEqual(["glacier.cancelRun", [7]]);
  });

  it("say that a file is still being loaded, and that a run is being cancelled", () => {
    expect(titles([runOf("starting", {}, { steps: [] })])[9]?.[0]).toBe("$(sync~spin)\u00a0Starting 4.0 s");
    expect(titles([runOf("running", { status: "running" }, { cancelling: true })])[9]).toEqual([
      "$(sync~spin)\u00a0Cancelling 4.0 s · 0 of 1 steps",
      "Graph",
    ]);
  });

  it("show a task whose turn has not come", () => {
    expect(titles([runOf("running")])[1]).toEqual(["$(clock)\u00a0Waiting", "Cancel"]);
  });

  it("show how the last run ended", () => {
    expect(titles([runOf("failed", { status: "failed", durationMs: 900 }, { durationMs: 1200 })])).toEqual({
      9: ["▷ Run pipeline", "Graph", "✗ Failed after 1.2 s"],
      1: ["▷ Run task", "▷ Run with upstream", "✗ Failed after 0.9 s"],
    });
    expect(titles([runOf("failed"), runOf("succeeded", { status: "succeeded", durationMs: 61_000 }, { durationMs: 62_000 })])).toEqual({
      9: ["▷ Run pipeline", "Graph", "✓ 1 min 2 s"],
      1: ["▷ Run task", "▷ Run with upstream", "✓ 1 min 1 s"],
    });
  });

  it("ignore runs of another file's pipeline of the same name", () => {
    expect(titles([runOf("succeeded", { status: "succeeded" }, { target: { uri: "file:///w/other.ts", pipeline: "sales" } })])).toEqual(
      titles([]),
    );
  });

  it("show the failure among several calls of one task", () => {
    const task = outline.tasks[0];
    if (!task) throw new Error("The outline has a task.");
    const twice: Outline = {
      ...outline,
      pipelines: [],
      tasks: [{ ...task, steps: [...task.steps, { uri, pipeline: "sales", step: "load#2" }] }],
    };
    const steps: StepState[] = [
      { name: "load", task: "load", status: "succeeded", durationMs: 9000 },
      {
        name: "load#2",
        task: "load",
        status: "failed",
        durationMs: 100,
        error: { name: "E", code: "TASK_FAILED", message: "boom\nat x", retryable: false },
      },
    ];
    const outcome = lensesFor(twice, [runOf("failed", {}, { steps })], 0).at(-1);
    expect([outcome?.title, outcome?.tooltip]).toEqual(["✗ Failed after 0.1 s", "boom"]);
  });

  it.each([
    ["succeeded", undefined, "✓ Done"],
    ["cancelled", 300, "Cancelled after 0.3 s"],
    ["skipped", undefined, "Skipped"],
    ["reused", undefined, "✓ Reused"],
  ] as const)("call %s what it is", (status, durationMs, title) => {
    expect(outcomeTitle(status, durationMs)).toBe(title);
  });
});
