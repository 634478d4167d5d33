import { describe, expect, it } from "vitest";
import { RunLines } from "../../../client/src/runs/run-lines.ts";
import { type RunState, startRun } from "../../../client/src/runs/run-state.ts";

const run = (id: number): RunState => startRun(id, { uri: "file:///w/sales.ts", pipeline: "sales" }, 0);
const output = (of: RunState, stream: "stdout" | "stderr", text: string) => ({ type: "output" as const, run: of, stream, text });

describe("the lines of the output channel", () => {
  it("keep standard output and error apart: half a line of one is never finished by the other", () => {
    const lines = new RunLines();
    expect(lines.of(output(run(1), "stdout", "reading ord"))).toEqual([]);
    expect(lines.of(output(run(1), "stderr", "warning: old for"))).toEqual([]);
    expect(lines.of(output(run(1), "stdout", "ers\ndo"))).toEqual(["reading orders"]);
    expect(lines.of(output(run(1), "stderr", "mat\n"))).toEqual(["warning: old format"]);
    expect(lines.of({ type: "finished", run: { ...run(1), status: "succeeded", durationMs: 1500 } })).toEqual([
      "do",
      "── succeeded in 1.5 s",
    ]);
  });

  it("keep two runs apart", () => {
    const lines = new RunLines();
    expect(lines.of(output(run(1), "stdout", "one "))).toEqual([]);
    expect(lines.of(output(run(2), "stdout", "two\n"))).toEqual(["two"]);
    expect(lines.of(output(run(1), "stdout", "more\n"))).toEqual(["one more"]);
  });
});
