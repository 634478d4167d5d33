import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FileChangeType } from "vscode-languageserver/node";
import { LspClient, pushed } from "../../support/lsp/client.ts";
import { type WordLog, wordWorkspace } from "../../support/lsp/word-workspace.ts";

let client: LspClient;
let log: WordLog;
let folder: string;
let base: string;

beforeEach(() => {
  log = { calls: [] };
  folder = mkdtempSync(join(tmpdir(), "glacier watch-ü-"));
  base = `file://${encodeURI(folder)}`;
  client = LspClient.inProcess(wordWorkspace(log));
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

const watched = (...changes: [name: string, type: FileChangeType][]) =>
  client.notify("workspace/didChangeWatchedFiles", { changes: changes.map(([name, type]) => ({ uri: `${base}/${name}`, type })) });

describe("files on disk", () => {
  test("are watched through a client that can: sources, data that they may import, what configures them, and every deletion", async () => {
    await client.initialize();
    await client.until(() => client.registrations.length > 0, "register a watcher");
    const watchers = [
      { globPattern: "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}", kind: 3 },
      { globPattern: "**/*", kind: 4 },
    ];
    expect(client.registrations).toEqual([
      expect.objectContaining({ method: "workspace/didChangeWatchedFiles", registerOptions: { watchers } }),
    ]);
  });

  test("are not asked to be watched by a client that cannot", async () => {
    await client.initialize({ capabilities: pushed });
    await client.ready();
    expect(client.registrations).toEqual([]);
  });

  test("bring new answers when they appear, change and go", async () => {
    await client.initialize({ folders: [folder] });
    await client.ready();
    const uri = `${base}/a.ts`;
    writeFileSync(join(folder, "a.ts"), "BAD");
    await watched(["a.ts", FileChangeType.Created]);
    expect(await client.pull(uri)).toHaveLength(1);
    writeFileSync(join(folder, "a.ts"), "BAD BAD");
    await watched(["a.ts", FileChangeType.Changed]);
    expect(await client.pull(uri)).toHaveLength(2);
    rmSync(join(folder, "a.ts"));
    await watched(["a.ts", FileChangeType.Deleted]);
    expect(await client.pull(uri)).toEqual([]);
  });

  test("are looked at once when many change at a time", async () => {
    for (const name of ["a.ts", "b.ts", "c.ts"]) writeFileSync(join(folder, name), "BAD");
    await client.initialize({ folders: [folder] });
    expect(await client.pull(`${base}/a.ts`)).toHaveLength(1);
    writeFileSync(join(folder, "a.ts"), "BAD BAD");
    rmSync(join(folder, "b.ts"));
    await watched(["a.ts", FileChangeType.Changed], ["b.ts", FileChangeType.Deleted], ["c.ts", FileChangeType.Changed]);
    expect(await client.pull(`${base}/a.ts`)).toHaveLength(2);
    expect(await client.pull(`${base}/b.ts`)).toEqual([]);
    expect(await client.pull(`${base}/c.ts`)).toHaveLength(1);
    expect(log.calls.filter((call) => call.startsWith("file"))).toEqual([
      `filesChanged ${["a.ts", "b.ts", "c.ts"].map((name) => join(folder, name)).join(" ")}`,
    ]);
  });

  test("of installed packages and of git are nobody's business", async () => {
    await client.initialize({ folders: [folder] });
    await client.ready();
    await watched(
      ["node_modules/x/index.js", FileChangeType.Created],
      [".git/HEAD", FileChangeType.Changed],
      ["node_modules/x", FileChangeType.Deleted],
    );
    await client.settled();
    expect(log.calls.filter((call) => call.startsWith("file"))).toEqual([]);
  });

  test("of a folder that is renamed or deleted move with it", async () => {
    mkdirSync(join(folder, "old"));
    writeFileSync(join(folder, "old/a.ts"), "BAD");
    await client.initialize({ folders: [folder] });
    expect(await client.pull(`${base}/old/a.ts`)).toHaveLength(1);
    renameSync(join(folder, "old"), join(folder, "new"));
    await client.notify("workspace/didRenameFiles", { files: [{ oldUri: `${base}/old`, newUri: `${base}/new` }] });
    await client.ready(2);
    expect(await client.pull(`${base}/old/a.ts`)).toEqual([]);
    expect(await client.pull(`${base}/new/a.ts`)).toHaveLength(1);
    rmSync(join(folder, "new"), { recursive: true });
    await client.notify("workspace/didDeleteFiles", { files: [{ uri: `${base}/new` }] });
    expect(await client.pull(`${base}/new/a.ts`)).toEqual([]);
  });

  test("that are renamed one by one are read under the new name", async () => {
    writeFileSync(join(folder, "old.ts"), "BAD");
    await client.initialize({ folders: [folder] });
    await client.ready();
    renameSync(join(folder, "old.ts"), join(folder, "new.ts"));
    await client.notify("workspace/didRenameFiles", { files: [{ oldUri: `${base}/old.ts`, newUri: `${base}/new.ts` }] });
    await client.until(() => client.notified.length > 0, "notify of the change");
    expect(await client.pull(`${base}/old.ts`)).toEqual([]);
    expect(await client.pull(`${base}/new.ts`)).toHaveLength(1);
  });
});

describe("workspace folders", () => {
  test("come and go", async () => {
    for (const name of ["one", "two"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "a.ts"), "BAD");
    }
    await client.initialize({ folders: [join(folder, "one")] });
    expect(await client.pull(`${base}/two/a.ts`)).toEqual([]);
    const [one, two] = ["one", "two"].map((name) => ({ uri: `${base}/${name}`, name }));
    await client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [two], removed: [one] } });
    expect(await client.pull(`${base}/two/a.ts`)).toHaveLength(1);
    expect(await client.pull(`${base}/one/a.ts`)).toEqual([]);
  });
});
