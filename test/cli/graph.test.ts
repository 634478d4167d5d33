import { describe, expect, it } from "vitest";
import { writeFiles } from "../core/runner/pipeline-file.ts";
import { glacier } from "./command.ts";

const sales = `import { pipeline, task, Provider, pl, type Bucket } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }), name: "aws" });
const load = task(async function load(from: Bucket) { return from.scan(); });
const clean = task({ dependsOn: [load], name: "clean up" }, (df: pl.LazyDataFrame) => df);
const save = task(async function save(df: pl.LazyDataFrame, to: Bucket) { return to.write(df); });
export const good = pipeline({ name: "good" }, () => {
  const raw = load(aws.bucket("raw", { path: "a/" }));
  save(clean(raw), aws.bucket("out", { path: "n.parquet" }));
  save(clean(load(aws.bucket("raw", { path: "b/" }))), aws.bucket("out", { path: "m.parquet" }));
});
export const other = pipeline({ name: "other" }, () => { load(aws.bucket("raw", { path: "a/" })); });
console.log("loaded");
`;

interface Drawn {
  nodes: { id: string }[];
  edges: { from: string; to: string; kind: string }[];
}
const sets = (text: string) => {
  const { nodes, edges } = JSON.parse(text) as Drawn;
  return { nodes: nodes.map(({ id }) => id).sort(), edges: edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`).sort() };
};

describe("glacier graph", () => {
  it.each(["good", "other"])("reads from the source of '%s' what the file records when it is loaded", async (name) => {
    const cwd = writeFiles({ "sales.ts": sales });
    const args = ["graph", "sales.ts", "--pipeline", name, "--format", "json"];
    const [fromSource, recorded] = [await glacier(args, { cwd }), await glacier([...args, "--runtime"], { cwd })];
    expect([fromSource.code, recorded.code]).toEqual([0, 0]);
    expect(sets(fromSource.stdout)).toEqual(sets(recorded.stdout));
    expect([fromSource.stderr, recorded.stderr]).toEqual(["", "loaded\n"]);
  });

  it("draws every pipeline of the file, in each format", async () => {
    const cwd = writeFiles({ "sales.ts": sales });
    expect(await glacier(["graph", "sales.ts"], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^flowchart LR\n[\s\S]*\["good"\][\s\S]*\["other"\]/),
    });
    expect(await glacier(["graph", "sales.ts", "--runtime", "--format", "dot"], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^digraph glacier \{\n[\s\S]*"step:good\/load" -> "step:good\/clean up";/),
    });
  });

  it("draws a picture", async () => {
    const cwd = writeFiles({ "sales.ts": sales });
    const { code, stdout } = await glacier(["graph", "sales.ts", "--pipeline", "other", "--format", "svg"], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^<svg [\s\S]*>load<\/text>[\s\S]*<\/svg>\n$/) });
  });

  it("draws the pipeline of the file that is asked for, when another has one of the same name", async () => {
    const file = (step: string) => `import { Provider, pipeline, task } from "@glacier/core";
import { LocalConfig } from "@glacier/core/config";
const bucket = new Provider({ config: new LocalConfig(), name: "here" }).bucket("shared");
const ${step} = task(function ${step}(from: typeof bucket) { return from.scan(); });
export const p = pipeline({ name: "p" }, () => { ${step}(bucket); });
`;
    const cwd = writeFiles({ "a.ts": file("first"), "b.ts": file("second") });
    for (const name of ["a.ts", "b.ts"]) {
      const [fromSource, recorded] = [
        await glacier(["graph", name, "--format", "json"], { cwd }),
        await glacier(["graph", name, "--format", "json", "--runtime"], { cwd }),
      ];
      expect(sets(fromSource.stdout)).toEqual(sets(recorded.stdout));
    }
  });

  it("draws pipelines that the file only passes on, or that an imported function gives it", async () => {
    const cwd = writeFiles({
      "sales.ts": sales.replace('console.log("loaded");\n', ""),
      "passed.ts": `export { good as renamed } from "./sales.ts";`,
      "all.ts": `export * from "./sales.ts";`,
      "factory.ts": `import { pipeline, task, type Provider, type Bucket } from "@glacier/core";
const load = task(async function load(from: Bucket) { return from.scan(); });
export function createPipeline(provider: Provider, name: string) {
  const raw = provider.bucket("raw");
  return pipeline({ name }, () => { load(raw); });
}`,
      "made.ts": `import { Provider } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
import { createPipeline } from "./factory.ts";
import { other } from "./sales.ts";
const provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }), name: "mine" });
export const mine = createPipeline(provider, "mine");
export const elsewhere = createPipeline(provider, "elsewhere");
export default other;`,
    });
    for (const args of [
      ["passed.ts"],
      ["all.ts"],
      ["all.ts", "--pipeline", "other"],
      ["made.ts"],
      ["made.ts", "--pipeline", "elsewhere"],
    ]) {
      const [fromSource, recorded] = [
        await glacier(["graph", ...args, "--format", "json"], { cwd }),
        await glacier(["graph", ...args, "--format", "json", "--runtime"], { cwd }),
      ];
      expect([fromSource.stderr, fromSource.code, recorded.code]).toEqual(["", 0, 0]);
      expect(sets(fromSource.stdout)).toEqual(sets(recorded.stdout));
    }
    expect(await glacier(["graph", "made.ts", "--pipeline", "x"], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("there is: "),
    });
  });

  it("tells two pipelines of one name in a file apart by what exports them, and draws none that is not exported", async () => {
    const cwd = writeFiles({
      "twins.ts": `import { pipeline, task } from "@glacier/core";
const one = task(function one() {});
const two = task(function two() {});
const three = task(function three() {});
export const first = pipeline({ name: "same" }, () => { one(); });
export const second = pipeline({ name: "same" }, () => { two(); });
const hidden = pipeline({ name: "hidden" }, () => { three(); });
void hidden;
`,
    });
    for (const args of [[], ["--pipeline", "first"], ["--pipeline", "second"], ["--pipeline", "hidden"], ["--pipeline", "same"]]) {
      const [fromSource, recorded] = [
        await glacier(["graph", "twins.ts", ...args, "--format", "json"], { cwd }),
        await glacier(["graph", "twins.ts", ...args, "--format", "json", "--runtime"], { cwd }),
      ];
      expect(fromSource.code).toBe(recorded.code);
      if (recorded.code === 0) expect(sets(fromSource.stdout)).toEqual(sets(recorded.stdout));
      else
        expect([fromSource.stderr, recorded.stderr]).toEqual(Array(2).fill(expect.stringMatching(/several pipelines[\s\S]*first, second/)));
    }
  });

  it.each([[[]], [["--runtime"]]])("prints a syntax error with its place, and exits with 1: %j", async (flags) => {
    const cwd = writeFiles({ "half.ts": `${sales}const half =\n  ;` });
    const { code, stdout, stderr } = await glacier(["graph", "half.ts", ...flags], { cwd });
    const line = sales.split("\n").length + 1;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^PIPELINE_INVALID: .*\n {2}at half\\.ts:${line}:3\n`));
  });

  it.each([
    [["sales.ts", "--format", "png"], /mermaid, dot, json, svg/],
    [["nothing.ts"], /NOT_FOUND: There is no file 'nothing\.ts'/],
    [["nothing.ts", "--runtime"], /NOT_FOUND: There is no file 'nothing\.ts'/],
    [["sales.ts", "--pipeline", "x"], /no pipeline 'x'[\s\S]*there is: good, other/],
    [["sales.ts", "--pipeline", "x", "--runtime"], /no pipeline 'x'[\s\S]*there is: good, other/],
    [["none.ts"], /exports no pipeline/],
    [["none.ts", "--runtime"], /exports no pipeline/],
  ])("%j is wrong usage, and exits with 2", async (args, message) => {
    const { code, stdout, stderr } = await glacier(["graph", ...args], {
      cwd: writeFiles({ "sales.ts": sales, "none.ts": "export const x = 1;" }),
    });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });
});
