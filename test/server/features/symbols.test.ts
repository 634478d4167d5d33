import { describe, expect, test } from "vitest";
import { documentSymbols, workspaceSymbols } from "../../../server/src/features/symbols.ts";
import type { Outline } from "../../../server/src/workspace/answers.ts";
import { on } from "../../support/lsp/client.ts";

const outline: Outline = {
  file: "/pipelines/sales.ts",
  version: 1,
  pipelines: [
    {
      ...{
        id: "pipeline:sales",
        name: "sales",
        range: { start: { line: 3, character: 0 }, end: { line: 6, character: 2 } },
        selectionRange: on(3, 0, 5),
      },
      steps: [
        { id: "step:sales/load", name: "load", task: "load", file: "/pipelines/sales.ts", range: on(4, 2, 8) },
        { id: "step:sales/load#2", name: "load#2", task: "load", file: "/pipelines/sales.ts", range: on(5, 2, 8) },
        { id: "step:sales/elsewhere", name: "elsewhere", task: "elsewhere", file: "/pipelines/other.ts", range: on(4, 0, 1) },
      ],
    },
  ],
  tasks: [{ name: "load", range: on(2, 0, 20), selectionRange: on(2, 6, 10), steps: [] }],
  providers: [{ id: "provider:aws", name: "aws:us-east-1", clouds: ["aws"], range: on(0, 0, 9), selectionRange: on(0, 0, 9) }],
  buckets: [{ id: "bucket:aws/raw", name: "", clouds: [], range: on(1, 0, 9), selectionRange: on(1, 0, 9) }],
};
const workspace = { outline: () => outline, files: () => ["/pipelines/sales.ts"] };

describe("symbols", () => {
  test("stand in the order of the text, a pipeline's own steps under it", () => {
    const symbols = documentSymbols(workspace, outline.file);
    expect(symbols.map(({ kind, name, detail }) => [kind, name, detail])).toEqual([
      ["provider", "aws:us-east-1", "aws"],
      ["bucket", "bucket", undefined],
      ["task", "load", undefined],
      ["pipeline", "sales", undefined],
    ]);
    expect(symbols[3]?.children.map(({ name, detail }) => [name, detail])).toEqual([
      ["load", undefined],
      ["load#2", "load"],
    ]);
  });

  test("of the workspace are found by characters of their name in order", () => {
    const found = (query: string) => workspaceSymbols(workspace, query).map(({ name }) => name);
    expect(found("")).toHaveLength(4);
    expect(found("SLS")).toEqual(["sales"]);
    expect(found("awus")).toEqual(["aws:us-east-1"]);
    expect(found("zz")).toEqual([]);
  });
});
