import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CommandContext } from "../../cli/src/context.ts";
import { duration } from "../../cli/src/progress/event-lines.ts";
import { LiveProgress } from "../../cli/src/progress/live.ts";
import { fit, fitName, plain } from "../../cli/src/terminal.ts";
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

/** A terminal as far as the progress display uses one: text, line breaks, up, and wiping a line. */
function terminal(columns: number, env: NodeJS.ProcessEnv = {}, rows = 24) {
  const lines: string[] = [""];
  const raw: string[] = [];
  let at = 0;
  const write = (text: string): void => {
    raw.push(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the control sequences.
    for (const part of text.split(/(\x1b\[\d+A|\x1b\[2K|\n)/)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the control sequence.
      const up = /^\x1b\[(\d+)A/.exec(part);
      if (up) at -= Number(up[1]);
      else if (part === "\x1b[2K") lines[at] = "";
      else if (part === "\n") lines[++at] ??= "";
      else lines[at] += stripVTControlCharacters(part);
    }
  };
  const sink = { write, isTTY: true, columns, rows };
  const context = { cwd: "/w", env, stdout: sink, stderr: sink } as unknown as CommandContext;
  return { context, sink, screen: () => lines.filter((line) => line !== ""), raw };
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

  it("never draws more lines than a low terminal keeps, since those above it could not be drawn anew", () => {
    for (const rows of [1, 3, 8]) {
      const { context, screen } = terminal(40, {}, rows);
      const progress = new LiveProgress(context, "p.ts");
      for (let n = 0; n < 20; n++) progress.event(start(`step ${n}`));
      expect(screen().length).toBeLessThan(Math.max(3, rows));
      progress.end();
    }
  });

  it("cuts a long name in its middle, and keeps its number, its time and its progress", () => {
    const { context, screen } = terminal(40);
    const progress = new LiveProgress(context, "p.ts");
    progress.event(started);
    progress.event(start("load_all_flights_of_the_year_from_the_raw_bucket#12"));
    progress.event({ ...base, type: "step.progress", step: "load_all_flights_of_the_year_from_the_raw_bucket#12", fraction: 0.5 });
    vi.advanceTimersByTime(100);
    expect(screen()[1]).toMatch(/^. load_all_flig…aw_bucket#12 100 ms 50%$/);
    progress.end();
  });

  it("draws over its own lines when the terminal became narrower and broke them", () => {
    const { context, sink, raw } = terminal(40);
    const progress = new LiveProgress(context, "p.ts");
    progress.event(started);
    progress.event(start("a step with a name of thirty."));
    vi.advanceTimersByTime(100);
    raw.length = 0;
    sink.columns = 20;
    vi.advanceTimersByTime(100);
    // 36 columns take two lines now, and "2 to come" one.
    expect(raw[0]).toBe(`\x1b[3A${"\x1b[2K\n".repeat(3)}\x1b[3A`);
    progress.end();
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
    ["abcdef", 6, "abcdef"],
    ["abcdef", 5, "ab…ef"],
    ["abcdef", 4, "ab…f"],
    ["abcdef", 2, "a…"],
    ["日本語の名前", 7, "日本…前"],
    ["abc", 0, ""],
  ])("the name %s fits into %i columns as %s", (text, columns, expected) => {
    expect(fitName(text, columns)).toBe(expected);
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
