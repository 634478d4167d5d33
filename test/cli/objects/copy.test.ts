import { mkdirSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { CommandContext } from "../../../cli/src/context.ts";
import { copyAll } from "../../../cli/src/objects/copy/copy-all.ts";
import { copyObject } from "../../../cli/src/objects/copy/copy-object.ts";
import { CopyJournal } from "../../../cli/src/objects/copy/journal.ts";
import { pairsOf } from "../../../cli/src/objects/copy/pairs.ts";
import { CopyReport } from "../../../cli/src/objects/copy/report.ts";
import { hasFolder } from "../../../cli/src/objects/listing.ts";
import type { Place } from "../../../cli/src/objects/place.ts";
import { bucketAt, objectUri } from "../../../core/src/resources/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { memoryPlace } from "./memory-place.ts";
import { contentOf, jsonOf } from "./object-files.ts";

function localPlace(folder: string): Place {
  const { bucket, key } = bucketAt(`file://${folder}/out/`, {});
  return { bucket, key, uriOf: (of) => objectUri(bucket, of) };
}

/** Copies a tree to a new folder, or a given one. */
async function copyTree(
  source: Place,
  options: { folder?: string; cache?: string; keepsExisting?: boolean; keepsGoing?: boolean; signal?: AbortSignal } = {},
) {
  const { folder = temporaryFolder(), cache = temporaryFolder(), keepsExisting = false, keepsGoing = false } = options;
  const { signal = new AbortController().signal } = options;
  let [stdout, stderr] = ["", ""];
  // What a report uses of a context.
  const context = {
    cwd: folder,
    env: {},
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
  };
  const report = new CopyReport(context as unknown as CommandContext, { json: true, quiet: false, dryRun: false });
  const target = localPlace(folder);
  const journal = new CopyJournal({ XDG_CACHE_HOME: cache }, source.uriOf(source.key), target.uriOf(""));
  const pairs = pairsOf(source, target, { journal, keepsExisting, signal });
  await copyAll({ source, target, pairs, concurrency: 4, isDryRun: false, keepsGoing, journal, report, signal });
  journal.close();
  report.end();
  const lines = jsonOf(stdout);
  return {
    folder,
    cache,
    stdout,
    stderr,
    lines: lines.slice(0, -1),
    summary: lines.at(-1),
    types: lines.slice(0, -1).map(({ type }) => type),
  };
}

describe("copying a tree from an object store to this machine", () => {
  it("keeps keys inside the folder: what cannot be a file fails with its reason, and all others are copied", async () => {
    const hostile = ["raw/../../escaped", "raw//etc/passwd", "raw/a\\b", "raw/./x", "raw/.glacier/tmp/x", "raw/nul\0", "raw/folder/"];
    const source = memoryPlace(
      Object.fromEntries([...hostile, "raw/fine", "raw/ü 日本%20?#\u001b[31m", "other"].map((key) => [key, "1"])),
      { key: "raw/" },
    );
    const { folder, lines, summary, stderr } = await copyTree(source);
    expect(contentOf(folder)).toEqual({ "out/fine": "1", "out/ü 日本%20?#\u001b[31m": "1" });
    expect(summary).toEqual({ type: "summary", copied: 2, skipped: 0, failed: 7, bytes: 2 });
    expect(lines.filter(({ type }) => type === "failed").map(({ error }) => (error as { code: string }).code)).toEqual(
      hostile.map(() => "CONFIG_INVALID"),
    );
    expect(stderr.match(/^failed {4}store:\/\//gm)).toHaveLength(7);
    expect(stderr).not.toContain("\0");
  });

  it("says so for a key that is both a file and a folder, and copies the others", async () => {
    const { folder, summary, lines } = await copyTree(memoryPlace({ a: "1", "a/b": "2", c: "3" }));
    expect(summary).toMatchObject({ copied: 2, failed: 1 });
    expect(lines.find(({ type }) => type === "failed")).toMatchObject({ error: { code: "CONFLICT" } });
    expect(contentOf(folder)).toMatchObject({ "out/c": "3" });
  });

  it("leaves out what some tools store for a folder itself, and copies empty objects", async () => {
    const { folder } = await copyTree(memoryPlace({ "raw/": "", "raw/sub/": "", "raw/empty": "" }, { key: "raw/" }));
    expect(contentOf(folder)).toEqual({ "out/empty": "" });
  });

  it("skips only the very version that it copied, and only while its target is the one that came of it", async () => {
    const objects = { a: "1", b: "2", c: "3", "d/日本": "4", e: "5" };
    const first = await copyTree(memoryPlace(objects));
    const { folder, cache } = first;
    expect(first.summary).toMatchObject({ copied: 5, skipped: 0 });
    expect((await copyTree(memoryPlace(objects), { folder, cache })).types).toEqual(Array(5).fill("skipped"));
    // Of the same sizes: b has another content at the source, c at the target, and e is gone there.
    const target = localPlace(folder);
    await target.bucket.upload("c", "X");
    await target.bucket.remove("e");
    const again = await copyTree(memoryPlace({ ...objects, b: "B" }), { folder, cache });
    expect(again.summary).toMatchObject({ copied: 3, skipped: 2 });
    expect(contentOf(join(folder, "out"))).toEqual({ a: "1", b: "B", c: "3", "d/日本": "4", e: "5" });
    // Another place, or a machine without notes, copies all.
    expect((await copyTree(memoryPlace(objects), { folder })).summary).toMatchObject({ copied: 5 });
    expect((await copyTree(memoryPlace(objects, { name: "other" }), { folder, cache })).summary).toMatchObject({ copied: 5 });
  });

  it("leaves what is there alone where that is asked", async () => {
    const folder = temporaryFolder();
    await localPlace(folder).bucket.upload("b", "mine");
    const { lines } = await copyTree(memoryPlace({ a: "1", b: "2" }), { folder, keepsExisting: true });
    expect(lines).toMatchObject(
      [{ type: "skipped", reason: "exists" }, { type: "copied" }].sort((a, b) => a.type.localeCompare(b.type)).reverse(),
    );
    expect(contentOf(join(folder, "out"))).toEqual({ a: "1", b: "mine" });
  });

  it("leaves no part of an object that was stopped, or that ends early", async () => {
    const stop = new AbortController();
    async function* endless() {
      for (let n = 0; ; n++) {
        yield Buffer.alloc(64 * 1024);
        if (n === 10) stop.abort();
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const stopped = await copyTree(memoryPlace({ big: endless }), { signal: stop.signal });
    expect(stopped.summary).toEqual({ type: "summary", copied: 0, skipped: 0, failed: 0, bytes: 0 });
    expect(contentOf(stopped.folder)).toEqual({});
    async function* short() {
      yield Buffer.from("short");
    }
    const early = await copyTree(memoryPlace({ big: short }));
    expect(early.lines).toMatchObject([
      { type: "failed", error: { code: "CONFLICT", message: expect.stringContaining("changed while it was copied") } },
    ]);
    expect(contentOf(early.folder)).toEqual({});
  });

  it("finds a folder though a store gives an empty page first", async () => {
    const place = memoryPlace({ "a/1": "x" }, { key: "a" });
    const { list } = place.bucket;
    place.bucket.list = async function* (options) {
      yield { objects: [], prefixes: [] };
      yield* list(options);
    };
    expect([await hasFolder(place), await hasFolder({ ...place, key: "b" })]).toEqual([true, false]);
  });

  it("inside one bucket is left to the store, which is told when to stop", async () => {
    const { bucket, uriOf } = localPlace(temporaryFolder());
    await bucket.upload("a/1", "x");
    const [copy, upload] = [vi.spyOn(bucket, "copy"), vi.spyOn(bucket, "upload")];
    const options = { signal: new AbortController().signal, onBytes: () => undefined };
    await copyObject({ bucket, key: "a/", uriOf }, await bucket.stat("a/1"), { bucket, key: "b/", uriOf }, "b/1", options);
    expect([copy.mock.calls, upload.mock.calls]).toEqual([[["a/1", "b/1", { signal: options.signal }]], []]);
  });
});

describe("the notes of copies", () => {
  it("are forgotten after 30 days without use, and a folder among them is no note", () => {
    const cache = temporaryFolder();
    const folder = join(cache, "glacier", "copies");
    const old = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
    new CopyJournal({ XDG_CACHE_HOME: cache }, "s3://a/", "s3://b/").close();
    const [note = ""] = readdirSync(folder);
    mkdirSync(join(folder, "folder"));
    for (const name of [note, "folder"]) utimesSync(join(folder, name), old, old);
    new CopyJournal({ XDG_CACHE_HOME: cache }, "s3://a/", "s3://c/").close();
    expect(readdirSync(folder)).toHaveLength(2);
    expect(readdirSync(folder)).toContain("folder");
    expect(readdirSync(folder)).not.toContain(note);
  });
});
