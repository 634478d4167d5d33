import { resolve } from "node:path";
import type { Graph } from "@glacier/core/graph";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import * as ordinary from "../../fixtures/pipelines/ordinary.ts";
import { openProject } from "../../support/server/project.ts";

const file = resolve(import.meta.dirname, "../../fixtures/pipelines/ordinary.ts");
const workspace = new Workspace({ folders: [resolve(file, "..")] });
beforeAll(() => workspace.index());

const sets = ({ nodes, edges }: Graph): unknown => ({
  nodes: nodes.map(({ id }) => id).sort(),
  edges: edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`).sort(),
});

describe("the graph that is read from the source is the one that is recorded at run time", () => {
  test.each(Object.values(ordinary).map((pipeline) => [pipeline.name, pipeline] as const))("of %s", (name, pipeline) => {
    const recorded = pipeline.graph();
    const read = workspace.graph({ pipeline: name });
    expect(sets(read)).toEqual(sets(recorded));
    expect(recorded.nodes.length).toBeGreaterThan(3);
    for (const node of read.nodes) {
      const same = recorded.nodes.find(({ id }) => id === node.id);
      expect({ kind: node.kind, name: node.name, clouds: node.clouds }).toEqual({
        kind: same?.kind,
        name: same?.name,
        clouds: same?.clouds,
      });
      if (same?.location) expect(node.location?.range.start).toEqual(same.location.range.start);
    }
  });
});

test("a file's graph holds what it declares and touches", () => {
  const ids = workspace.graph({ file }).nodes.map(({ id }) => id);
  expect(ids).toContain("pipeline:twice");
  expect(ids).toContain("bucket:aws:eu-west-1/raw_raw_in.parquet");
  expect(ids).toContain("provider:lake");
});

test("the outline of a file has its pipelines, tasks, providers and buckets, each at its name", () => {
  const { pipelines, tasks, providers } = workspace.outline(file.replace("ordinary.ts", "shared.ts"));
  expect(pipelines).toEqual([]);
  expect(tasks.map(({ name }) => name)).toEqual(["load", "clean", "save it"]);
  expect(tasks[2]?.steps.filter(({ pipeline }) => pipeline === "twice").map(({ step }) => step)).toEqual(["save it", "save it#2"]);
  expect(tasks[0]?.selectionRange).toEqual({ start: { line: 7, character: 13 }, end: { line: 7, character: 17 } });
  expect(tasks[0]?.range).toEqual({ start: { line: 7, character: 0 }, end: { line: 9, character: 3 } });
  expect(providers.map(({ name, clouds }) => [name, clouds])).toEqual([
    ["aws:eu-west-1", ["aws"]],
    ["lake", ["azure"]],
    ["local:./data", ["local"]],
  ]);
});

test("a provider of which only a run can tell the cloud has none, and no name that a run could give it", async () => {
  const project = await openProject({
    "main.ts": `import { Provider } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
import { configOfTenant } from "./tenants.ts";
Provider.fromEnv().bucket("raw");
new Provider({ config: configOfTenant() }).bucket("raw");
new Provider({ config: new AwsConfig({ region: process.env.REGION ?? "" }) }).bucket("raw");
new Provider({ config: AwsConfig.fromEnv() }).bucket("raw");
`,
  });
  onTestFinished(() => project.dispose());
  const { nodes } = project.workspace.graph();
  expect(nodes.map(({ id, clouds }) => [id, clouds])).toEqual([
    ["provider:Provider.fromEnv()", []],
    ["bucket:Provider.fromEnv()/raw", []],
    ["provider:?", []],
    ["bucket:?/raw", []],
    ["provider:aws:$REGION", ["aws"]],
    ["bucket:aws:$REGION/raw", ["aws"]],
    ["provider:aws:?", ["aws"]],
    ["bucket:aws:?/raw", ["aws"]],
  ]);
});

test("what only a run can name has no name that a run could give it", async () => {
  const project = await openProject({
    "main.ts": `import { pipeline, task } from "@glacier/core";
import { options, suffix } from "somewhere";
const named = task({ name: process.env.STEP ?? "step" }, function step() {});
const spread = task({ ...options }, function step() {});
const plain = task({ name: undefined, ...{} }, function plain() {});
const bound = task(function step(size: number) { return size; }.bind(null, 1));
export const one = pipeline({ name: "load_" + suffix }, () => { named(); named(); spread(); });
export const other = pipeline({ name: "save_" + suffix }, () => { plain(); bound(); });
`,
  });
  onTestFinished(() => project.dispose());
  const { nodes } = project.workspace.graphOfFile(project.path("main.ts")) as Graph;
  expect(nodes.map(({ id }) => id)).toEqual([
    "pipeline:?",
    "step:?/$STEP",
    "step:?/$STEP#2",
    "step:?/?",
    "pipeline:?#2",
    "step:?#2/plain",
    "step:?#2/bound step",
  ]);
});

test("what is so on some paths only is told from what always is", async () => {
  const project = await openProject({
    "main.ts": `import { pipeline, task } from "@glacier/core";
const load = task(function load() { return 1; });
const clean = task(function clean(data: number) { return data; });
const save = task({ dependsOn: process.env.CHECK ? [load] : [] }, function save(data: unknown) { return data; });
const once = (after: () => void) => { for (const each of [1]) if (each > 0) after(); };
const tables = (process.env.TABLES ?? "").split(",");
export const sales = pipeline({ name: "sales" }, () => {
  const data = load();
  const cleaned = process.env.CLEAN ? clean(data) : data;
  save(cleaned);
  once(() => save(data));
  for (const table of tables) save(table);
});
export const make = (isFull: boolean) => pipeline({ name: "made" }, () => { if (isFull) load(); save(1); });
export const made = make(true);
`,
  });
  onTestFinished(() => project.dispose());
  const { nodes } = project.workspace.graphOfFile(project.path("main.ts")) as Graph;
  expect(nodes.flatMap(({ id, detail }) => (detail.sometimes ? [[id, detail.sometimes]] : []))).toEqual([
    ["step:made/save", ["step:made/load"]],
    ["step:sales/clean", ["step:sales/clean"]],
    ["step:sales/save", ["step:sales/clean", "step:sales/load"]],
    ["step:sales/save#2", ["step:sales/load"]],
    ["step:sales/save#3", ["step:sales/load", "step:sales/save#3"]],
    ["step:sales/save#4", ["step:sales/load", "step:sales/save#4"]],
  ]);
});
