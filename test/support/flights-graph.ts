import type { Graph, GraphEdge, GraphNode } from "@glacier/core/graph";

const uri = "file:///workspace/flights.ts";

function node(kind: GraphNode["kind"], id: string, name: string, line: number, more: Partial<GraphNode> = {}): GraphNode {
  const range = { start: { line, character: 0 }, end: { line, character: 10 } };
  return { id, kind, name, clouds: [], location: { file: uri, range }, detail: {}, ...more };
}

const edge = (from: string, to: string, kind: GraphEdge["kind"]): GraphEdge => ({ from, to, kind });
const step = (name: string): string => `step:flights/${name}`;

/** A small graph with one of everything that the graph page draws. */
export const flightsGraph: Graph = {
  version: 1,
  nodes: [
    node("provider", "provider:local", "local", 1, { clouds: ["local"] }),
    node("bucket", "bucket:local/flights", "flights", 2, { clouds: ["local"], uri: "file:///workspace/data/vega/flights-3m.parquet" }),
    node("bucket", "bucket:local/airports", "airports", 3, { clouds: ["local"], uri: "file:///workspace/data/vega/airports.csv" }),
    node("bucket", "bucket:local/delays", "delays", 4, { clouds: ["aws", "azure"], uri: "s3://reports/delays.parquet" }),
    node("environment", "environment:local/emr_nightly", "emr_nightly", 5, { clouds: ["aws"], detail: { environmentType: "emr" } }),
    node("pipeline", "pipeline:flights", "flights", 20),
    ...["loadFlights", "loadAirports", "join", "save"].map((name, index) => node("step", step(name), name, 10 + index)),
  ],
  edges: [
    ...["loadFlights", "loadAirports", "join", "save"].map((name) => edge("pipeline:flights", step(name), "contains")),
    ...["bucket:local/flights", "bucket:local/airports", "bucket:local/delays", "environment:local/emr_nightly"].map((id) =>
      edge("provider:local", id, "creates"),
    ),
    edge(step("loadFlights"), "bucket:local/flights", "reads"),
    edge(step("loadAirports"), "bucket:local/airports", "reads"),
    edge(step("loadFlights"), step("join"), "dataflow"),
    edge(step("loadAirports"), step("join"), "dataflow"),
    edge(step("join"), step("save"), "dataflow"),
    edge(step("save"), step("join"), "dependsOn"),
    edge(step("save"), step("loadAirports"), "dependsOn"),
    edge(step("save"), "bucket:local/delays", "writes"),
    edge(step("join"), "environment:local/emr_nightly", "runsOn"),
  ],
};
