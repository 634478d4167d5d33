import type { Connection } from "vscode-languageserver/node";
import { DiagnosticReports } from "../features/diagnostics.ts";
import type { AffectedFiles } from "../workspace/live-analysis.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { messageOf, stackOf } from "./guard.ts";

/** Loads what analyses: TypeScript and all that needs it. */
export type LoadWorkspace = () => Promise<typeof Workspace>;

/** The workspace once it is loaded, and the reports kept of it. */
export interface Analysed {
  workspace: Workspace;
  reports: DiagnosticReports;
}

export interface AnalysisEvents {
  onStatus(state: "starting" | "indexing" | "ready" | "failed", files: number, message?: string): void;
  onProgress(done: number, total: number): void;
  /** `changed` is what was edited, `affected` what may be other than before; both undefined where it may be all. */
  onChange(changed: readonly string[] | undefined, affected: AffectedFiles | undefined): void;
}

/**
 * The analysis through its life: loaded after the client has its answer to `initialize`, indexed, and indexed again when folders change.
 * Edits that come before it is loaded wait and are applied in their order. Questions wait for the index, so that no half-known workspace
 * is reported on.
 */
export class Analysis {
  readonly #load: LoadWorkspace;
  readonly #log: Connection["console"];
  readonly #events: AnalysisEvents;
  #folders: readonly string[] = [];
  #analysed: Analysed | undefined;
  #waiting: { changed: readonly string[]; edit: (workspace: Workspace) => AffectedFiles }[] = [];
  #run: { stop: AbortController; done: Promise<void> } | undefined;
  readonly #started = Promise.withResolvers<void>();
  #failure: Error | undefined;
  #disposed = false;

  constructor(load: LoadWorkspace, log: Connection["console"], events: AnalysisEvents) {
    this.#load = load;
    this.#log = log;
    this.#events = events;
  }

  /** Never rejects: a failure is logged, shown as a status, and answered to whoever asks. */
  async start(folders: readonly string[]): Promise<void> {
    this.#folders = folders;
    this.#events.onStatus("starting", 0);
    try {
      const WorkspaceClass = await this.#load();
      if (this.#disposed) return;
      const workspace = new WorkspaceClass({
        folders: [...this.#folders],
        onRuleError: (rule, error) => this.#log.error(`The rule ${rule} failed; the others go on.\n${stackOf(error)}`),
      });
      this.#analysed = { workspace, reports: new DiagnosticReports(workspace) };
      for (const { changed, edit } of this.#waiting.splice(0)) this.#apply(workspace, changed, edit);
    } catch (error) {
      this.#failure = new Error(`The analysis could not be loaded: ${messageOf(error)}`, { cause: error });
      this.#log.error(stackOf(error));
      this.#events.onStatus("failed", 0, this.#failure.message);
      this.#started.resolve();
      return;
    }
    this.index();
    this.#started.resolve();
  }

  /** Takes an edit of a file: at once, or once the analysis is loaded. */
  update(changed: string, edit: (workspace: Workspace) => AffectedFiles): void {
    this.#update([changed], edit);
  }

  /** Takes what has happened on disk to files; `gone` are those of them that are no more, or folders. */
  changedOnDisk(files: readonly string[], gone: readonly string[]): void {
    this.#update(files, (workspace) => {
      for (const path of gone) this.#analysed?.reports.forgetFolder(path);
      return workspace.filesChanged(files);
    });
  }

  /** Takes the deletion of a file, or of a folder with all that is in it. */
  remove(path: string): void {
    this.update(path, (workspace) => {
      this.#analysed?.reports.forgetFolder(path);
      return workspace.fileDeleted(path);
    });
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    if (this.#analysed === undefined) return;
    this.#analysed.workspace.setFolders(folders);
    this.index();
  }

  /** Reads the folders anew; a run that is under way ends. */
  index(): void {
    if (this.#analysed === undefined || this.#disposed) return;
    this.#run?.stop.abort();
    const stop = new AbortController();
    this.#run = { stop, done: this.#index(this.#analysed, stop.signal) };
  }

  /** The analysis, indexed. Rejects where it could not be loaded. */
  async indexed(): Promise<Analysed> {
    await this.#started.promise;
    // A run that was stopped made place for another one.
    for (let run = this.#run; run !== undefined; run = this.#run) {
      await run.done;
      if (run === this.#run) break;
    }
    if (this.#analysed === undefined) throw this.#failure ?? new Error("The server has been shut down.");
    return this.#analysed;
  }

  /** The analysis if it is loaded and indexed by now. */
  ready(): Analysed | undefined {
    return this.#isReady ? this.#analysed : undefined;
  }

  dispose(): void {
    this.#disposed = true;
    this.#run?.stop.abort();
    this.#started.resolve();
  }

  #isReady = false;

  #update(changed: readonly string[], edit: (workspace: Workspace) => AffectedFiles): void {
    if (this.#analysed === undefined) this.#waiting.push({ changed, edit });
    else this.#apply(this.#analysed.workspace, changed, edit);
  }

  async #index({ workspace, reports }: Analysed, signal: AbortSignal): Promise<void> {
    this.#isReady = false;
    this.#events.onStatus("indexing", workspace.files().length);
    try {
      await workspace.index({ signal, onProgress: (done, total) => this.#events.onProgress(done, total) });
      if (signal.aborted) return;
    } catch (error) {
      if (signal.aborted) return;
      this.#log.error(`Indexing failed; what was read until then is used.\n${stackOf(error)}`);
      this.#ended(reports, "failed", workspace.files().length, `Indexing failed: ${messageOf(error)}`);
      return;
    }
    this.#ended(reports, "ready", workspace.files().length);
  }

  #ended(reports: DiagnosticReports, state: "ready" | "failed", files: number, message?: string): void {
    reports.forgetAll();
    this.#isReady = true;
    this.#events.onStatus(state, files, message);
    this.#events.onChange(undefined, undefined);
  }

  #apply(workspace: Workspace, changed: readonly string[], edit: (workspace: Workspace) => AffectedFiles): void {
    try {
      const affected = edit(workspace);
      this.#analysed?.reports.forget([...changed, ...affected]);
      this.#events.onChange(changed, affected);
    } catch (error) {
      // What the edit would have changed is not known any more.
      this.#analysed?.reports.forgetAll();
      this.#log.error(`An edit of ${changed.join(", ")} could not be analysed.\n${stackOf(error)}`);
      this.#events.onChange(undefined, undefined);
    }
  }
}
