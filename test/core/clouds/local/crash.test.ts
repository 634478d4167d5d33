import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { LocalConfig } from "@glacier/core/config";
import type { Bucket } from "@glacier/core/resources";
import { Provider } from "@glacier/core/resources";
import { describe, expect, it, onTestFinished } from "vitest";
import { readStates, replaceFolder } from "../../../../core/src/clouds/local/folder-state.ts";
import { pl } from "../../../../core/src/data/polars.ts";
import { ownerId } from "../../../../core/src/owners/owner.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { listing, localProvider, rowsOf } from "./local-provider.ts";

const writerScript = join(import.meta.dirname, "crash-writer.ts");

/** Starts a writer and waits until it has written once. */
async function startWriter(basePath: string, path: string, format: string, mode: string, first: number): Promise<ChildProcess> {
  const writer = spawn(
    process.execPath,
    ["--conditions=glacier-source", "--disable-warning=ExperimentalWarning", writerScript, basePath, path, format, mode, String(first)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  onTestFinished(() => void writer.kill("SIGKILL"));
  const [firstOutput] = (await Promise.race([once(writer.stdout ?? writer, "data"), once(writer, "exit")])) as [unknown];
  expect(String(firstOutput)).toContain(String(first));
  writer.stdout?.resume();
  return writer;
}

/** The one version that a scan sees; fails when it sees parts of several, or a part of one. */
async function versionIn(bucket: Bucket): Promise<number> {
  const frame = await (await bucket.scan())
    .select(pl.col("version").min().alias("min"), pl.col("version").max().alias("max"), pl.col("version").count().alias("rows"))
    .collect();
  const [row] = frame.toRecords();
  expect(row).toMatchObject({ min: row?.max, rows: 5_000 });
  return Number(row?.min);
}

describe("a reader beside a writer that is killed again and again", () => {
  it.each([
    ["out.parquet", "parquet", "object"],
    ["out.csv", "csv", "object"],
    ["out.ipc", "ipc", "object"],
    ["out/", "parquet", "overwrite"],
  ])("sees only whole versions of %s (%s, %s)", async (path, format, mode) => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path, format });
    let highest = -1;
    for (let round = 0; round < 2; round++) {
      const writer = await startWriter(basePath, path, format, mode, round * 1_000_000);
      const alive = delay(150 + Math.random() * 350).then(() => writer.kill("SIGKILL"));
      let isOver = false;
      const exited = once(writer, "exit").then(() => {
        isOver = true;
      });
      while (!isOver) {
        const version = await versionIn(bucket);
        expect(version).toBeGreaterThanOrEqual(highest);
        highest = version;
      }
      await Promise.all([alive, exited]);
      expect(await versionIn(bucket)).toBeGreaterThanOrEqual(highest);
    }
    expect(highest).toBeGreaterThanOrEqual(1_000_000);
    // The next process finishes what was decided and removes the rest.
    const last = await startWriter(basePath, path, format, mode, 9_000_000);
    last.kill("SIGKILL");
    await once(last, "exit");
    const owners = readdirSync(join(basePath, ".glacier/tmp")).filter(
      (owner) => !owner.includes(`~${last.pid}~`) && !owner.includes(`~${process.pid}~`),
    );
    expect(owners).toEqual([]);
  });
});

describe("two writers that replace one folder at once", () => {
  it("take turns, and a reader sees one version of one of them", async () => {
    const { provider, basePath } = localProvider();
    const bucket = provider.bucket("lake", { path: "out/" });
    const writers = await Promise.all([
      startWriter(basePath, "out/", "parquet", "overwrite", 0),
      startWriter(basePath, "out/", "parquet", "overwrite", 1_000_000),
    ]);
    const seen = new Set<boolean>();
    for (let round = 0; round < 50 || seen.size < 2; round++) seen.add((await versionIn(bucket)) < 1_000_000);
    for (const writer of writers) writer.kill("SIGKILL");
    await Promise.all(writers.map((writer) => writer.exitCode ?? writer.signalCode ?? once(writer, "exit")));
    expect(seen).toEqual(new Set([true, false]));
    await versionIn(bucket);
    await bucket.write(pl.DataFrame({ version: [7] }), { mode: "overwrite" });
    expect(await rowsOf(bucket)).toEqual([{ version: 7 }]);
  });
});

/** A process of this machine that has certainly ended. */
const deadOwner = `${ownerId.split("~")[0]}~${2 ** 22 + 1}~1`;

describe("what a dead process left behind", () => {
  /** A provider of a base path that no module of this process has looked at yet. */
  const providerOf = (basePath: string): Provider => new Provider({ config: new LocalConfig({ basePath }) });

  it("is removed, and what others use is not", async () => {
    const basePath = temporaryFolder();
    const foreign = "another-host~1~1";
    const forgotten = "another-host~2~1";
    for (const kind of ["tmp", "pins"]) {
      for (const owner of [deadOwner, foreign, forgotten, "nonsense"]) {
        mkdirSync(join(basePath, ".glacier", kind, owner), { recursive: true });
        writeFileSync(join(basePath, ".glacier", kind, owner, "x"), "x");
      }
      utimesSync(join(basePath, ".glacier", kind, forgotten), 1, 1);
    }
    await providerOf(basePath).bucket("lake").upload("x", "1");
    expect(readdirSync(join(basePath, ".glacier/pins")).sort()).toEqual([foreign, "nonsense"].sort());
    expect(readdirSync(join(basePath, ".glacier/tmp"))).toEqual(expect.arrayContaining([foreign, "nonsense"]));
    for (const gone of [deadOwner, forgotten]) expect(existsSync(join(basePath, ".glacier/tmp", gone))).toBe(false);
  });

  /** A folder with two old parts, and a replacement of it that was decided but not carried out when its process died. */
  async function halfReplaced(): Promise<{ basePath: string; key: string }> {
    const basePath = temporaryFolder();
    const writer = providerOf(basePath);
    const bucket = writer.bucket("lake", { path: "out/" });
    const old = [await bucket.write(pl.DataFrame({ n: [1] })), await bucket.write(pl.DataFrame({ n: [2] }))];
    const { key } = await bucket.write(pl.DataFrame({ n: [9] }), { mode: "overwrite" });
    const states = join(basePath, ".glacier/folders/lake");
    const file = readdirSync(states).find((name) => name.endsWith(".json")) ?? "";
    const temporary = join(basePath, ".glacier/tmp", deadOwner, "new.parquet");
    mkdirSync(join(basePath, ".glacier/tmp", deadOwner), { recursive: true });
    writeFileSync(temporary, readFileSync(join(basePath, "lake", key)));
    await bucket.remove(key);
    for (const { key: oldKey } of old) await writer.bucket("lake", { path: oldKey }).write(pl.DataFrame({ n: [1] }));
    const state = {
      ...JSON.parse(readFileSync(join(states, file), "utf8")),
      phase: "applying",
      added: [{ temporary: relative(basePath, temporary), key }],
      removed: old.map((part) => part.key),
    };
    writeFileSync(join(states, file), JSON.stringify(state));
    writeFileSync(join(states, `${file.replace(".json", "")}.7`), deadOwner);
    return { basePath, key };
  }

  it("in the middle of a replacement is seen as done at once", async () => {
    const { basePath, key } = await halfReplaced();
    const bucket = providerOf(basePath).bucket("lake", { path: "out/" });
    expect(await rowsOf(bucket)).toEqual([{ n: 9 }]);
    expect(await listing(bucket)).toEqual([[key]]);
    expect(await listing(bucket, { delimiter: "/" })).toEqual([["<out/>"]]);
  });

  it("in the middle of a replacement is not lost when the base path has moved since", async () => {
    const { basePath } = await halfReplaced();
    const moved = join(temporaryFolder(), "moved");
    renameSync(basePath, moved);
    expect(await rowsOf(providerOf(moved).bucket("lake", { path: "out/" }))).toEqual([{ n: 9 }]);
    expect(existsSync(join(moved, ".glacier/tmp", deadOwner))).toBe(false);
  });

  it("is noted with paths that hold wherever the base path is", async () => {
    const basePath = temporaryFolder();
    const bucketRoot = join(basePath, "lake");
    const temporary = join(basePath, ".glacier/tmp/x/new.parquet");
    for (const folder of [join(bucketRoot, "out/not-a-file/x"), join(temporary, "..")]) mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, "x");
    const place = { basePath, bucketName: "lake", bucketRoot };
    // A folder cannot be removed as a file, so the work stops half-way.
    await expect(replaceFolder(place, "out/", temporary, "out/new.parquet", async () => ["out/not-a-file"])).rejects.toThrow();
    const states = join(basePath, ".glacier/folders/lake");
    const [note = ""] = readdirSync(states).filter((name) => name.endsWith(".json"));
    expect(JSON.parse(readFileSync(join(states, note), "utf8"))).toMatchObject({
      phase: "applying",
      added: [{ temporary: join(".glacier/tmp/x/new.parquet") }],
    });
    expect(await readStates(place)).toMatchObject([{ added: [{ temporary }] }]);
  });

  it("as a damaged note is reported for that bucket and no other", async () => {
    const { basePath } = await halfReplaced();
    const states = join(basePath, ".glacier/folders/lake");
    const file = readdirSync(states).find((name) => name.endsWith(".json")) ?? "";
    writeFileSync(join(states, file), "");
    const provider = providerOf(basePath);
    await expect(provider.bucket("lake", { path: "out/" }).scan()).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(file),
      hint: expect.stringContaining("Remove the note"),
    });
    await provider.bucket("other").upload("x", "1");
    expect(await listing(provider.bucket("other"))).toEqual([["x"]]);
  });

  it("is finished and removed although the notes of other buckets are damaged", async () => {
    const { basePath, key } = await halfReplaced();
    for (const bucketName of ["a-first", "z-last"]) {
      mkdirSync(join(basePath, ".glacier/folders", bucketName), { recursive: true });
      writeFileSync(join(basePath, ".glacier/folders", bucketName, "0.json"), "{");
    }
    mkdirSync(join(basePath, ".glacier/pins", deadOwner), { recursive: true });
    const waiting = join(".glacier/tmp", deadOwner, "waiting.parquet");
    writeFileSync(join(basePath, waiting), "x");
    // No module of this process has looked there yet.
    const moved = join(temporaryFolder(), "moved");
    renameSync(basePath, moved);
    await providerOf(moved).bucket("other").upload("x", "1");
    expect(readdirSync(join(moved, "lake/out"))).toEqual([key.slice("out/".length)]);
    expect(existsSync(join(moved, ".glacier/pins", deadOwner))).toBe(false);
    // A damaged note does not say which parts it waits for.
    expect(existsSync(join(moved, waiting))).toBe(true);
  });

  it("in the middle of a replacement is finished by the next one", async () => {
    const { basePath } = await halfReplaced();
    const bucket = providerOf(basePath).bucket("lake", { path: "out/" });
    const { key } = await bucket.write(pl.DataFrame({ n: [10] }), { mode: "overwrite" });
    expect(await rowsOf(bucket)).toEqual([{ n: 10 }]);
    expect(readdirSync(join(basePath, "lake/out"))).toEqual([key.slice("out/".length)]);
    expect(await readStates({ basePath, bucketName: "lake", bucketRoot: join(basePath, "lake") })).toMatchObject([{ phase: "settled" }]);
  });

  it("is finished by another process that only looks", async () => {
    const { basePath, key } = await halfReplaced();
    const script = `
      const { Provider } = await import("@glacier/core/resources");
      const { LocalConfig } = await import("@glacier/core/config");
      const bucket = new Provider({ config: new LocalConfig({ basePath: ${JSON.stringify(basePath)} }) }).bucket("lake");
      for await (const page of bucket.list()) console.log(JSON.stringify(page.objects.map((object) => object.key)));`;
    const reader = spawn(process.execPath, ["--conditions=glacier-source", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const output = (await reader.stdout.toArray()).map(String).join("");
    expect(JSON.parse(output)).toEqual([key]);
    expect(readdirSync(join(basePath, "lake/out"))).toEqual([key.slice("out/".length)]);
    expect(existsSync(join(basePath, ".glacier/tmp", deadOwner))).toBe(false);
  });
});

describe("pins", () => {
  it("are removed when their process exits", async () => {
    const { provider, basePath } = localProvider();
    await provider.bucket("lake", { path: "x.parquet" }).write(pl.DataFrame({ n: [1] }));
    const script = `
      const { Provider } = await import("@glacier/core/resources");
      const { LocalConfig } = await import("@glacier/core/config");
      const { readdirSync } = await import("node:fs");
      const bucket = new Provider({ config: new LocalConfig({ basePath: ${JSON.stringify(basePath)} }) }).bucket("lake", { path: "x.parquet" });
      await bucket.scan();
      console.log(readdirSync(${JSON.stringify(join(basePath, ".glacier/pins"))}).length);`;
    const child = spawn(process.execPath, ["--conditions=glacier-source", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    expect((await child.stdout.toArray()).map(String).join("").trim()).toBe("1");
    expect(readdirSync(join(basePath, ".glacier"))).not.toContain("pins");
  });
});
