import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AwsConfig, LocalConfig } from "../../../core/src/config/index.ts";
import type { Graph } from "../../../core/src/graph/graph.ts";
import { pipeline } from "../../../core/src/pipeline/pipeline.ts";
import { task } from "../../../core/src/pipeline/task.ts";
import { Provider } from "../../../core/src/provider/provider.ts";
import type { Bucket } from "../../../core/src/resources/bucket.ts";

const load = task(function load(from: Bucket) {
  return from.scan();
});
const save = task(function save(_df: unknown, { to }: { to: Bucket }) {
  return to.write(_df as never);
});

const edges = (graph: Graph) => graph.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`).sort();

describe("pipeline.graph", () => {
  it("has steps, resources, providers and all edges, and runs nothing", () => {
    const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
    const here = new Provider({ config: new LocalConfig({ basePath: "/tmp/data" }), name: "here" });
    const report = task({ name: "report", dependsOn: [save], executor: aws.spark("etl"), description: "says so" }, () => {
      throw new Error("ran");
    });
    const graph = pipeline({ name: "sales", description: "all of it" }, () => {
      save(load(aws.bucket("raw", { path: "2026/a.csv", format: "csv" })), { to: here.bucket("out") });
      report();
    }).graph();
    expect(graph.nodes.map(({ id, kind, clouds, uri }) => [id, kind, clouds, uri])).toEqual([
      ["pipeline:sales", "pipeline", [], undefined],
      ["provider:aws:eu-west-1", "provider", ["aws"], undefined],
      ["bucket:aws:eu-west-1/raw_2026_a.csv", "bucket", ["aws"], "s3://raw/2026/a.csv"],
      ["step:sales/load", "step", [], undefined],
      ["provider:here", "provider", ["local"], undefined],
      ["bucket:here/out", "bucket", ["local"], expect.stringContaining("file:///tmp/data/out")],
      ["step:sales/save", "step", [], undefined],
      ["environment:aws:eu-west-1/spark_etl", "environment", ["aws"], undefined],
      ["step:sales/report", "step", [], undefined],
    ]);
    expect(edges(graph)).toEqual(
      [
        "pipeline:sales contains step:sales/load",
        "pipeline:sales contains step:sales/report",
        "pipeline:sales contains step:sales/save",
        "provider:aws:eu-west-1 creates bucket:aws:eu-west-1/raw_2026_a.csv",
        "provider:aws:eu-west-1 creates environment:aws:eu-west-1/spark_etl",
        "provider:here creates bucket:here/out",
        "step:sales/load dataflow step:sales/save",
        "step:sales/load reads bucket:aws:eu-west-1/raw_2026_a.csv",
        "step:sales/report dependsOn step:sales/save",
        "step:sales/report runsOn environment:aws:eu-west-1/spark_etl",
        "step:sales/save writes bucket:here/out",
      ].sort(),
    );
    expect(graph.nodes.find(({ name }) => name === "report")?.detail).toEqual({ task: "report", description: "says so" });
  });

  it("tells where each step is called", () => {
    const graph = pipeline({ name: "p" }, () => void load(/*here*/ undefined as never)).graph();
    const { file, range } = graph.nodes.find(({ name }) => name === "load")?.location ?? { file: "", range: undefined };
    expect(file).toBe(import.meta.filename);
    const lines = readFileSync(file, "utf8").split("\n");
    expect(lines[range?.start.line ?? -1]?.slice(range?.start.character)).toMatch(/^load\(\/\*here\*\//);
  });

  it("names in a step's detail the buckets of which the code does not tell", () => {
    const bucket = new Provider({ config: new LocalConfig(), name: "here" }).bucket("b");
    const pass = task({ name: "pass" }, (to: Bucket) => [to]);
    const graph = pipeline({ name: "p" }, () => void pass(bucket)).graph();
    expect(graph.nodes.find(({ kind }) => kind === "step")?.detail.unclear).toEqual(["bucket:here/b"]);
    expect(graph.edges.map(({ kind }) => kind)).toEqual(["creates", "contains"]);
  });

  it("leaves out what comes from arguments it was not given", () => {
    const p = pipeline({ name: "p" }, (provider: Provider, names: string[]) => {
      for (const name of names) load(provider.bucket(name));
      save(load(provider.bucket(`${names[0]}-raw`, { path: "x" })), { to: provider.bucket("out") });
    });
    expect(p.graph().nodes.map(({ id }) => id)).toEqual(["pipeline:p", "step:p/load", "step:p/save"]);
    const provider = new Provider({ config: new LocalConfig(), name: "here" });
    expect(p.graph({ args: [provider, ["a"]] }).nodes.map(({ id }) => id)).toEqual([
      "pipeline:p",
      "provider:here",
      "bucket:here/a",
      "step:p/load",
      "bucket:here/a-raw_x",
      "step:p/load#2",
      "bucket:here/out",
      "step:p/save",
    ]);
  });
});
