import {
  type Connection,
  createConnection,
  type DidChangeTextDocumentParams,
  DidChangeWorkspaceFoldersNotification,
  type DidChangeWorkspaceFoldersParams,
  type DidCloseTextDocumentParams,
  type DidOpenTextDocumentParams,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from "vscode-languageserver/node";
import { type ServerStatus, statusNotification } from "../../protocol/index.ts";
import { Analysis, type LoadWorkspace } from "./analysis.ts";
import { readAbilities, serverCapabilities } from "./capabilities.ts";
import { registerCodeActions } from "./code-actions.ts";
import { Converter } from "./convert.ts";
import { createDiagnosticChannel } from "./diagnostics.ts";
import { OpenDocuments } from "./documents.ts";
import { createGuard, type Phase, stackOf } from "./guard.ts";
import { MemoryBounds } from "./memory.ts";
import { registerPortability } from "./portability.ts";
import { IndexProgress } from "./progress.ts";
import { ChangeNotifier, registerRequests } from "./requests.ts";
import { uriToFile } from "./uris.ts";
import { registerWatchers, watchFiles } from "./watching.ts";

export interface ServeOptions {
  /** Default: this process's own channel, by its arguments `--stdio`, `--node-ipc`, `--socket` or `--pipe`. */
  connection?: Connection;
  /** Default: the workspace of this package, loaded once the client is initialized. */
  load?: LoadWorkspace;
}

/** Speaks the language server protocol until the client says `exit` or goes away. */
export function serve({ connection = createConnection(), load }: ServeOptions = {}): void {
  const memory = new MemoryBounds();
  let phase: Phase = "new";
  let onInitialized: (() => void) | undefined;
  let onShutdown: (() => void) | undefined;
  const guard = createGuard(
    connection.console,
    () => phase,
    () => memory.worked(),
  );

  connection.onInitialize((params): InitializeResult => {
    if (phase !== "new") throw new ResponseError(ErrorCodes.InvalidRequest, "The server is initialized already.");
    const started = start(connection, params, load ?? (() => loadWorkspace(memory)), guard);
    ({ onInitialized, onShutdown } = started);
    phase = "running";
    const version = process.env.GLACIER_VERSION; // Written in by the bundler.
    return {
      capabilities: serverCapabilities(started.client),
      serverInfo: { name: "Glacier", ...(version === undefined ? {} : { version }) },
    };
  });
  connection.onInitialized(guard.notification("initialized", () => onInitialized?.()));
  connection.onShutdown(() => {
    phase = "shutdown";
    onShutdown?.();
    memory.dispose();
  });
  connection.listen();
}

async function loadWorkspace(memory: MemoryBounds): ReturnType<LoadWorkspace> {
  const { Workspace } = await import("../workspace/workspace.ts");
  memory.begin();
  return Workspace;
}

/** Puts the rooms together for one client. Nothing here may load TypeScript: the client waits for the answer. */
function start(connection: Connection, params: InitializeParams, load: LoadWorkspace, guard: ReturnType<typeof createGuard>) {
  const client = readAbilities(params);
  const documents = new OpenDocuments(connection.console);
  const converter = new Converter(client, documents);
  const progress = new IndexProgress(connection, client.workDoneProgress);
  const analysis = new Analysis(load, connection.console, {
    onStatus: (state, files, message) => {
      const status: ServerStatus = { state, files, ...(message === undefined ? {} : { message }) };
      void connection.sendNotification(statusNotification.method, status);
      if (state === "indexing") progress.begin();
      else progress.end();
      if (state === "failed")
        void connection.sendNotification(ShowMessageNotification.type, {
          type: MessageType.Error,
          message: `Glacier: ${message ?? "the analysis failed"}`,
        });
    },
    onProgress: (done, total) => progress.report(done, total),
    onChange: (changed, affected) => {
      channel.changed(changed, affected);
      notifier.changed(changed, affected);
    },
  });
  const context = { connection, client, documents, converter, analysis, guard };
  const channel = createDiagnosticChannel(context);
  const notifier = new ChangeNotifier(context);
  registerCodeActions(context);
  registerRequests(context);
  registerPortability(context);
  watchFiles(connection, analysis, guard);

  connection.onDidOpenTextDocument(
    guard.notification<DidOpenTextDocumentParams>("textDocument/didOpen", ({ textDocument: { uri, languageId, version, text } }) => {
      const opened = documents.open(uri, languageId, version, text);
      if (opened !== undefined) analysis.update(opened.file, (workspace) => workspace.open(opened.file, opened.text, opened.version));
    }),
  );
  connection.onDidChangeTextDocument(
    guard.notification<DidChangeTextDocumentParams>("textDocument/didChange", ({ textDocument: { uri, version }, contentChanges }) => {
      const changed = documents.change(uri, version, contentChanges);
      if (changed !== undefined)
        analysis.update(changed.file, (workspace) => workspace.change(changed.file, changed.text, changed.version));
    }),
  );
  connection.onDidCloseTextDocument(
    guard.notification<DidCloseTextDocumentParams>("textDocument/didClose", ({ textDocument: { uri } }) => {
      const closed = documents.close(uri);
      if (closed === undefined) return;
      analysis.update(closed.file, (workspace) => workspace.close(closed.file));
      channel.closed(closed.file, closed.uri);
    }),
  );

  let folders = foldersOf(params);
  connection.onNotification(
    DidChangeWorkspaceFoldersNotification.type,
    guard.notification<DidChangeWorkspaceFoldersParams>("workspace/didChangeWorkspaceFolders", ({ event: { added, removed } }) => {
      const gone = new Set(removed.map(({ uri }) => uriToFile(uri)));
      folders = [...new Set([...folders.filter((folder) => !gone.has(folder)), ...added.map(({ uri }) => uriToFile(uri))])];
      analysis.setFolders(folders);
      // What is open stays, wherever it lies.
      for (const { file, text, version } of documents.all()) analysis.update(file, (workspace) => workspace.open(file, text, version));
    }),
  );

  return {
    client,
    onInitialized: () => {
      void analysis.start(folders);
      if (!client.watchesFiles) return;
      registerWatchers(connection).catch((error: unknown) =>
        connection.console.warn(`The client refused to watch files.\n${stackOf(error)}`),
      );
    },
    onShutdown: () => {
      analysis.dispose();
      channel.dispose();
      notifier.dispose();
    },
  };
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null || rootUri === undefined ? [] : [rootUri]);
  return uris.filter((uri) => uri.startsWith("file:")).map((uri) => uriToFile(uri).replace(/(?<=[^/:])\/$/, ""));
}
