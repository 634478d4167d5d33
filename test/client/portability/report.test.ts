import { describe, expect, it } from "vitest";
import { paramsOf, parsePageMessage } from "../../../client/src/portability/page-message.ts";
import { reportOf } from "../../../client/src/portability/report.ts";
import type { Portability } from "../../../server/protocol/index.ts";

const range = { start: { line: 3, character: 22 }, end: { line: 3, character: 30 } };
const uri = "file:///work%20place/main.ts";
const nothing: Portability = { target: { id: "azure", label: "Azure" }, providers: [], findings: [], alreadyReported: 0 };
const nameOf = (given: string): string => given.slice(given.lastIndexOf("/") + 1);
const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });

describe("a portability report as it is shown", () => {
  const finding = { uri, range, fixes: [], code: "a-rule" };
  const answer: Portability = {
    ...nothing,
    providers: [{ uri, range: at(1), message: "Take another config.", fixes: ["Change the provider"] }],
    findings: [
      { ...finding, range: at(9), message: "Is lost.", effect: "ignored" },
      { ...finding, message: "Does not fit.", effect: "breaks", fixes: ["Make portable", "Replace"] },
      { ...finding, range: at(7), message: "Is dear.", effect: "costs" },
    ],
    alreadyReported: 2,
  };

  it("lists providers, then what breaks, costs and is ignored, each with its place, rule and the titles of its fixes", () => {
    const { report } = reportOf(answer, nameOf);
    expect(report.heading).toBe("What it would take to run this on Azure");
    expect(report.summary).toBe("1 provider would move; 1 would break, 1 would cost or need care, 1 would be ignored.");
    expect(report.groups.map(({ title, items }) => ({ title, items }))).toEqual([
      { title: "Providers (1)", items: [{ place: "main.ts:2", message: "Take another config.", fixes: ["Change the provider"] }] },
      {
        title: "Breaks (1)",
        items: [{ place: "main.ts:4", message: "Does not fit.", code: "a-rule", fixes: ["Make portable", "Replace"] }],
      },
      { title: "Costs, or needs care (1)", items: [{ place: "main.ts:8", message: "Is dear.", code: "a-rule", fixes: [] }] },
      { title: "Is ignored (1)", items: [{ place: "main.ts:10", message: "Is lost.", code: "a-rule", fixes: [] }] },
    ]);
    expect(report.notes).toEqual(["2 problems of the source as it is: see the Problems view."]);
    expect(report.fixing).toBe("Apply Preferred Fixes");
  });

  it("sums up only what there is", () => {
    const dear = { ...answer, findings: answer.findings.filter(({ effect }) => effect === "costs") };
    expect(reportOf(dear, nameOf).report.summary).toBe("1 provider would move; 1 would cost or need care.");
  });

  it("knows the place of each item in the order in which they are shown", () => {
    expect(reportOf(answer, nameOf).places.map((place) => place.range.start.line)).toEqual([1, 3, 7, 9]);
  });

  it("says that nothing would move, or that nothing stands in the way, and offers no fixes then", () => {
    expect(reportOf(nothing, nameOf).report).toMatchObject({ summary: "No provider would move to Azure.", groups: [], notes: [] });
    const moved = { ...nothing, providers: [{ uri, range, message: "Take another config.", fixes: ["Change the provider"] }] };
    const { report } = reportOf(moved, nameOf);
    expect(report.summary).toBe("1 provider would move; nothing else stands in the way of Azure.");
    expect(report.fixing).toBeUndefined();
  });
});

describe("what the page of a portability report says", () => {
  it.each([{ type: "ready" }, { type: "fix" }, { type: "again" }, { type: "open", item: 3 }])("is taken: $type", (message) => {
    expect(parsePageMessage(message)).toEqual(message);
  });

  it.each([undefined, null, "ready", {}, { type: "open" }, { type: "open", item: "3" }, { type: "run" }])("is refused: %j", (message) => {
    expect(parsePageMessage(message)).toBeUndefined();
  });
});

describe("the question that a page keeps", () => {
  it("comes back with a new window", () => {
    expect(paramsOf({ target: "aws" })).toEqual({ target: "aws" });
    expect(paramsOf({ target: "aws", uri, range })).toEqual({ target: "aws", uri, range });
  });

  it("is none where the state is something else, and is about the whole workspace where its place is no place", () => {
    for (const state of [undefined, null, "aws", {}, { target: 1 }]) expect(paramsOf(state)).toBeUndefined();
    expect(paramsOf({ target: "aws", uri, range: { start: 1 } })).toEqual({ target: "aws" });
  });
});
