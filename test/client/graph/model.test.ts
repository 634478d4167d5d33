import type { Graph, GraphEdgeKind, GraphNode } from "@glacier/core/graph";
import elkjs from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import { FRAME_HEADER, layoutGraph, NODE_HEIGHT, roundedPath } from "../../../client/webview/graph/layout.ts";
import { defaultHidden, describeNode, toViewModel } from "../../../client/webview/graph/model.ts";
import { neighbour } from "../../../client/webview/graph/navigation.ts";
import { bringIntoView, fit, keepPlace, shows, zoomAt } from "../../../client/webview/graph/viewport.ts";
import { flightsGraph } from "../../support/flights-graph.ts";
import { fc, runs } from "../../support/properties.ts";

const elk = new elkjs.default();
const sizes = { node: () => 180, frame: () => 300 };
const shown = () => toViewModel(flightsGraph, new Set(defaultHidden(flightsGraph)));

describe("the picture of a graph", () => {
  it("draws pipelines as frames, and steps inside them", () => {
    const model = shown();
    expect(model.frames.map(({ id }) => id)).toEqual(["pipeline:flights"]);
    expect(model.nodes.filter(({ frame }) => frame === "pipeline:flights").map(({ name }) => name)).toEqual([
      "loadFlights",
      "loadAirports",
      "join",
      "save",
    ]);
    expect(model.edges.map(({ kind }) => kind)).not.toContain("contains");
  });

  it("points lines the way data and time flow", () => {
    const lines = shown().edges.map(({ kind, from, to }) => `${kind}: ${from} -> ${to}`);
    expect(lines).toContain("reads: bucket:local/flights -> step:flights/loadFlights");
    expect(lines).toContain("writes: step:flights/save -> bucket:local/delays");
    expect(lines).toContain("dependsOn: step:flights/loadAirports -> step:flights/save");
    expect(lines).toContain("dataflow: step:flights/loadFlights -> step:flights/join");
  });

  it("draws one line where data and dependsOn say the same", () => {
    const between = shown().edges.filter(({ from, to }) => from === "step:flights/join" && to === "step:flights/save");
    expect(between.map(({ kind }) => kind)).toEqual(["dataflow"]);
  });

  it("leaves providers out until somebody asks for them, but not where there is no pipeline", () => {
    expect(shown().nodes.some(({ kind }) => kind === "provider")).toBe(false);
    expect(shown().edgeKinds).toContain("creates");
    expect(toViewModel(flightsGraph, new Set()).nodes.some(({ kind }) => kind === "provider")).toBe(true);
    expect(defaultHidden({ ...flightsGraph, nodes: flightsGraph.nodes.filter(({ kind }) => kind !== "pipeline") })).toEqual([]);
  });

  it("ignores a line to a node that is not there", () => {
    const graph: Graph = { version: 1, nodes: [], edges: [{ from: "step:a/b", to: "bucket:x", kind: "reads" }] };
    expect(toViewModel(graph, new Set()).edges).toEqual([]);
  });

  it("tells a screen reader what a node is and what it hangs on", () => {
    const model = shown();
    const said = (wanted: string): string | undefined =>
      model.nodes.filter(({ name }) => name === wanted).map((node) => describeNode(node, model))[0];
    expect(said("join")).toBe("step join, after loadFlights, loadAirports, before save, runs on emr_nightly");
    expect(said("loadFlights")).toBe("step loadFlights, reads flights, before join");
    expect(said("delays")).toBe("bucket delays, on aws or azure, written by save");
  });
});

describe("the layout", () => {
  it.each(["right", "down"] as const)("puts steps inside their frame and goes %s with the data", async (direction) => {
    const model = shown();
    const { boxes, lines } = await layoutGraph(elk, model, direction, sizes);
    const frame = boxes.get("pipeline:flights");
    const [load, join] = [boxes.get("step:flights/loadFlights"), boxes.get("step:flights/join")];
    if (!frame || !load || !join) throw new Error("A box is missing.");
    for (const step of [load, join]) {
      expect(step.x).toBeGreaterThan(frame.x);
      expect(step.y).toBeGreaterThan(frame.y);
      expect(step.x + step.width).toBeLessThan(frame.x + frame.width);
      expect(step.y + step.height).toBeLessThan(frame.y + frame.height);
    }
    expect(direction === "right" ? join.x > load.x + load.width : join.y > load.y + NODE_HEIGHT).toBe(true);
    expect(frame.width).toBeGreaterThanOrEqual(300);
    expect([...lines.keys()].toSorted()).toEqual(model.edges.map(({ id }) => id).toSorted());
  });

  it.each(["right", "down"] as const)(
    "gives a frame the width of its heading, and no more height than its steps need (%s)",
    async (direction) => {
      const one = shown().nodes.find(({ kind }) => kind === "step");
      const frame = shown().frames.find(({ id }) => id === one?.frame);
      if (!one || !frame) throw new Error("The example has no step in a frame.");
      const widths = { node: () => 160, frame: () => 480 };
      const { boxes } = await layoutGraph(elk, { frames: [frame], nodes: [one], edges: [], edgeKinds: [] }, direction, widths);
      expect(boxes.get(frame.id)).toMatchObject({ width: 480, height: FRAME_HEADER + 12 + NODE_HEIGHT + 20 });
      expect(boxes.get(one.id)?.x).toBeCloseTo((boxes.get(frame.id)?.x ?? 0) + 160, 0);
    },
  );

  it("ends every line on the border of its nodes, in the same coordinates", async () => {
    const model = shown();
    const { boxes, lines } = await layoutGraph(elk, model, "right", sizes);
    for (const edge of model.edges) {
      const line = lines.get(edge.id) ?? [];
      const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
      expect(line[0]?.x, edge.id).toBeCloseTo((from?.x ?? 0) + (from?.width ?? 0), 0);
      expect(line.at(-1)?.x, edge.id).toBeCloseTo(to?.x ?? 0, 0);
    }
  });

  it(
    "lays out whatever graph it is given, cycles and lines across frames included",
    async () => {
      await fc.assert(
        fc.asyncProperty(anyGraph, fc.constantFrom("right" as const, "down" as const), async (graph, direction) => {
          const model = toViewModel(graph, new Set());
          const { boxes } = await layoutGraph(elk, model, direction, sizes);
          expect([...boxes.keys()].toSorted()).toEqual([...model.nodes, ...model.frames].map(({ id }) => id).toSorted());
        }),
        { numRuns: runs(150) },
      );
    },
    60_000 * runs(1),
  );

  it("rounds corners, but never past the middle of a short leg", () => {
    const corner = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 4 },
    ];
    expect(roundedPath(corner)).toBe("M0 0L92 0Q100 0 100 2L100 4");
    expect(roundedPath([])).toBe("");
  });
});

describe("the view", () => {
  const screen = { width: 800, height: 600 };

  it("fits a large graph between toolbar and legend, and does not blow up a small one", () => {
    const world = { width: 4000, height: 1000 };
    expect(shows(fit(world, screen), world, screen)).toBe(true);
    expect(fit({ width: 100, height: 50 }, screen).scale).toBe(1);
    const threeHundredInARow = { width: 24_000, height: 1500 };
    expect(shows(fit(threeHundredInARow, screen), threeHundredInARow, screen)).toBe(true);
  });

  it("keeps what is under the pointer in place while zooming", () => {
    const view = { x: 10, y: 20, scale: 1 };
    const at = { x: 300, y: 200 };
    const zoomed = zoomAt(view, 1.5, at);
    expect((at.x - zoomed.x) / zoomed.scale).toBeCloseTo((at.x - view.x) / view.scale);
    expect(zoomAt(view, 1000, at).scale).toBe(2.5);
  });

  it("keeps the selected node, or the one in the middle, where it is after an edit", () => {
    const box = (x: number, y: number) => ({ x, y, width: 100, height: 50 });
    const before = new Map([["a", box(0, 0)], ["b", box(350, 275)]]); // biome-ignore format: one layout a line
    const after = new Map([["a", box(200, 0)], ["b", box(550, 375)], ["new", box(0, 0)]]); // biome-ignore format: one layout a line
    const view = { x: 0, y: 0, scale: 1 };
    expect(keepPlace(view, before, after, screen, "a")).toEqual({ x: -200, y: 0, scale: 1 });
    expect(keepPlace(view, before, after, screen, "gone")).toEqual({ x: -200, y: -100, scale: 1 });
    expect(keepPlace(view, new Map(), after, screen)).toEqual(view);
  });

  it("moves only as far as it has to, to show a node", () => {
    const view = { x: 0, y: 0, scale: 1 };
    expect(bringIntoView(view, { x: 100, y: 100, width: 100, height: 50 }, screen)).toEqual(view);
    expect(bringIntoView(view, { x: 900, y: 100, width: 100, height: 50 }, screen)).toEqual({ x: -212, y: 0, scale: 1 });
  });

  it("moves with arrow keys to the next node in that direction", () => {
    const box = (x: number, y: number) => ({ x, y, width: 100, height: 50 });
    const boxes = new Map([["start", box(0, 0)], ["right", box(200, 10)], ["far", box(400, 0)], ["below", box(0, 100)]]); // biome-ignore format: one layout
    expect(neighbour(boxes, "start", "ArrowRight")).toBe("right");
    expect(neighbour(boxes, "start", "ArrowDown")).toBe("below");
    expect(neighbour(boxes, "right", "ArrowRight")).toBe("far");
    expect(neighbour(boxes, "start", "ArrowLeft")).toBeUndefined();
    expect(neighbour(boxes, "gone", "ArrowLeft")).toBeUndefined();
  });
});

const edgeKinds: GraphEdgeKind[] = ["dataflow", "dependsOn", "reads", "writes", "runsOn", "creates"];

/** Up to two pipelines with steps, some resources, and any lines between any of them. */
const anyGraph: fc.Arbitrary<Graph> = fc
  .record({
    steps: fc.array(fc.nat({ max: 1 }), { maxLength: 8 }),
    resources: fc.array(fc.constantFrom("bucket" as const, "environment" as const, "provider" as const), { maxLength: 5 }),
    lines: fc.array(fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 }), fc.constantFrom(...edgeKinds)), { maxLength: 16 }),
  })
  .map(({ steps, resources, lines }) => {
    const node = (kind: GraphNode["kind"], id: string): GraphNode => ({ id, kind, name: id, clouds: [], detail: {} });
    const pipelines = ["pipeline:0", "pipeline:1"].map((id) => node("pipeline", id));
    const inside = steps.map((pipeline, index) => node("step", `step:${pipeline}/${index}`));
    const outside = resources.map((kind, index) => node(kind, `${kind}:${index}`));
    const ends = [...inside, ...outside];
    return {
      version: 1,
      nodes: [...pipelines, ...ends],
      edges: [
        ...inside.map((step, index) => ({ from: `pipeline:${steps[index]}`, to: step.id, kind: "contains" as const })),
        ...lines.flatMap(([from, to, kind]) => {
          const [a, b] = [ends[from], ends[to]];
          return a && b ? [{ from: a.id, to: b.id, kind }] : [];
        }),
      ],
    };
  });
