import { afterEach, describe, expect, test } from "vitest";
import { ErrorCodes, LSPErrorCodes } from "vscode-languageserver/node";
import { LspClient, pulling, pushed } from "../../support/lsp/client.ts";
import { type WordLog, wordWorkspace } from "../../support/lsp/word-workspace.ts";

const uri = "file:///pipelines/a.ts";
let client: LspClient;
afterEach(() => client.stop());

describe("the conversation", () => {
  test("answers initialize without having loaded the analysis, which it loads once the client is initialized", async () => {
    let loads = 0;
    const load = wordWorkspace({ calls: [] });
    client = LspClient.inProcess(() => {
      loads++;
      return load();
    });
    const result = await client.request<{ serverInfo: { name: string }; capabilities: object }>("initialize", {
      processId: null,
      rootUri: null,
      capabilities: pulling,
    });
    expect(loads).toBe(0);
    expect(result.serverInfo.name).toBe("Glacier");
    expect(result.capabilities).toMatchObject({
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: 2 },
      diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true },
      codeActionProvider: { codeActionKinds: ["quickfix", "source.fixAll.glacier"], resolveProvider: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    });
    await client.notify("initialized", {});
    await client.ready();
    expect(loads).toBe(1);
    expect(client.statuses.map(({ state }) => state)).toEqual(["starting", "indexing", "ready"]);
  });

  test("offers pull diagnostics only to a client that pulls, and resolving only to one that resolves", async () => {
    client = LspClient.inProcess(wordWorkspace({ calls: [] }));
    const { capabilities } = await client.initialize({ capabilities: pushed });
    expect(capabilities.diagnosticProvider).toBeUndefined();
    expect(capabilities.codeActionProvider).toMatchObject({ resolveProvider: false });
  });

  test("refuses requests before initialize and after shutdown", async () => {
    client = LspClient.inProcess(wordWorkspace({ calls: [] }));
    // Nothing is registered before the client has said what it can do.
    await expect(client.request("textDocument/documentSymbol", { textDocument: { uri } })).rejects.toMatchObject({
      code: ErrorCodes.MethodNotFound,
    });
    await client.initialize();
    await client.ready();
    await client.request("shutdown");
    await expect(client.request("textDocument/documentSymbol", { textDocument: { uri } })).rejects.toMatchObject({
      code: ErrorCodes.InvalidRequest,
    });
  });

  test("refuses to be initialized twice, and goes on", async () => {
    client = LspClient.inProcess(wordWorkspace({ calls: [] }));
    await client.initialize();
    await client.open(uri, "BAD");
    await expect(client.initialize()).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
    expect(await client.pull(uri)).toHaveLength(1);
  });

  test("applies what came before the analysis was loaded, in its order, before the index", async () => {
    const log: WordLog = { calls: [] };
    const gate = Promise.withResolvers<void>();
    const load = wordWorkspace(log);
    client = LspClient.inProcess(async () => {
      await gate.promise;
      return load();
    });
    await client.initialize();
    await client.open(uri, "BAD");
    await client.change(uri, 2, { text: "fine" });
    await client.change(uri, 3, { text: "BAD BAD" });
    const pulled = client.pull(uri);
    await client.settled();
    gate.resolve();
    expect(await pulled).toHaveLength(2);
    expect(log.calls.slice(0, 5)).toEqual([
      "new ",
      "open /pipelines/a.ts 1",
      "change /pipelines/a.ts 2",
      "change /pipelines/a.ts 3",
      "index",
    ]);
  });

  test("goes on after a bug, having told the client and the log what failed", async () => {
    const log: WordLog = { calls: [] };
    client = LspClient.inProcess(wordWorkspace(log));
    await client.initialize();
    await client.open(uri, "BAD");
    log.beforeDiagnose = () => {
      throw new TypeError("a bug in a rule");
    };
    const failure = await client.pull(uri).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: ErrorCodes.InternalError, message: "textDocument/diagnostic failed: a bug in a rule" });
    expect(client.logs.join("\n")).toMatch(/textDocument\/diagnostic failed\.\nTypeError: a bug in a rule\n\s+at /);
    delete log.beforeDiagnose;
    expect(await client.pull(uri)).toHaveLength(1);
  });

  test("goes on after an analysis that could not be loaded, and says why to the user and to whoever asks", async () => {
    client = LspClient.inProcess(() => Promise.reject(new Error("the chunk is missing")));
    await client.initialize();
    await client.open(uri, "BAD");
    await expect(client.pull(uri)).rejects.toMatchObject({ message: expect.stringContaining("could not be loaded: the chunk is missing") });
    expect(client.statuses.at(-1)).toMatchObject({ state: "failed", message: expect.stringContaining("the chunk is missing") });
    expect(client.shown).toEqual([expect.stringContaining("the chunk is missing")]);
  });

  test("reports on what was read when indexing fails", async () => {
    const log: WordLog = { calls: [], beforeIndex: () => Promise.reject(new Error("the disk is gone")) };
    client = LspClient.inProcess(wordWorkspace(log));
    await client.initialize();
    await client.open(uri, "BAD");
    expect(await client.pull(uri)).toHaveLength(1);
    expect(client.statuses.at(-1)).toMatchObject({ state: "failed", message: "Indexing failed: the disk is gone" });
  });

  test("ignores malformed notifications, and answers malformed requests with an error", async () => {
    client = LspClient.inProcess(wordWorkspace({ calls: [] }));
    await client.initialize();
    await client.ready();
    await client.notify("textDocument/didOpen", {});
    await client.notify("textDocument/didChange", {
      textDocument: { uri: "file:///never-opened.ts", version: 2 },
      contentChanges: [{ text: "" }],
    });
    await client.notify("textDocument/didClose", { textDocument: { uri: "file:///never-opened.ts" } });
    await client.notify("workspace/didChangeWatchedFiles", { changes: "none" });
    await client.notify("no/such/notification", {});
    await expect(client.request("textDocument/diagnostic", {})).rejects.toMatchObject({ code: ErrorCodes.InternalError });
    await expect(client.request("no/such/request", {})).rejects.toMatchObject({ code: ErrorCodes.MethodNotFound });
    await client.open(uri, "BAD");
    expect(await client.pull(uri)).toHaveLength(1);
  });
});

describe("while the workspace is being indexed", () => {
  test("a request waits for the end, and a cancelled one is answered at once", async () => {
    const gate = Promise.withResolvers<void>();
    client = LspClient.inProcess(wordWorkspace({ calls: [], beforeIndex: () => gate.promise }));
    await client.initialize();
    await client.open(uri, "BAD");
    const answered: string[] = [];
    const waiting = client.pull(uri).then((items) => {
      answered.push("indexed");
      return items;
    });
    const { CancellationTokenSource } = await import("vscode-languageserver/node");
    const source = new CancellationTokenSource();
    const cancelled = client.connection.sendRequest("glacier/graph", {}, source.token);
    source.cancel();
    await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(answered).toEqual([]);
    gate.resolve();
    expect(await waiting).toHaveLength(1);
  });

  test("shows progress from begin to end", async () => {
    const gate = Promise.withResolvers<void>();
    client = LspClient.inProcess(wordWorkspace({ calls: [], beforeIndex: () => gate.promise }));
    await client.initialize();
    await client.until(() => client.progress.some(({ value }) => value.kind === "begin"), "begin progress");
    gate.resolve();
    await client.until(() => client.progress.some(({ value }) => value.kind === "end"), "end progress");
    expect(new Set(client.progress.map(({ token }) => token)).size).toBe(1);
    expect(client.progress[0]?.value).toMatchObject({ kind: "begin", title: "Glacier: indexing" });
  });

  test("another set of folders ends the run and starts a new one, for which requests wait", async () => {
    const log: WordLog = { calls: [] };
    const aborted: boolean[] = [];
    log.beforeIndex = (signal) =>
      new Promise((resolve) =>
        signal?.addEventListener("abort", () => {
          aborted.push(true);
          resolve();
        }),
      );
    client = LspClient.inProcess(wordWorkspace(log));
    await client.initialize();
    await client.open(uri, "BAD");
    await client.until(() => log.calls.includes("index") || client.statuses.some(({ state }) => state === "indexing"), "begin to index");
    const waiting = client.pull(uri);
    log.beforeIndex = () => Promise.resolve();
    await client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [] } });
    expect(await waiting).toHaveLength(1);
    expect(aborted).toEqual([true]);
    expect(log.calls.filter((call) => call === "index")).toHaveLength(2);
    expect(client.statuses.filter(({ state }) => state === "ready")).toHaveLength(1);
  });
});
