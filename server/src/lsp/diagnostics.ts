import {
  type CancellationToken,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import { nothingFound } from "../features/diagnostics.ts";
import type { AffectedFiles } from "../workspace/live-analysis.ts";
import type { Analysed } from "./analysis.ts";
import type { ServerContext } from "./context.ts";
import { Debounce } from "./debounce.ts";
import type { OpenDocument } from "./documents.ts";
import { orCancelled, stackOf, throwIfCancelled } from "./guard.ts";

/** Milliseconds without an edit after which diagnostics are pushed, or the client is told to pull again; and how long an edit may wait at most. */
const quiet = { push: 150, refresh: 250, longest: 1500 };

/** Files reported between two turns of the event loop, so that an edit never waits for the whole workspace. */
const filesPerTurn = 50;

/** The channel that the client reads diagnostics from. */
export interface DiagnosticChannel {
  /** Something was edited; undefined where it may be anything. */
  changed(changed: readonly string[] | undefined, affected: AffectedFiles | undefined): void;
  closed(file: string, uri: string): void;
  dispose(): void;
}

export function createDiagnosticChannel(context: ServerContext): DiagnosticChannel {
  return context.client.pullDiagnostics ? new PullChannel(context) : new PushChannel(context);
}

/** Sends the diagnostics of open documents, each with the version that it was computed from. */
class PushChannel implements DiagnosticChannel {
  readonly #context: ServerContext;
  /** What may have to be sent, and whether also where it is what was sent before: then the client learns that this version was looked at. */
  readonly #due = new Map<string, "always" | "ifChanged">();
  /** The result that the client has of each file. */
  readonly #published = new Map<string, string>();
  readonly #debounce: Debounce;

  constructor(context: ServerContext) {
    this.#context = context;
    this.#debounce = new Debounce(() => this.#publish(), quiet.push, quiet.longest);
  }

  changed(changed: readonly string[] | undefined, affected: AffectedFiles | undefined): void {
    const { documents } = this.#context;
    for (const file of affected ?? []) if (!this.#due.has(file)) this.#due.set(file, "ifChanged");
    for (const file of changed ?? documents.all().map((document) => document.file)) this.#due.set(file, "always");
    this.#debounce.trigger();
  }

  closed(file: string, uri: string): void {
    this.#due.delete(file);
    if (this.#published.delete(file)) void this.#context.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  dispose(): void {
    this.#debounce.dispose();
  }

  #publish(): void {
    const { analysis, documents, guard } = this.#context;
    const analysed = analysis.ready();
    // The end of the index makes every open document due.
    if (analysed === undefined) return;
    const due = [...this.#due];
    this.#due.clear();
    for (const [file, when] of due) {
      const document = documents.get(file);
      if (document !== undefined) guard.action(`Diagnosing ${file}`, () => this.#send(analysed, document, when))();
    }
  }

  #send({ reports }: Analysed, { uri, file, version }: OpenDocument, when: "always" | "ifChanged"): void {
    const { converter, connection, client } = this.#context;
    const { resultId, diagnostics } = reports.of(file);
    if (when === "ifChanged" && this.#published.get(file) === resultId) return;
    this.#published.set(file, resultId);
    void connection.sendDiagnostics({
      uri,
      ...(client.publishVersion ? { version } : {}),
      diagnostics: diagnostics.map((diagnostic) => converter.diagnostic(diagnostic)),
    });
  }
}

/** Answers when asked, and asks to be asked again when an edit changed what another file was told. */
class PullChannel implements DiagnosticChannel {
  readonly #context: ServerContext;
  /** The result that was last sent of each file; the client may have thrown it away. */
  readonly #served = new Map<string, string>();
  #servedWorkspace = false;
  /** Files whose diagnostics may be others since the client had these results. */
  #suspects = new Map<string, string | undefined>();
  readonly #debounce: Debounce;

  constructor(context: ServerContext) {
    this.#context = context;
    const { connection, guard } = context;
    this.#debounce = new Debounce(
      guard.action("workspace/diagnostic/refresh", () => this.#refreshIfOutdated()),
      quiet.refresh,
      quiet.longest,
    );
    connection.languages.diagnostics.on(
      guard.request<DocumentDiagnosticParams, DocumentDiagnosticReport>("textDocument/diagnostic", (params, token) =>
        this.#document(params, token),
      ),
    );
    // The library's progress objects come as further arguments, which the guard does not pass on.
    connection.languages.diagnostics.onWorkspace((params, token, work, partial) => {
      const answer = guard.request<WorkspaceDiagnosticParams, WorkspaceDiagnosticReport>("workspace/diagnostic", async () => {
        work.begin("Glacier: checking the workspace", 0);
        try {
          return await this.#workspace(
            params,
            token,
            (done, total) => work.report((100 * done) / total),
            partial === undefined ? undefined : (items) => partial.report({ items }),
          );
        } finally {
          work.done();
        }
      });
      return answer(params, token);
    });
  }

  changed(changed: readonly string[] | undefined, affected: AffectedFiles | undefined): void {
    // The client asks again about what it changed itself.
    const suspects = affected === undefined ? this.#everyFile() : [...affected].filter((file) => !changed?.includes(file));
    for (const file of suspects) if (!this.#suspects.has(file)) this.#suspects.set(file, this.#served.get(file));
    if (this.#suspects.size > 0) this.#debounce.trigger();
  }

  closed(file: string): void {
    // The client drops what it has of a closed document, unless it also asks for the workspace.
    if (!this.#servedWorkspace) this.#served.delete(file);
  }

  dispose(): void {
    this.#debounce.dispose();
  }

  async #document(params: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    const { analysis, documents } = this.#context;
    const analysed = await orCancelled(analysis.indexed(), token);
    return this.#report(analysed, documents.fileOf(params.textDocument.uri), params.previousResultId);
  }

  async #workspace(
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
    progress: (done: number, total: number) => void,
    partial: ((items: WorkspaceDocumentDiagnosticReport[]) => void) | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    const { analysis, documents } = this.#context;
    const analysed = await orCancelled(analysis.indexed(), token);
    this.#servedWorkspace = true;
    const previous = new Map(params.previousResultIds.map(({ uri, value }) => [documents.fileOf(uri), { uri, value }]));
    // A file that the client has a result of and that is no more gets an empty one.
    const { workspace } = analysed;
    const files = [
      ...new Set([
        ...workspace.files(),
        ...workspace.settingsFiles(),
        ...documents.all().map((document) => document.file),
        ...previous.keys(),
      ]),
    ];
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    for (let from = 0; from < files.length; from += filesPerTurn) {
      throwIfCancelled(token);
      const chunk = files.slice(from, from + filesPerTurn).map((file) => ({
        ...this.#report(analysed, file, previous.get(file)?.value),
        uri: previous.get(file)?.uri ?? documents.uriOf(file),
        version: documents.version(file),
      }));
      if (partial === undefined) items.push(...chunk);
      else partial(chunk);
      progress(Math.min(files.length, from + filesPerTurn), files.length);
      await new Promise((resume) => setImmediate(resume));
    }
    return { items };
  }

  #report(analysed: Analysed, file: string, previousResultId: string | undefined): DocumentDiagnosticReport {
    const { resultId, diagnostics } = analysed.reports.of(file);
    this.#served.set(file, resultId);
    // Of what it never had it asks until it has it.
    if (this.#suspects.has(file) && this.#suspects.get(file) === undefined) this.#suspects.set(file, resultId);
    if (previousResultId === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return {
      kind: DocumentDiagnosticReportKind.Full,
      resultId,
      items: diagnostics.map((diagnostic) => this.#context.converter.diagnostic(diagnostic)),
    };
  }

  #refreshIfOutdated(): void {
    const { analysis, client, connection } = this.#context;
    const analysed = analysis.ready();
    // The end of the index suspects every file.
    if (analysed === undefined) return;
    const suspects = this.#suspects;
    this.#suspects = new Map();
    if (!client.refreshDiagnostics) return;
    // Not compared with what was answered since then: the client may have cancelled that question, and thrown the answer away.
    const isOutdated = ([file, had]: [string, string | undefined]): boolean => {
      if (had === undefined && !this.#servedWorkspace) return false;
      return (had ?? nothingFound) !== analysed.reports.of(file).resultId;
    };
    if (![...suspects].some(isOutdated)) return;
    connection.languages.diagnostics
      .refresh()
      .catch((error: unknown) => connection.console.warn(`The client refused to refresh diagnostics.\n${stackOf(error)}`));
  }

  /** That the client has been told of, or may be. */
  #everyFile(): string[] {
    const workspace = this.#context.analysis.ready()?.workspace;
    const asked = this.#servedWorkspace && workspace ? [...workspace.files(), ...workspace.settingsFiles()] : [];
    return [...new Set([...this.#served.keys(), ...asked])];
  }
}
