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
  toSvg,
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

const renderers = { mermaid: toMermaid, dot: toDot, text: toText, svg: toSvg };

describe.each(Object.entries(renderers))("%s", (_, render) => {
  it("draws a pipeline", () => {
    expect(render(sales())).toMatchSnapshot();
  });

  it("draws names that hold any character", () => {
    expect(render(sales('a"]; end\n%%{init}%% <script>&quot; \\N `x` #35; \0 {{|}} 日本', "constructor --> __proto__"))).toMatchSnapshot();
  });

  it("draws nothing of nothing", () => {
    expect(render({ version: 1, nodes: [], edges: [] })).toMatchSnapshot();
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

it.each([toDot, toMermaid, toSvg])("says of a step that it is there on some paths only", (render) => {
  const graph = sales();
  const step = graph.nodes.find(({ kind }) => kind === "step");
  if (!step) throw new Error("The graph has no step.");
  expect(render(graph)).not.toContain("on some paths");
  step.detail.sometimes = [step.id];
  expect(render(graph)).toContain("on some paths");
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

/** A graph of some pipelines, with steps that depend on one another and on buckets in any way, circles included. */
const anyGraph = fc
  .record({
    pipelines: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }),
    buckets: fc.integer({ min: 0, max: 6 }),
    edges: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("dataflow", "dependsOn", "reads", "writes", "creates")), {
      maxLength: 40,
    }),
    names: fc.array(fc.string({ maxLength: 80 }), { minLength: 1, maxLength: 5 }),
  })
  .map(({ pipelines, buckets, edges, names }): Graph => {
    const name = (index: number) => names[index % names.length] ?? "";
    const steps = pipelines.flatMap((count, p) =>
      Array.from({ length: count }, (_, s) => ({ id: `step:${p}/${s}`, home: `pipeline:${p}` })),
    );
    const ends = [...steps.map(({ id }) => id), ...Array.from({ length: buckets }, (_, index) => `bucket:${index}`)];
    return {
      version: 1,
      nodes: [
        ...pipelines.map((_, p) => node(`pipeline:${p}`, "pipeline", name(p))),
        ...steps.map(({ id }, index) => node(id, "step", name(index))),
        ...Array.from({ length: buckets }, (_, index) => node(`bucket:${index}`, "bucket", name(index), index % 2 ? "s3://b/" : undefined)),
      ],
      edges: [
        ...steps.map(({ id, home }) => ({ from: home, to: id, kind: "contains" as const })),
        ...edges.flatMap(([from, to, kind]) =>
          ends.length === 0 ? [] : [{ from: ends[from % ends.length] ?? "", to: ends[to % ends.length] ?? "", kind }],
        ),
      ],
    };
  });

describe("an SVG picture", () => {
  const attributes = (text: string, element: RegExp) =>
    [...text.matchAll(element)].map(([tag]) => {
      const read = (name: string) => Number(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]);
      return { left: read("x"), top: read("y"), right: read("x") + read("width"), bottom: read("y") + read("height") };
    });
  type Rectangle = ReturnType<typeof attributes>[number];
  const apart = (a: Rectangle, b: Rectangle) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  const within = (a: Rectangle, b: Rectangle) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;

  it("puts no node onto another, every step into its pipeline's frame, and everything into the picture", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const text = toSvg(graph);
        const nodes = attributes(text, /<rect class="node"[^>]*>/g);
        const frames = attributes(text, /<rect class="frame"[^>]*>/g);
        const [, right, bottom] = /viewBox="0 0 (\S+) (\S+)"/.exec(text) ?? [];
        const picture = { left: 0, top: 0, right: Number(right), bottom: Number(bottom) };
        expect(nodes).toHaveLength(graph.nodes.filter(({ kind }) => kind !== "pipeline").length);
        expect(frames).toHaveLength(graph.nodes.filter(({ kind }) => kind === "pipeline").length);
        for (const [index, one] of nodes.entries()) {
          expect(within(one, picture)).toBe(true);
          for (const other of nodes.slice(index + 1)) expect(apart(one, other)).toBe(true);
        }
        for (const [index, one] of frames.entries()) {
          expect(within(one, picture)).toBe(true);
          for (const other of frames.slice(index + 1)) expect(apart(one, other)).toBe(true);
        }
        const steps = attributes(text, /(?<=<g class="step">(?:(?!<rect).)*)<rect class="node"[^>]*>/g);
        for (const step of steps) expect(frames.filter((frame) => within(step, frame))).toHaveLength(1);
      }),
    );
  });

  it("is well-formed, whatever a name holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const drawn = toSvg({ version: 1, nodes: [node("x", "step", text, text), node("p", "pipeline", text)], edges: [] });
        expect(drawn.isWellFormed()).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML does not allow.
        expect(drawn).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\ufffe\uffff]/);
        const labels = [...drawn.matchAll(/<(text|title)[^>]*>(.*?)<\/\1>/g)].map(([, , label]) => label);
        expect(labels).toHaveLength(5);
        for (const label of labels) expect(label).toMatch(/^(?:[^<>&"']|&#\d+;)*$/);
      }),
    );
  });

  it("is drawn of a chain that is longer than the stack is deep", () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `step:p/${index}`);
    const nodes = [node("pipeline:p", "pipeline", "p"), ...names.map((id) => node(id, "step", "s"))];
    const edges = names.flatMap((id, index) => [
      { from: "pipeline:p", to: id, kind: "contains" as const },
      ...(index === 0 ? [] : [{ from: names[index - 1] ?? "", to: id, kind: "dataflow" as const }]),
    ]);
    expect(toSvg({ version: 1, nodes, edges })).toContain("</svg>");
  });
});
