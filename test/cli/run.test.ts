import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeOf, writeFiles } from "../core/runner/pipeline-file.ts";
import { bin, glacier } from "./command.ts";

const sales = `import { pipeline, task, Provider, pl, type Bucket } from "@glacier/core";
import { AwsConfig } from "@glacier/core/config";
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }), name: "aws" });
const load = task(function load() { console.log("printed by load"); return pl.DataFrame({ n: [1, 2, 3] }); });
const save = task(async function save(df: pl.DataFrame, to: Bucket) { return (await to.write(df)) && null; });
const broken = task(function broken(n: unknown) { throw /*here*/new Error("does not work"); });
export const good = pipeline({ name: "good" }, () => { save(load(), aws.bucket("out", { path: "n.parquet" })); });
export const bad = pipeline({ name: "bad" }, () => { save(broken(load()), aws.bucket("out")); });
`;

describe("glacier run", () => {
  it("prints a line for each thing that happened, where nobody looks at a terminal, and runs on a folder where that is asked", async () => {
    const cwd = writeFiles({ "sales.ts": sales });
    const { code, stdout, stderr } = await glacier(["run", "sales.ts", "--pipeline", "good", "--local", "here"], { cwd });
    const lines = stdout
      .replaceAll(/\d+ m?s$/gm, "TIME")
      .replace(/^(run +)\S+:/m, "$1ID:")
      .split("\n");
    expect({ code, stderr, lines }).toEqual({
      code: 0,
      stderr: "",
      lines: [
        "run       ID: good, 2 steps",
        "printed by load",
        "done      load TIME",
        "done      save TIME",
        "succeeded good TIME",
        "",
      ].map((line) => line.replace(/(\d+\.\d s)$/, "TIME")),
    });
  });

  it("prints a failed step with its place, and exits with 1", async () => {
    const cwd = writeFiles({ "sales.ts": sales });
    const { code, stdout } = await glacier(["run", "sales.ts", "--pipeline", "bad"], { cwd });
    const { line, column } = placeOf("/*here*/", sales);
    expect(code).toBe(1);
    expect(stdout).toContain("TASK_FAILED: does not work\n");
    expect(stdout).toContain(`  at sales.ts:${line}:${column}\n`);
    expect(stdout).toMatch(/^skipped {3}save, which waits for broken$/m);
    expect(stdout).toMatch(/^failed {4}bad .* \(1 failed, 1 skipped\)$/m);
  });

  it("prints nothing but JSON lines on standard output with --json", async () => {
    const cwd = writeFiles({ "sales.ts": sales });
    const { code, stdout, stderr } = await glacier(["run", "sales.ts", "--pipeline", "bad", "--json"], { cwd });
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(code).toBe(1);
    expect(events.map(({ type }) => type)).toEqual([
      "run.started",
      "step.started",
      "step.succeeded",
      "step.started",
      "step.failed",
      "step.skipped",
      "run.finished",
    ]);
    expect(stderr).toContain("printed by load");
    const usage = await glacier(["run", "sales.ts", "--json"], { cwd });
    expect(usage.code).toBe(2);
    expect(JSON.parse(usage.stdout)).toMatchObject({ type: "error", error: { code: "PIPELINE_INVALID" }, choices: ["good", "bad"] });
  });

  it("takes up a run again, and runs one task from its inputs", async () => {
    const cwd = writeFiles({ "sales.ts": sales });
    const first = await glacier(["run", "sales.ts", "--pipeline", "bad"], { cwd });
    const runId = /^run +(\S+):/m.exec(first.stdout)?.[1] ?? "";
    writeFileSync(
      join(cwd, "sales.ts"),
      sales
        .replace('throw /*here*/new Error("does not work")', "return n as pl.DataFrame")
        .replace('aws.bucket("out"))', 'aws.bucket("out", { path: "x.parquet" }))'),
    );
    const one = await glacier(["run", "sales.ts", "--pipeline", "bad", "--task", "broken"], { cwd });
    expect(one.stdout).toMatch(/^reused {4}load$/m);
    expect(one.code).toBe(0);
    const all = await glacier(["run", "sales.ts", "--pipeline", "bad", "--resume", runId, "--local", "here"], { cwd });
    expect(all.stdout).toMatch(/^done {6}save /m);
    expect(all.code).toBe(0);
  });

  it.each([
    [["run"], /missing required argument 'file'/],
    [["run", "readme.txt"], /PIPELINE_INVALID: 'readme\.txt' is no TypeScript or JavaScript file/],
    [["run", "nothing.ts"], /NOT_FOUND: There is no file 'nothing\.ts'/],
    [["run", "sales.ts"], /exports several pipelines[\s\S]*there is: good, bad/],
    [["run", "sales.ts", "--pipeline", "god"], /no pipeline 'god'[\s\S]*Did you mean 'good'\?/],
    [["run", "sales.ts", "--pipeline", "good", "--task", "lod"], /no step or task 'lod'[\s\S]*Did you mean 'load'\?/],
    [["run", "sales.ts", "--pipeline", "good", "--resume", "x"], /no run 'x'/],
    [["run", "sales.ts", "--upstream"], /--upstream needs --task/],
    [["run", "sales.ts", "--concurrency", "0"], /whole number from 1/],
    [["run", "sales.ts", "--jsn"], /unknown option '--jsn'[\s\S]*Did you mean --json\?/],
    [["rnu"], /unknown command 'rnu'[\s\S]*Did you mean run\?/],
  ])("%j is wrong usage, exits with 2, and prints only on standard error", async (args, message) => {
    const { code, stdout, stderr } = await glacier(args, { cwd: writeFiles({ "sales.ts": sales, "readme.txt": "" }) });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });

  it("prints a syntax error with its place, and exits with 1", async () => {
    const { code, stderr } = await glacier(["run", "a.ts"], { cwd: writeFiles({ "a.ts": "const a =\n  ;" }) });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^PIPELINE_INVALID: .*Unexpected ";"\n {2}at a\.ts:2:3\n/) });
  });

  it("ends quietly when nobody reads its output any more, and goes on when only its errors are not read", async () => {
    const cwd = writeFiles({
      "flood.ts": `import { pipeline, task } from "@glacier/core";
const flood = task(async function flood() { for (let i = 0; i < 20_000; i++) console.log("line " + i); await new Promise((r) => setTimeout(r, 500)); });
export default pipeline({ name: "p" }, () => { flood(); });`,
    });
    const deaf = async (args: string[], which: "stdout" | "stderr") => {
      const child = spawn(process.execPath, [bin, "run", "flood.ts", ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
      const other = which === "stdout" ? child.stderr : child.stdout;
      let text = "";
      other.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      child[which].once("data", () => child[which].destroy());
      const [code] = await once(child, "close");
      return { code, text };
    };
    expect(await deaf([], "stdout")).toEqual({ code: 1, text: "" });
    const { code, text } = await deaf(["--json"], "stderr");
    expect(code).toBe(0);
    expect(JSON.parse(text.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ type: "run.finished", status: "succeeded" });
  });

  it("cancels at the first Ctrl-C, and kills at the second", async () => {
    const file = (body: string) =>
      `import { pipeline, task } from "@glacier/core";\nconst wait = task(async function wait() { console.log("waiting"); ${body} });\nexport default pipeline({ name: "p" }, () => { wait(); });`;
    const cwd = writeFiles({
      "wait.ts": file("await new Promise((r) => { setTimeout(r, 60_000); });"),
      "spin.ts": file("await 1; for (;;) ;"),
    });
    const interruptAt = (word: string) => {
      let isSent = false;
      return (text: string, kill: (signal: NodeJS.Signals) => void) => {
        if (isSent || !text.includes(word)) return;
        isSent = true;
        kill("SIGINT");
      };
    };
    const once = await glacier(["run", "wait.ts"], { cwd, onStdout: interruptAt("waiting") });
    expect({ code: once.code, stdout: once.stdout, stderr: once.stderr }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/^cancelled wait [\s\S]*^cancelled p /m),
      stderr: expect.stringContaining("Cancelling"),
    });
    // The second one when the first has been heeded: two at once would be one to the system.
    const twice = await glacier(["run", "spin.ts"], { cwd, onStdout: interruptAt("waiting"), onStderr: interruptAt("Cancelling") });
    expect(twice.code).toBe(130);
  });
});

describe("glacier", () => {
  it("says how to use it", async () => {
    const cwd = writeFiles({});
    expect(await glacier(["--help"], { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Usage: glacier[\s\S]*run .*<file>[\s\S]*graph .*<file>/),
    });
    expect(await glacier([], { cwd })).toMatchObject({ code: 2 });
    expect(await glacier(["--version"], { cwd })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
