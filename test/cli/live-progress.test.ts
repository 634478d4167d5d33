import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CommandContext } from "../../cli/src/context.ts";
import { duration } from "../../cli/src/progress/event-lines.ts";
import { LiveProgress } from "../../cli/src/progress/live.ts";
import { fit, plain } from "../../cli/src/terminal.ts";
import type { RunEvent } from "../../core/src/runner/index.ts";

const base = { runId: "r", at: "2026-01-01T00:00:00.000Z" };
const started: RunEvent = {
  ...base,
  type: "run.started",
  pipeline: "p",
  steps: ["load", "clean", "save"].map((name) => ({ name, task: name, after: [] })),
};
const start = (step: string): RunEvent => ({ ...base, type: "step.started", step, task: step });
const done = (step: string): RunEvent => ({ ...base, type: "step.succeeded", step, status: "succeeded", attempts: 1, durationMs: 5 });
const failed: RunEvent = {
  ...base,
  type: "step.failed",
  step: "clean",
  status: "failed",
  attempts: 1,
  durationMs: 5,
  error: {
    name: "Error",
    code: "TASK_FAILED",
    message: "no\x1b[2J good",
    retryable: false,
    location: { file: "/w/p.ts", line: 3, column: 5 },
  },
};
const finished: RunEvent = { ...base, type: "run.finished", pipeline: "p", status: "failed", durationMs: 61_000, steps: [] };

/** A terminal as far as the progress display uses one: text, line breaks, up, and clear to the end. */
function terminal(columns: number, env: NodeJS.ProcessEnv = {}) {
  const lines: string[] = [""];
  const raw: string[] = [];
  const write = (text: string): void => {
    raw.push(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the control sequence.
    for (const part of text.split(/(\x1b\[\d+A\x1b\[0J|\n)/)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the control sequence.
      const up = /^\x1b\[(\d+)A/.exec(part);
      if (up) lines.splice(lines.length - 1 - Number(up[1]), Number.POSITIVE_INFINITY, "");
      else if (part === "\n") lines.push("");
      else lines[lines.length - 1] += stripVTControlCharacters(part);
    }
  };
  const sink = { write, isTTY: true, columns };
  const context = { cwd: "/w", env, stdout: sink, stderr: sink } as unknown as CommandContext;
  return { context, screen: () => lines.filter((line) => line !== ""), raw };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("LiveProgress", () => {
  it("shows running steps with their time, and leaves the finished ones", () => {
    const { context, screen } = terminal(80);
    const progress = new LiveProgress(context, "dir/p.ts");
    vi.advanceTimersByTime(100);
    expect(screen()).toEqual(["⠙ loading p.ts 100 ms"]);
    for (const event of [started, start("load"), done("load"), start("clean")]) progress.event(event);
    vi.advanceTimersByTime(2_300);
    progress.event({ ...base, type: "step.progress", step: "clean", fraction: 0.256, message: "rows" });
    vi.advanceTimersByTime(100);
    expect(screen()).toEqual(["▶ run r: p, 3 steps", "✔ load 5 ms", expect.stringMatching(/^. clean 2\.4 s 25% rows$/), "  1 to come"]);
    progress.event(failed);
    progress.event(finished);
    progress.end();
    vi.advanceTimersByTime(1_000);
    expect(screen()).toEqual([
      "▶ run r: p, 3 steps",
      "✔ load 5 ms",
      "✖ failed clean 5 ms",
      "  TASK_FAILED: no good",
      "    at p.ts:3:5",
      "✖ failed p 1 min 1 s",
    ]);
  });

  it("prints what the pipeline prints above the running steps, a line at a time", () => {
    const { context, screen } = terminal(80);
    const progress = new LiveProgress(context, "p.ts");
    progress.event(started);
    progress.event(start("load"));
    progress.output("stdout", "one\ntw");
    progress.note("note");
    progress.output("stdout", "o\nthree");
    vi.advanceTimersByTime(100);
    expect(screen()).toEqual(["▶ run r: p, 3 steps", "one", "note", "two", expect.stringContaining("load"), "  2 to come"]);
    progress.end();
    expect(screen()).toEqual(["▶ run r: p, 3 steps", "one", "note", "two", "three"]);
  });

  it("never draws a line that the terminal would break, nor more lines than a screen has", () => {
    for (const columns of [1, 5, 20]) {
      const { context, screen } = terminal(columns);
      const progress = new LiveProgress(context, "p.ts");
      for (let n = 0; n < 100; n++) progress.event(start(`日本語の長い名前 ${n}`));
      expect(screen().length).toBeLessThan(12);
      for (const line of screen()) expect(line.length).toBeLessThan(columns);
      progress.end();
    }
  });

  it("has no colour where NO_COLOR asks for none", () => {
    const shown = (env: NodeJS.ProcessEnv) => {
      const { context, raw } = terminal(80, env);
      const progress = new LiveProgress(context, "p.ts");
      progress.event(started);
      progress.event(done("load"));
      progress.end();
      return raw.join("");
    };
    expect(shown({})).toContain("\x1b[32m");
    expect(shown({ NO_COLOR: "1" })).not.toMatch(/\[\d+m/);
  });
});

describe("text for a terminal", () => {
  it("holds no control sequence of others", () => {
    expect(plain("a\x1b[31mred\x1b[0m\x07\r\nb\tc\u009b2J")).toBe("ared\nb\tc");
  });

  it.each([
    ["abc", 3, "abc"],
    ["abcd", 3, "ab…"],
    ["日本", 4, "日本"],
    ["日本語", 4, "日…"],
    ["👩‍👩‍👧 x", 3, "👩‍👩‍👧…"],
    ["abc", 1, "…"],
    ["abc", 0, ""],
  ])("%s fits into %i columns as %s", (text, columns, expected) => {
    expect(fit(text, columns)).toBe(expected);
  });

  it.each([
    [0.4, "0 ms"],
    [999, "999 ms"],
    [1_000, "1.0 s"],
    [59_999, "59.9 s"],
    [61_000, "1 min 1 s"],
    [3_660_000, "1 h 1 min"],
  ])("%f ms is %s", (milliseconds, expected) => {
    expect(duration(milliseconds)).toBe(expected);
  });
});
