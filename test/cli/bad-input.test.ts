import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeOf, writeFiles } from "../core/runner/pipeline-file.ts";
import { glacier } from "./command.ts";

interface Wrong {
  /** What the task does with the data. */
  work?: string;
  /** The bucket it is loaded from. */
  from?: string;
}

/** A pipeline that loads, works, and writes to the bucket `out`. */
const pipelineFile = ({
  work = "return df;",
  from = `"raw", { path: "good.csv", format: "csv" }`,
}: Wrong) => `import { Provider, pipeline, pl, task, type Bucket } from "@glacier/core";
import { LocalConfig } from "@glacier/core/config";
const local = new Provider({ config: new LocalConfig({ basePath: "data" }) });
const load = /*load*/task(async function load(bucket: Bucket) { return (await bucket.scan()).collect(); });
const work = /*work*/task(async function work(df: pl.DataFrame) { ${work} });
const save = task(async function save(df: pl.DataFrame, to: Bucket) { await to.write(df); });
export const p = pipeline({ name: "p" }, () => {
  save(work(load(local.bucket(${from}))), local.bucket("out", { path: "result.parquet" }));
});
`;

const data = {
  "data/raw/good.csv": "a,b\n1,2\n",
  "data/raw/corrupt.parquet": "this is no parquet file",
  "data/raw/empty.parquet": "",
};

const run = async (text: string) => {
  const cwd = writeFiles({ ...data, "pipeline.ts": text });
  const { code, stdout, stderr } = await glacier(["run", "pipeline.ts"], { cwd });
  return { code, text: stdout + stderr, cwd };
};

describe("a pipeline without bad input", () => {
  it("runs, so that what is wrong below is what is said", async () => {
    const { code, cwd } = await run(pipelineFile({}));
    expect(code).toBe(0);
    expect(readdirSync(join(cwd, "data/out"))).toEqual(["result.parquet"]);
  });
});

describe("bad input", () => {
  it.each<[string, string, string, RegExp, string]>([
    ["a syntax error", `${pipelineFile({})}const x = /*here*/;`, "PIPELINE_INVALID", /Unexpected ";"/, "/*here*/"],
    [
      "a missing data file",
      pipelineFile({ from: `"raw", { path: "none.parquet" }` }),
      "NOT_FOUND",
      /none\.parquet was not found/,
      "bucket: Bucket) { return (",
    ],
    [
      "a corrupt Parquet file",
      pipelineFile({ from: `"raw", { path: "corrupt.parquet" }` }),
      "UNSUPPORTED_FORMAT",
      /raw\/corrupt\.parquet/,
      "bucket: Bucket) { return (",
    ],
    [
      "an empty Parquet file",
      pipelineFile({ from: `"raw", { path: "empty.parquet" }` }),
      "UNSUPPORTED_FORMAT",
      /empty\.parquet holds an empty file/,
      "bucket: Bucket) { return (",
    ],
    [
      "a task that throws a non-Error",
      pipelineFile({ work: "throw undefined;" }),
      "TASK_FAILED",
      /not an Error was thrown: undefined/,
      "/*work*/",
    ],
    [
      "a task that calls process.exit",
      pipelineFile({ work: "/*here*/process.exit(0);" }),
      "TASK_FAILED",
      /'work' called process\.exit\(0\)/,
      "/*here*/process.",
    ],
    [
      "a bucket name that is a path",
      pipelineFile({ from: `"../raw", { path: "good.csv" }` }),
      "CONFIG_INVALID",
      /bucket name "\.\.\/raw" is a path/,
      "save(work(load(local.",
    ],
    [
      "a path that leads out of the bucket",
      pipelineFile({ from: `"raw", { path: "../../pipeline.ts", format: "csv" }` }),
      "CONFIG_INVALID",
      /"\.\." would lead out of the bucket/,
      "bucket: Bucket) { return (",
    ],
  ])("%s gives a code, a location and exit code 1, and leaves nothing half-written", async (_, file, errorCode, message, marker) => {
    const { code, text, cwd } = await run(file);
    const { line, column } = placeOf(marker, file);
    expect(code).toBe(1);
    expect(text).toMatch(new RegExp(`^ *${errorCode}: `, "m"));
    expect(text).toMatch(message);
    const place = /^ +at pipeline\.ts:(\d+):(\d+)$/m.exec(text);
    expect([Number(place?.[1]), Number(place?.[2])]).toEqual([line, column]);
    expect(existsSync(join(cwd, "data/out"))).toBe(false);
    expect(readdirSync(cwd).filter((name) => ![".glacier", "data", "pipeline.ts"].includes(name))).toEqual([]);
  });
});
