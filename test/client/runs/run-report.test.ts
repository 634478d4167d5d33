import type { RunEvent, StepError } from "@glacier/core/runner";
import { describe, expect, it } from "vitest";
import { LineSplitter } from "../../../client/src/runs/lines.ts";
import { nodeRuns } from "../../../client/src/runs/node-runs.ts";
import { eventLine, failureLines, locatedErrors, resultMessage } from "../../../client/src/runs/run-report.ts";
import type { RunState } from "../../../client/src/runs/run-state.ts";

const located: StepError = {
  name: "GlacierError",
  code: "TASK_FAILED",
  message: "amount is missing\nin row 7",
  hint: "Look at the input.",
  retryable: false,
  location: { file: "/w/sales.ts", line: 12, column: 9 },
  stack: "    at clean (/w/sales.ts:12:9)",
};

const failed: RunState = {
  id: 1,
  target: { uri: "file:///w/sales.ts", pipeline: "sales" },
  status: "failed",
  cancelling: false,
  startedAt: 0,
  durationMs: 1500,
  error: { ...located, hint: undefined },
  steps: [
    { name: "load", task: "load", status: "succeeded", durationMs: 200 },
    { name: "clean", task: "clean", status: "failed", durationMs: 10, error: located },
    { name: "save", task: "save", status: "skipped" },
  ],
};

describe("what is said of a run", () => {
  it("names the step, its reason and the time in the notification", () => {
    expect(resultMessage(failed)).toBe("sales failed after 1.5 s. clean: amount is missing");
    expect(resultMessage({ ...failed, status: "succeeded" })).toBe("sales succeeded in 1.5 s.");
    expect(resultMessage({ ...failed, status: "cancelled", target: { ...failed.target, task: "clean", upstream: true } })).toBe(
      "sales › clean with upstream was cancelled after 1.5 s.",
    );
  });

  it("gives the reason of a run that never began", () => {
    const error: StepError = {
      name: "E",
      code: "PIPELINE_INVALID",
      message: "no pipeline sales",
      hint: "There is salez.",
      retryable: false,
    };
    expect(resultMessage({ ...failed, steps: [], error })).toBe("sales failed after 1.5 s. no pipeline sales There is salez.");
  });

  it("writes each failed step's error with its code, hint, place and stack to the output", () => {
    expect(failureLines(failed)).toEqual([
      "",
      "✗ clean",
      "TASK_FAILED: amount is missing\nin row 7",
      "Hint: Look at the input.",
      "at /w/sales.ts:12:9",
      "    at clean (/w/sales.ts:12:9)",
    ]);
  });

  it("writes the run's own error where no step failed, and none for a run that did not fail", () => {
    expect(failureLines({ ...failed, steps: [] })[0]).toBe("TASK_FAILED: amount is missing\nin row 7");
    expect(failureLines({ ...failed, status: "cancelled" })).toEqual([]);
  });

  it("marks the failed steps' places, and the run's own only without them", () => {
    expect(locatedErrors(failed)).toEqual([{ step: "clean", error: located, location: located.location }]);
    expect(locatedErrors({ ...failed, steps: [], error: located })).toEqual([{ error: located, location: located.location }]);
    expect(locatedErrors({ ...failed, steps: [], error: { ...located, location: undefined } })).toEqual([]);
  });

  it("gives each event its line, and progress without words none", () => {
    const base = { runId: "r", at: "2026-11-22T12:00:00.000Z" };
    const events: RunEvent[] = [
      { ...base, type: "run.started", pipeline: "sales", steps: [{ name: "load", task: "load", after: [] }] },
      { ...base, type: "step.started", step: "load", task: "load" },
      { ...base, type: "step.progress", step: "load", fraction: 0.5 },
      { ...base, type: "step.progress", step: "load", message: "half" },
      { ...base, type: "step.retrying", step: "load", attempt: 1, delayMs: 500, error: located },
      { ...base, type: "step.succeeded", step: "load", status: "succeeded", attempts: 2, durationMs: 1234 },
      { ...base, type: "step.succeeded", step: "old", status: "reused", attempts: 0, durationMs: 0 },
      { ...base, type: "step.failed", step: "clean", status: "failed", attempts: 1, durationMs: 10, error: located },
      { ...base, type: "step.skipped", step: "save", reason: "dependency", because: "clean" },
      { ...base, type: "run.finished", pipeline: "sales", status: "failed", durationMs: 1, steps: [] },
    ];
    expect(events.map(eventLine)).toEqual([
      "1 step",
      "▷ load",
      undefined,
      "  load: half",
      "↻ load: attempt 1 failed (amount is missing), trying again in 0.5 s",
      "✓ load 1.2 s",
      "✓ old (reused)",
      "✗ clean failed after 10 ms",
      "- save skipped: clean did not succeed",
      undefined,
    ]);
  });

  it("cuts output into lines, whatever the chunks, without colours", () => {
    const splitter = new LineSplitter();
    expect(splitter.push("one\ntw")).toEqual(["one"]);
    expect(splitter.push("o\r\n\u001b[31mred\u001b[0m\nrest")).toEqual(["two", "red"]);
    expect(splitter.flush()).toEqual(["rest"]);
    expect(splitter.flush()).toEqual([]);
  });

  it("shows each node of the graph the last run that it had a part in", () => {
    const again: RunState = {
      ...failed,
      id: 2,
      status: "running",
      durationMs: undefined,
      error: undefined,
      steps: [{ name: "clean", task: "clean", status: "running", startedAt: 5, message: "half" }],
    };
    expect(nodeRuns([failed, again])).toEqual({
      "pipeline:sales": { status: "running", startedAt: 0, durationMs: undefined, message: undefined },
      "step:sales/load": { status: "succeeded", startedAt: undefined, durationMs: 200, message: undefined },
      "step:sales/clean": { status: "running", startedAt: 5, durationMs: undefined, message: "half" },
      "step:sales/save": { status: "skipped", startedAt: undefined, durationMs: undefined, message: undefined },
    });
  });
});
