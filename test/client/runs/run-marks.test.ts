import { describe, expect, it } from "vitest";
import { RunMarks } from "../../../client/src/runs/run-marks.ts";

const shared = "file:///w/tasks.ts";
const mark = (uri: string, text: string) => ({ uri, text });

describe("the marks of failed runs", () => {
  it("of two pipelines in one file stay, each until a run of its own pipeline", () => {
    const marks = new RunMarks<ReturnType<typeof mark>>();
    marks.replace("daily", [mark(shared, "daily failed"), mark("file:///w/daily.ts", "here too")]);
    expect(marks.replace("weekly", [mark(shared, "weekly failed")])).toEqual(new Set([shared]));
    expect(marks.in(shared).map(({ text }) => text)).toEqual(["daily failed", "weekly failed"]);
    // Both documents have to be painted anew.
    expect(marks.replace("daily", [])).toEqual(new Set([shared, "file:///w/daily.ts"]));
    expect(marks.in(shared).map(({ text }) => text)).toEqual(["weekly failed"]);
  });

  it("in a file that is edited go, whoever made them, and those in other files stay", () => {
    const marks = new RunMarks<ReturnType<typeof mark>>();
    marks.replace("daily", [mark(shared, "daily failed"), mark("file:///w/daily.ts", "here too")]);
    marks.replace("weekly", [mark(shared, "weekly failed")]);
    marks.forget(shared);
    expect(marks.in(shared)).toEqual([]);
    expect(marks.in("file:///w/daily.ts")).toHaveLength(1);
  });
});
