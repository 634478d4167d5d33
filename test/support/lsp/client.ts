import { type ChildProcess, fork, spawn } from "node:child_process";
import { PassThrough } from "node:stream";
import {
  type ClientCapabilities,
  CodeActionKind,
  createConnection,
  createMessageConnection,
  type Diagnostic,
  type InitializeResult,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";
import type { ServerStatus } from "../../../server/protocol/index.ts";
import type { LoadWorkspace } from "../../../server/src/lsp/analysis.ts";
import { serve } from "../../../server/src/lsp/server.ts";

/** A client that asks for diagnostics, fetches edits lazily and watches files: what Visual Studio Code says of itself. */
export const pulling: ClientCapabilities = {
  textDocument: {
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: true },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, versionSupport: true, tagSupport: { valueSet: [1, 2] } },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] } },
      dataSupport: true,
      isPreferredSupport: true,
      resolveSupport: { properties: ["edit"] },
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
  workspace: {
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
    workspaceFolders: true,
  },
  window: { workDoneProgress: true },
};

/** A client that waits for diagnostics and gets edits at once. */
export const pushed: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { versionSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [CodeActionKind.QuickFix] } } },
  },
};

export interface InitializeOptions {
  capabilities?: ClientCapabilities;
  folders?: readonly string[];
  processId?: number | null;
  initializationOptions?: unknown;
}

/** A language client that remembers everything that the server said. */
export class LspClient {
  readonly connection: MessageConnection;
  readonly process: ChildProcess | undefined;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly statuses: ServerStatus[] = [];
  readonly logs: string[] = [];
  readonly shown: string[] = [];
  readonly registrations: Registration[] = [];
  readonly progress: { token: string | number; value: { kind?: string; title?: string; items?: unknown[] } }[] = [];
  readonly notified: { method: string; params: unknown }[] = [];
  refreshes = 0;
  readonly #waiters = new Set<() => void>();

  constructor(connection: MessageConnection, process?: ChildProcess) {
    this.connection = connection;
    this.process = process;
    const heard = (): void => {
      for (const waiter of this.#waiters) waiter();
    };
    const listen = <Params>(method: string, take: (params: Params) => void): void => {
      connection.onNotification(method, (params: Params) => {
        take(params);
        heard();
      });
    };
    listen<PublishDiagnosticsParams>("textDocument/publishDiagnostics", (params) => this.published.push(params));
    listen<ServerStatus>("glacier/status", (params) => this.statuses.push(params));
    listen<{ message: string }>("window/logMessage", ({ message }) => this.logs.push(message));
    listen<{ message: string }>("window/showMessage", ({ message }) => this.shown.push(message));
    for (const method of ["glacier/graphChanged", "glacier/resourcesChanged"])
      listen(method, (params) => this.notified.push({ method, params }));
    connection.onUnhandledProgress((params) => {
      this.progress.push(params as (typeof this.progress)[number]); // Progress values are typed by their token alone.
      heard();
    });
    connection.onRequest("client/registerCapability", ({ registrations }: { registrations: Registration[] }) => {
      this.registrations.push(...registrations);
      heard();
    });
    connection.onRequest("window/workDoneProgress/create", () => null);
    connection.onRequest("workspace/diagnostic/refresh", () => {
      this.refreshes++;
      heard();
      return null;
    });
    connection.listen();
  }

  /** A server in this process, over streams, with a workspace of the test's choice. */
  static inProcess(load?: LoadWorkspace): LspClient {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    serve({
      connection: createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)),
      ...(load === undefined ? {} : { load }),
    });
    return new LspClient(createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer)));
  }

  /** A server of its own process, on its standard streams. */
  static stdio(script: string, args: readonly string[] = ["--stdio"], execArgv: readonly string[] = []): LspClient {
    const child = spawn(process.execPath, [...execArgv, script, ...args], { stdio: ["pipe", "pipe", "inherit"] });
    return new LspClient(createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)), child);
  }

  /** A server of its own process, on Node's channel, as the extension starts it. */
  static ipc(script: string): LspClient {
    const child = fork(script, ["--node-ipc"], { execArgv: [] });
    return new LspClient(createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child)), child);
  }

  async initialize({
    capabilities = pulling,
    folders = [],
    processId = null,
    initializationOptions,
  }: InitializeOptions = {}): Promise<InitializeResult> {
    const workspaceFolders = folders.map((folder) => ({ uri: `file://${encodeURI(folder)}`, name: folder }));
    const result = await this.connection.sendRequest<InitializeResult>("initialize", {
      processId,
      rootUri: null,
      capabilities,
      workspaceFolders,
      ...(initializationOptions !== undefined && { initializationOptions }),
    });
    await this.connection.sendNotification("initialized", {});
    return result;
  }

  open(uri: string, text: string, { version = 1, languageId = "typescript" } = {}): Promise<void> {
    return this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
  }

  change(uri: string, version: number, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    return this.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  request<Result>(method: string, params?: unknown): Promise<Result> {
    return this.connection.sendRequest<Result>(method, params);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  /** What the server reports of a document when asked. */
  async pull(uri: string): Promise<Diagnostic[]> {
    const report = await this.request<{ items?: Diagnostic[] }>("textDocument/diagnostic", { textDocument: { uri } });
    return report.items ?? [];
  }

  /** Resolves once the server has taken in everything that was sent. */
  async settled(): Promise<void> {
    await this.request("test/unknown").catch(() => undefined); // The refusal is the answer that was waited for.
  }

  /** Resolves once something that the server said makes it true. */
  async until(isTrue: () => boolean, what: string): Promise<void> {
    if (isTrue()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = (): void => (isTrue() ? resolve() : undefined);
    const timer = setTimeout(() => reject(new Error(`The server did not ${what}. It logged:\n${this.logs.join("\n")}`)), 20_000);
    this.#waiters.add(waiter);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiters.delete(waiter);
    }
  }

  /** Resolves once the workspace has been indexed `times` times. */
  ready(times = 1): Promise<void> {
    return this.until(() => this.statuses.filter(({ state }) => state === "ready").length >= times, "become ready");
  }

  /** The exit code of the server's process. */
  exited(): Promise<number | null> {
    const child = this.process;
    if (child === undefined) throw new Error("This server has no process of its own.");
    if (child.exitCode !== null) return Promise.resolve(child.exitCode);
    return new Promise((resolve) => child.once("exit", resolve));
  }

  /** Ends the server as an editor does. */
  async stop(): Promise<void> {
    if (this.process === undefined) {
      // `exit` would end the test's own process.
      await this.request("shutdown");
      this.connection.dispose();
      return;
    }
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    await this.request("shutdown");
    const exited = this.exited();
    await this.notify("exit", undefined);
    await exited;
    this.connection.dispose();
  }
}

/** A range on one line. */
export const on = (line: number, start: number, end: number): Range => ({
  start: { line, character: start },
  end: { line, character: end },
});
