import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  CancellationTokenSource,
  DiagnosticSeverity,
  DiagnosticTag,
  LSPErrorCodes,
  type WorkspaceDiagnosticReport,
} from "vscode-languageserver/node";
import { LspClient, on, pulling } from "../../support/lsp/client.ts";
import { type WordLog, wordWorkspace } from "../../support/lsp/word-workspace.ts";

let client: LspClient;
let log: WordLog;
let folder: string;

beforeEach(() => {
  log = { calls: [] };
  folder = mkdtempSync(join(tmpdir(), "glacier-pull-"));
  client = LspClient.inProcess(wordWorkspace(log));
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return `file://${folder}/${name}`;
};
const pull = (uri: string, previousResultId?: string) =>
  client.request<{ kind: string; resultId: string; items?: unknown[] }>("textDocument/diagnostic", {
    textDocument: { uri },
    previousResultId,
  });
const pullWorkspace = (previousResultIds: { uri: string; value: string }[] = [], more: object = {}) =>
  client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds, ...more });

describe("a document's diagnostics", () => {
  test("have range, severity, code, its page, source, tags and the places that tell the story", async () => {
    const bad = write("bad.ts", "BAD");
    const user = write("user.ts", "  uses bad.ts");
    await client.initialize({ folders: [folder] });
    expect(await client.pull(bad)).toEqual([
      {
        range: on(0, 0, 3),
        severity: DiagnosticSeverity.Error,
        code: "bad-word",
        codeDescription: { href: "https://example.com/bad-word" },
        source: "glacier",
        message: "This is bad.",
      },
    ]);
    expect(await client.pull(user)).toEqual([
      expect.objectContaining({
        severity: DiagnosticSeverity.Warning,
        tags: [DiagnosticTag.Unnecessary],
        relatedInformation: [{ location: { uri: bad, range: on(0, 0, 1) }, message: "It is bad." }],
      }),
    ]);
  });

  test("leave out what the client does not understand", async () => {
    const bad = write("bad.ts", "BAD");
    const user = write("user.ts", "uses bad.ts");
    await client.initialize({ folders: [folder], capabilities: { textDocument: { diagnostic: {} } } });
    const [[word], [use]] = [await client.pull(bad), await client.pull(user)];
    expect(word).not.toHaveProperty("codeDescription");
    expect(use).not.toHaveProperty("relatedInformation");
    expect(use).not.toHaveProperty("tags");
  });

  test("are unchanged under the id of an earlier answer until they change, even when the text did", async () => {
    const uri = write("a.ts", "BAD");
    await client.initialize({ folders: [folder] });
    await client.open(uri, "BAD");
    const first = await pull(uri);
    expect(first.kind).toBe("full");
    await client.change(uri, 2, { text: "BAD and more" });
    expect(await pull(uri, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    await client.change(uri, 3, { text: " BAD" });
    const moved = await pull(uri, first.resultId);
    expect(moved).toMatchObject({ kind: "full", items: [{ range: on(0, 1, 4) }] });
    expect(moved.resultId).not.toBe(first.resultId);
  });

  test("are those of the last of many quick edits, computed once", async () => {
    const uri = write("a.ts", "");
    await client.initialize({ folders: [folder] });
    await client.ready();
    await client.open(uri, "");
    for (let version = 2; version <= 51; version++) await client.change(uri, version, { range: on(0, 0, 0), text: " " });
    await client.change(uri, 52, { range: on(0, 50, 50), text: "BAD" });
    log.calls.length = 0;
    expect(await pull(uri)).toMatchObject({ items: [{ range: on(0, 50, 53) }] });
    await pull(uri);
    expect(log.calls.filter((call) => call.startsWith("diagnose"))).toHaveLength(1);
  });

  test("follow the file on disk again once the document is closed", async () => {
    const uri = write("a.ts", "fine");
    await client.initialize({ folders: [folder] });
    await client.open(uri, "BAD");
    expect(await client.pull(uri)).toHaveLength(1);
    await client.close(uri);
    expect(await client.pull(uri)).toEqual([]);
  });
});

describe("the client is told to pull again", () => {
  test("when an edit changed what another file was told, once for many edits", async () => {
    const bad = write("bad.ts", "");
    const user = write("user.ts", "uses bad.ts");
    await client.initialize({ folders: [folder] });
    await client.open(bad, "");
    await client.open(user, "uses bad.ts");
    expect(await client.pull(user)).toEqual([]);
    for (let version = 2; version < 12; version++) await client.change(bad, version, { text: `BAD ${version}` });
    await client.until(() => client.refreshes > 0, "refresh diagnostics");
    expect(await client.pull(user)).toHaveLength(1);
    expect(client.refreshes).toBe(1);
  });

  test("also where it has asked in the meantime: it may have thrown that answer away", async () => {
    const bad = write("bad.ts", "");
    const user = write("user.ts", "uses bad.ts");
    await client.initialize({ folders: [folder] });
    await client.open(bad, "");
    await client.open(user, "uses bad.ts");
    expect(await client.pull(user)).toEqual([]);
    await client.change(bad, 2, { text: "BAD" });
    expect(await client.pull(user)).toHaveLength(1);
    await client.until(() => client.refreshes > 0, "refresh diagnostics");
    expect(client.refreshes).toBe(1);
  });

  test("not when other files say the same as before", async () => {
    const bad = write("bad.ts", "BAD");
    const user = write("user.ts", "uses bad.ts");
    await client.initialize({ folders: [folder] });
    await client.open(bad, "BAD");
    await client.pull(user);
    await client.until(() => client.notified.length > 0, "notify of the first graph");
    await client.change(bad, 2, { text: "still BAD" });
    // The notification about the graph comes from the same edit and is sent later than a refresh would be.
    await client.until(
      () => client.notified.some(({ params }) => JSON.stringify(params).includes("bad.ts")),
      "notify of the changed graph",
    );
    expect(client.refreshes).toBe(0);
  });

  test("when a folder is added whose files change the answers", async () => {
    const user = write("user.ts", "uses bad.ts");
    mkdirSync(join(folder, "inner"));
    mkdirSync(join(folder, "other"));
    await client.initialize({ folders: [join(folder, "inner")] });
    await client.open(user, "uses bad.ts");
    expect(await client.pull(user)).toEqual([]);
    writeFileSync(join(folder, "other/bad.ts"), "BAD");
    await client.notify("workspace/didChangeWorkspaceFolders", {
      event: { added: [{ uri: `file://${folder}/other`, name: "other" }], removed: [] },
    });
    await client.until(() => client.refreshes > 0, "refresh diagnostics");
    expect(await client.pull(user)).toHaveLength(1);
    expect(log.calls).toContain(`setFolders ${folder}/inner ${folder}/other`);
  });
});

describe("the workspace's diagnostics", () => {
  test("cover every file, with the versions of the open ones", async () => {
    const bad = write("bad.ts", "BAD");
    const fine = write("fine.ts", "");
    await client.initialize({ folders: [folder] });
    await client.open(fine, "BAD BAD", { version: 7 });
    const { items } = await pullWorkspace();
    expect(items.map(({ uri, version, kind, ...rest }) => [uri, version, kind, "items" in rest ? rest.items.length : 0])).toEqual([
      [bad, null, "full", 1],
      [fine, 7, "full", 2],
    ]);
  });

  test("repeat nothing that the client has, and empty what is gone", async () => {
    const bad = write("bad.ts", "BAD");
    const gone = write("gone.ts", "BAD");
    await client.initialize({ folders: [folder] });
    const first = await pullWorkspace();
    rmSync(join(folder, "gone.ts"));
    await client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: gone, type: 3 }] });
    const second = await pullWorkspace(first.items.map(({ uri, resultId }) => ({ uri, value: resultId ?? "" })));
    expect(second.items).toEqual([
      { uri: bad, version: null, kind: "unchanged", resultId: first.items[0]?.resultId },
      expect.objectContaining({ uri: gone, kind: "full", items: [] }),
    ]);
  });

  test("come in parts with progress where the client asks for that", async () => {
    for (let at = 0; at < 120; at++) write(`f${at}.ts`, "BAD");
    await client.initialize({ folders: [folder] });
    const answer = await pullWorkspace([], { partialResultToken: "parts", workDoneToken: "work" });
    const parts = client.progress.filter(({ token }) => token === "parts");
    expect(answer).toEqual({ items: [] });
    expect(parts.map(({ value }) => value.items?.length)).toEqual([50, 50, 20]);
    const work = client.progress.filter(({ token }) => token === "work").map(({ value }) => value.kind);
    expect([work[0], work.at(-1)]).toEqual(["begin", "end"]);
  });

  test("stop being computed when the client cancels", async () => {
    for (let at = 0; at < 200; at++) write(`f${at}.ts`, "BAD");
    await client.initialize({ folders: [folder] });
    await client.ready();
    const source = new CancellationTokenSource();
    let diagnosed = 0;
    log.beforeDiagnose = () => {
      if (++diagnosed === 1) source.cancel();
    };
    const answer = client.connection.sendRequest("workspace/diagnostic", { previousResultIds: [] }, source.token);
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(diagnosed).toBeLessThan(200);
  });

  test("take edits in between", async () => {
    for (let at = 0; at < 200; at++) write(`f${at}.ts`, "BAD");
    await client.initialize({ folders: [folder], capabilities: pulling });
    await client.ready();
    const answered: string[] = [];
    const whole = pullWorkspace().then(() => answered.push("workspace"));
    const one = client.pull(`file://${folder}/f199.ts`).then(() => answered.push("document"));
    await Promise.all([whole, one]);
    expect(answered).toEqual(["document", "workspace"]);
  });
});
