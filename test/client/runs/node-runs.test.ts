import type { Graph } from "@glacier/core/graph";
import { describe, expect, it } from "vitest";
import { runsIn } from "../../../client/src/runs/node-runs.ts";
import type { RunState } from "../../../client/src/runs/run-state.ts";

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
const graph: Graph = {
  version: 1,
  nodes: [{ id: "pipeline:sales", kind: "pipeline", name: "sales", clouds: [], location: { file: "file:///w/a.ts", range }, detail: {} }],
  edges: [],
};
const run = (id: number, uri: string, more: Partial<RunState> = {}): RunState => ({
  id,
  target: { uri, pipeline: "sales" },
  status: "succeeded",
  cancelling: false,
  startedAt: id * 1000,
  durationMs: 20,
  steps: [],
  ...more,
});

describe("the runs of a graph", () => {
  it("are those of the file's own pipeline, not of one with the same name elsewhere", () => {
    const [here, elsewhere] = [run(1, "file:///w/a.ts"), run(2, "file:///w/b.ts", { status: "failed" })];
    expect(runsIn(graph, [here, elsewhere])).toEqual([here]);
  });
});
