import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pl from "nodejs-polars";
import { describe, expect, it, vi } from "vitest";
import { LocalConfig } from "../../../core/src/config/index.ts";
import type { RunResult } from "../../../core/src/pipeline/events.ts";
import { pipeline } from "../../../core/src/pipeline/pipeline.ts";
import type { CheckpointOptions, RunOptions } from "../../../core/src/pipeline/run-options.ts";
import { task } from "../../../core/src/pipeline/task.ts";
import { Provider } from "../../../core/src/provider/provider.ts";
import type { Bucket } from "../../../core/src/resources/bucket.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A pipeline `load` → `clean` → `save` that counts its calls, and whose last step fails until it is mended. */
function sales(load: () => unknown, { start = 1 as unknown } = {}) {
  const calls: string[] = [];
  const state = { broken: true };
  const loadData = task({ name: "load" }, (_: unknown) => {
    calls.push("load");
    return load();
  });
  const cleanData = task({ name: "clean" }, (data: unknown) => {
    calls.push("clean");
    return data;
  });
  const saveData = task({ name: "save" }, async (data: unknown) => {
    calls.push("save");
    if (state.broken) throw new Error("disk full");
    return typeof (data as pl.DataFrame).height === "number" ? (data as pl.DataFrame).height : JSON.stringify(data);
  });
  const folder = temporaryFolder();
  const p = pipeline({ name: "sales" }, () => {
    saveData(cleanData(loadData(start)));
  });
  const run = async (
    options: RunOptions & { lazyFrames?: CheckpointOptions["lazyFrames"] } = {},
  ): Promise<RunResult & { calls: string[] }> => {
    const { lazyFrames, ...rest } = options;
    calls.length = 0;
    const result = await p.run({ throwOnFailure: false, checkpoints: { folder, lazyFrames }, ...rest });
    return { ...result, calls: [...calls] };
  };
  return { run, state, folder };
}

const statuses = ({ steps }: RunResult) => steps.map(({ name, status }) => `${name} ${status}`);

describe("resume", () => {
  it("runs what did not finish, and takes the rest from the run", async () => {
    const { run, state } = sales(() => ({ rows: [1, null, "ä"] }));
    const { runId } = await run();
    state.broken = false;
    const resumed = await run({ resume: runId });
    expect(resumed.calls).toEqual(["save"]);
    expect(statuses(resumed)).toEqual(["load reused", "clean reused", "save succeeded"]);
    expect(resumed.outputs).toEqual({ load: { rows: [1, null, "ä"] }, clean: { rows: [1, null, "ä"] }, save: '{"rows":[1,null,"ä"]}' });
    const again = await run({ resume: resumed.runId });
    expect([again.status, again.calls]).toEqual(["succeeded", []]);
  });

  it("keeps a frame as Parquet", async () => {
    const { run, state, folder } = sales(() => pl.DataFrame({ a: [1, 2, 3] }));
    const { runId } = await run();
    expect(readdirSync(join(folder, runId)).sort()).toEqual(["1.parquet", "2.parquet", "journal.ndjson"]);
    state.broken = false;
    expect(await run({ resume: runId })).toMatchObject({ calls: ["save"], outputs: { save: 3 } });
  });

  it("calls the step of a lazy frame again, or keeps it as Parquet where that is asked", async () => {
    const make = () => pl.DataFrame({ a: [1, 2, 3] }).lazy();
    const recipe = sales(make);
    const first = await recipe.run();
    recipe.state.broken = false;
    expect((await recipe.run({ resume: first.runId })).calls).toEqual(["load", "clean", "save"]);
    const data = sales(make);
    const kept = await data.run({ lazyFrames: "data" });
    data.state.broken = false;
    expect((await data.run({ resume: kept.runId })).calls).toEqual(["save"]);
  });

  it("runs again what cannot be kept, and only where it is needed", async () => {
    const { run, state } = sales(() => new Map());
    const { runId } = await run();
    state.broken = false;
    const resumed = await run({ resume: runId });
    expect(resumed.calls).toEqual(["load", "clean", "save"]);
    expect((await run({ resume: resumed.runId })).calls).toEqual([]);
  });

  it("runs again what has other arguments, and all that takes from it", async () => {
    const calls: string[] = [];
    const load = task({ name: "load" }, (_: unknown) => calls.push("load") && 1);
    const save = task({ name: "save" }, (_: unknown) => calls.push("save") && 2);
    const p = pipeline({ name: "p" }, (options: unknown) => save(load(options)));
    const checkpoints = { folder: temporaryFolder() };
    const { runId } = await p.run({ args: [{ day: 1, tags: [] }], checkpoints });
    calls.length = 0;
    await p.run({ args: [{ day: 1, tags: [] }], checkpoints, resume: runId });
    expect(calls).toEqual([]);
    await p.run({ args: [{ day: 2, tags: [] }], checkpoints, resume: runId });
    expect(calls).toEqual(["load", "save"]);
    calls.length = 0;
    await p.run({ args: [() => 1], checkpoints, resume: (await p.run({ args: [() => 1], checkpoints })).runId });
    expect(calls).toEqual(["load", "save", "load", "save"]);
  });

  it("runs again what has other code", async () => {
    const checkpoints = { folder: temporaryFolder() };
    const make = (fn: () => number) => pipeline({ name: "p" }, () => task({ name: "load" }, fn)());
    const { runId } = await make(() => 1).run({ checkpoints });
    expect((await make(() => 1).run({ checkpoints, resume: runId })).steps[0]?.status).toBe("reused");
    expect((await make(() => 2).run({ checkpoints, resume: runId })).outputs).toEqual({ load: 2 });
  });

  it("runs again what reads data that is another now", async () => {
    const provider = new Provider({ config: new LocalConfig({ basePath: temporaryFolder() }) });
    const text = async (bucket: Bucket, key: string) =>
      (await bucket.read(key))
        .setEncoding("utf8")
        .toArray()
        .then((parts) => parts.join(""));
    const load = task({ name: "load" }, async (from: Bucket) => {
      for await (const { objects } of from.list()) return Promise.all(objects.map(({ key }) => text(from, key)));
      return [];
    });
    const store = task({ name: "store" }, async (to: Bucket) => void (await to.upload("n.csv", "n")));
    const [raw, out] = [provider.bucket("raw", { path: "day*.csv" }), provider.bucket("out")];
    const p = pipeline({ name: "p" }, () => {
      load(raw);
      store(out);
    });
    const checkpoints = { folder: temporaryFolder() };
    await raw.upload("day1.csv", "one");
    const { runId } = await p.run({ checkpoints });
    await raw.upload("other.csv", "not read");
    expect(statuses(await p.run({ checkpoints, resume: runId }))).toEqual(["load reused", "store reused"]);
    await raw.upload("day1.csv", "two");
    const resumed = await p.run({ checkpoints, resume: runId });
    expect(statuses(resumed)).toEqual(["load succeeded", "store reused"]);
    expect(resumed.outputs.load).toContain("two");
  });

  it("runs again a step whose kept frame is gone or spoiled", async () => {
    const { run, state, folder } = sales(() => pl.DataFrame({ a: [1] }));
    const { runId } = await run();
    state.broken = false;
    writeFileSync(join(folder, runId, "2.parquet"), "PAR1 no parquet at all");
    expect((await run({ resume: runId })).calls).toEqual(["clean", "save"]);
  });

  it("believes the whole lines of a journal whose writer died", async () => {
    const { run, state, folder } = sales(() => 1);
    const { runId } = await run();
    const journal = join(folder, runId, "journal.ndjson");
    const lines = readFileSync(journal, "utf8").split("\n");
    writeFileSync(journal, `${lines.slice(0, 2).join("\n")}\n${lines[2]?.slice(0, 20)}`);
    state.broken = false;
    expect((await run({ resume: runId })).calls).toEqual(["clean", "save"]);
  });

  it.each(["nothing", "../../../etc", "20260101-000000000-00000000"])("refuses %s, which is no run", async (resume) => {
    const { run } = sales(() => 1);
    await expect(run({ resume })).rejects.toMatchObject({ code: "PIPELINE_INVALID", message: expect.stringContaining("no run") });
  });

  it("refuses the run of another pipeline", async () => {
    const { run, folder } = sales(() => 1);
    const other = await pipeline({ name: "other" }, () => undefined).run({ checkpoints: { folder } });
    await expect(run({ resume: other.runId })).rejects.toMatchObject({ message: expect.stringContaining("is one of pipeline 'other'") });
  });
});

describe("only", () => {
  it("takes missing inputs from the last run that has them", async () => {
    const { run, state } = sales(() => ({ n: 1 }));
    await run();
    state.broken = false;
    const result = await run({ only: ["save"] });
    expect(result.calls).toEqual(["save"]);
    expect(statuses(result)).toEqual(["clean reused", "save succeeded"]);
    expect((await run({ only: ["clean"], downstream: true })).calls).toEqual(["clean", "save"]);
    expect((await run({ only: ["clean"], upstream: true })).calls).toEqual(["load", "clean"]);
  });

  it("calls the steps of lazy frames for them", async () => {
    const { run } = sales(() => pl.DataFrame({ a: [1] }).lazy());
    await run();
    expect((await run({ only: ["save"] })).calls).toEqual(["load", "clean", "save"]);
  });

  it("names the inputs that are nowhere to be had, before anything runs", async () => {
    const { run } = sales(() => new Map());
    await expect(run({ only: ["save"] })).rejects.toMatchObject({
      code: "PIPELINE_INVALID",
      message: "There is no checkpoint of 'clean', whose output is needed.",
    });
    await run();
    await expect(run({ only: ["save"] })).rejects.toMatchObject({ code: "PIPELINE_INVALID", hint: expect.stringContaining("upstream") });
    await expect(run({ only: ["save"], checkpoints: false })).rejects.toMatchObject({ code: "PIPELINE_INVALID" });
  });

  it("takes no output that was made from other arguments", async () => {
    const one = sales(() => 1);
    await one.run();
    const load = task({ name: "load" }, (n: unknown) => n);
    const save = task({ name: "save" }, (n: unknown) => n);
    const other = pipeline({ name: "sales" }, () => save(load("other start")));
    await expect(other.run({ only: ["save"], checkpoints: { folder: one.folder } })).rejects.toMatchObject({
      message: expect.stringContaining("'load'"),
    });
  });
});

describe("checkpoints", () => {
  it("go into .glacier, which git is told to ignore, unless they are off", async () => {
    const folder = temporaryFolder();
    const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder);
    try {
      const p = pipeline({ name: "p" }, () => undefined);
      await p.run({ checkpoints: false });
      expect(existsSync(join(folder, ".glacier"))).toBe(false);
      const { runId } = await p.run();
      expect(readdirSync(join(folder, ".glacier", "runs")).sort()).toEqual([".gitignore", runId]);
    } finally {
      cwd.mockRestore();
    }
  });

  it("that cannot be written are said once, and the run goes on", async () => {
    const warnings = vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const { run, state } = sales(() => 1);
    state.broken = false;
    expect((await run({ checkpoints: { folder: join(file, "runs") } })).status).toBe("succeeded");
    expect(warnings).toHaveBeenCalledTimes(1);
    warnings.mockRestore();
  });

  it("of old runs are removed, but none that may still be going on", async () => {
    const folder = temporaryFolder();
    const old = Array.from({ length: 55 }, (_, index) => `20200101-0000000${String(index).padStart(2, "0")}-00000000`);
    for (const runId of old) mkdirSync(join(folder, runId));
    const [oldest = ""] = old;
    appendFileSync(join(folder, oldest, "journal.ndjson"), "");
    await pipeline({ name: "p" }, () => undefined).run({ checkpoints: { folder } });
    const left = readdirSync(folder)
      .filter((name) => name.startsWith("2020"))
      .sort();
    expect(left).toHaveLength(50);
    expect(left[0]).toBe(oldest);
  });

  it("of old runs that cannot be removed are said once, and the run can be resumed", async () => {
    const { run, state, folder } = sales(() => 1);
    // No folders: looking into them fails.
    for (let index = 0; index < 55; index++) writeFileSync(join(folder, `20200101-0000000${String(index).padStart(2, "0")}-00000000`), "");
    const warnings = vi.spyOn(process, "emitWarning").mockReturnValue(undefined);
    const { runId } = await run();
    expect(warnings.mock.calls).toEqual([[expect.stringContaining("Old runs cannot be removed"), "GlacierWarning"]]);
    state.broken = false;
    expect((await run({ resume: runId })).calls).toEqual(["save"]);
    warnings.mockRestore();
  });
});
