import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const glacier = join(root, "cli/bin/glacier.mjs");
const exec = promisify(execFile);

/** The example's question, asked of another engine in its own words. */
const question = (data: string) => `
  SELECT f.origin, a.name AS airport, a.city, a.state, hour(f.date) AS hour, count(*) AS flights,
         avg(f.delay) AS "meanDelay", avg(CASE WHEN f.delay >= 15 THEN 1.0 ELSE 0.0 END) AS "shareLate", max(f.delay) AS "worstDelay"
  FROM '${data}/flights-raw/flights-3m.parquet' f JOIN '${data}/flights-raw/airports.csv' a ON a.iata = f.origin
  WHERE f.delay BETWEEN -120 AND 1440 AND f.origin <> f.destination
  GROUP BY ALL ORDER BY f.origin, hour(f.date)`;

describe("the flights example", () => {
  let data: string;
  let duckdb: DuckDBConnection;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "glacier-flights-"));
    await exec(process.execPath, [join(root, "examples/flights/prepare.mjs"), data]);
    duckdb = await (await DuckDBInstance.create()).connect();
  });

  afterAll(async () => {
    duckdb?.closeSync();
    await rm(data, { recursive: true, force: true });
  });

  const run = (file: string, env: Record<string, string | undefined>) =>
    exec(process.execPath, [glacier, "run", file, "--local", data, "--json"], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    });
  const rows = async (sql: string) => (await duckdb.runAndReadAll(sql)).getRowObjectsJson();
  const result = () => rows(`SELECT * FROM '${data}/flights-results/delay-by-airport-and-hour.parquet'`);

  it.each([
    { cloud: "a laptop", env: {} },
    { cloud: "AWS", env: { AWS_REGION: "eu-central-1" } },
    { cloud: "Azure", env: { AZURE_RESOURCE_GROUP: "flights", AZURE_STORAGE_ACCOUNT: "flights" } },
    { cloud: "GCP", env: { GCP_PROJECT: "flights" } },
  ])(
    "gives DuckDB's answer with --local when its provider names $cloud",
    async ({ env }) => {
      await rm(join(data, "flights-results"), { recursive: true, force: true });
      const { stdout } = await run("examples/flights/pipeline.ts", env);
      expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ type: "run.finished" });

      const [actual, expected] = [await result(), await rows(question(data))];
      expect(expected.length).toBeGreaterThan(3000);
      expect(actual.map(rounded)).toEqual(expected.map(rounded));
      expect(await readdir(join(data, "flights-results"))).toEqual(["delay-by-airport-and-hour.parquet"]);
    },
    120_000,
  );

  it("runs where @glacier/core is not installed, with the bundled one", async () => {
    const lonely = await mkdtemp(join(tmpdir(), "glacier-lonely-"));
    try {
      await copyFile(join(root, "examples/flights/pipeline.ts"), join(lonely, "pipeline.ts"));
      await rm(join(data, "flights-results"), { recursive: true, force: true });
      await run(join(lonely, "pipeline.ts"), {});
      expect(await result()).toHaveLength((await rows(question(data))).length);
      expect(await readdir(lonely)).toEqual(["pipeline.ts"]);
    } finally {
      await rm(lonely, { recursive: true, force: true });
    }
  }, 120_000);
});

/** Two engines add the same numbers in another order: the twelfth digit may differ, no other. DuckDB gives 64-bit integers as text. */
function rounded(row: Record<string, unknown>): Record<string, unknown> {
  const number = (key: string) => Number(Number(row[key]).toPrecision(12));
  return {
    ...row,
    flights: number("flights"),
    worstDelay: number("worstDelay"),
    hour: number("hour"),
    meanDelay: number("meanDelay"),
    shareLate: number("shareLate"),
  };
}
