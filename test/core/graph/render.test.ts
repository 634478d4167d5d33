import { describe, expect, it } from "vitest";
import {
  bucketId,
  type Graph,
  type GraphNode,
  pipelineId,
  providerId,
  stepId,
  toDot,
  toMermaid,
  toText,
} from "../../../core/src/graph/index.ts";
import { fc } from "../../support/properties.ts";

const node = (id: string, kind: GraphNode["kind"], name: string, uri?: string): GraphNode => ({
  id,
  kind,
  name,
  clouds: [],
  uri,
  detail: {},
});

function sales(name = "sales", step = "load"): Graph {
  const provider = providerId("aws:eu-west-1");
  const [raw, out] = [bucketId("aws:eu-west-1", "raw"), bucketId("aws:eu-west-1", "out")];
  const [load, save, report] = [stepId(name, step), stepId(name, "save"), stepId(name, "report")];
  const home = pipelineId(name);
  return {
    version: 1,
    nodes: [
      node(home, "pipeline", name),
      node(provider, "provider", "aws:eu-west-1"),
      node(raw, "bucket", "raw", "s3://raw/"),
      node(load, "step", step),
      node(out, "bucket", "out", "s3://out/"),
      node(save, "step", "save"),
      node("environment:aws:eu-west-1/spark_etl", "environment", "spark_etl"),
      node("serverless:aws:eu-west-1/fn", "serverless", "fn"),
      node(report, "step", "report"),
    ],
    edges: [
      { from: home, to: load, kind: "contains" },
      { from: home, to: save, kind: "contains" },
      { from: home, to: report, kind: "contains" },
      { from: provider, to: raw, kind: "creates" },
      { from: load, to: raw, kind: "reads" },
      { from: load, to: save, kind: "dataflow" },
      { from: save, to: out, kind: "writes" },
      { from: report, to: save, kind: "dependsOn" },
      { from: report, to: "environment:aws:eu-west-1/spark_etl", kind: "runsOn" },
      { from: "step:elsewhere/gone", to: save, kind: "dataflow" },
    ],
  };
}

const renderers = { mermaid: toMermaid, dot: toDot, text: toText };

describe.each(Object.entries(renderers))("%s", (_, render) => {
  it("draws a pipeline", () => {
    expect(render(sales())).toMatchSnapshot();
  });

  it("draws names that hold any character", () => {
    expect(render(sales('a"]; end\n%%{init}%% <script>&quot; \\N `x` #35; \0 {{|}} 日本', "constructor --> __proto__"))).toMatchSnapshot();
  });

  it("draws nothing of nothing", () => {
    expect(render({ version: 1, nodes: [], edges: [] }).trim().split("\n").length).toBeLessThan(6);
  });

  it("draws the same graph the same, whatever the order of its nodes and edges", () => {
    const { nodes, edges } = sales();
    const shuffled = fc.tuple(
      fc.shuffledSubarray(nodes, { minLength: nodes.length }),
      fc.shuffledSubarray(edges, { minLength: edges.length }),
    );
    fc.assert(
      fc.property(shuffled, ([someNodes, someEdges]) => {
        expect(render({ version: 1, nodes: someNodes, edges: someEdges })).toBe(render(sales()));
      }),
    );
  });
});

describe("a label", () => {
  const name = fc.string({ unit: "binary", maxLength: 30 });

  it("cannot leave its quotes in Mermaid", () => {
    fc.assert(
      fc.property(name, (text) => {
        const lines = toMermaid({ version: 1, nodes: [node("x", "step", text)], edges: [] }).split("\n");
        expect(lines).toHaveLength(3);
        expect(lines[1]).toMatch(/^ {2}n0\["[^"<>`[\]{}|\\&;]*(?:#\d+;[^"<>`[\]{}|\\&;]*)*"\]$/);
      }),
    );
  });

  it("cannot leave its quotes in DOT", () => {
    fc.assert(
      fc.property(name, (text) => {
        const [, ...statement] =
          /^ {2}("(?:[^"\\]|\\.)*") \[label=("(?:[^"\\]|\\.)*"), shape=box\];$/m.exec(
            toDot({ version: 1, nodes: [node(text, "step", text)], edges: [] }),
          ) ?? [];
        expect(statement).toHaveLength(2);
      }),
    );
  });
});
