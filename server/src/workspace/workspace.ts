import type { Graph, Range } from "@glacier/core/graph";
import type { Diagnostic, FixEdit, RelatedLocation } from "../analysis/diagnostic.ts";
import { loadTypeScript } from "../analysis/facts/typescript.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { migrateTypes } from "../fixes/migrate-types.ts";
import { touchUnread } from "../fixes/unread.ts";
import { withoutUnusedImports } from "../fixes/unused-imports.ts";
import { buildGraph, graphOfPipelines } from "../graph/build-graph.ts";
import type { PortabilityReport } from "../portability/portability.ts";
import { providersAt } from "../portability/providers-at.ts";
import type { Outline, Resources } from "./answers.ts";
import { askPortability, type PortabilityQuestion } from "./ask-portability.ts";
import { isConfiguration, isSettings } from "./configurations.ts";
import { Diagnoses } from "./diagnoses.ts";
import { type ChosenPipelines, choosePipelines, findPipelines } from "./exported-pipelines.ts";
import { type AffectedFiles, LiveAnalysis } from "./live-analysis.ts";
import { outlineOf } from "./outline.ts";
import type { PassedOver } from "./passed-over.ts";
import { folderOf, isInside, nameOf, normalisePath } from "./paths.ts";
import { makePause } from "./pause.ts";
import { resourcesOf } from "./resources.ts";
import { isSourceName } from "./scan.ts";
import { isWellFormed } from "./source-facts.ts";
import { SourceFiles } from "./source-files.ts";
import { viewOf } from "./view.ts";

export interface WorkspaceOptions {
  /** Absolute paths of the folders to analyse; a single file is one too. */
  folders: readonly string[];
  /** What time it is, for rules about dates. Default: the clock. */
  now?: () => Date;
  /** Whether files outside of the folders are analysed too where something in them is imported. Default: false. */
  followsImports?: boolean;
  /** Hears of a rule that failed. Default: it is printed to standard error. */
  onRuleError?: (rule: string, error: unknown) => void;
}

export interface IndexOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Every folder's source, what was learnt from it, and what must be learnt again after an edit.
 * All paths are absolute with forward slashes; a path in the platform's own spelling is normalised on the way in.
 * Before {@link index} has finished, questions are answered from what is known so far. The disk is read by no question,
 * but for the configuration files beside and above a file: each when it is first needed, once.
 */
export class Workspace {
  readonly #files: SourceFiles;
  readonly #live: LiveAnalysis;
  readonly #diagnoses: Diagnoses;
  readonly #view: SourceView;

  constructor(options: WorkspaceOptions) {
    this.#files = new SourceFiles(options.folders.map(normalisePath), options.followsImports ?? false);
    this.#diagnoses = new Diagnoses(this.#files, {
      now: options.now ?? (() => new Date()),
      onRuleError: options.onRuleError ?? ((rule, error) => console.error(`Glacier's rule ${rule} failed:`, error)),
    });
    this.#live = new LiveAnalysis(this.#files, this.#diagnoses);
    this.#view = viewOf((file) => this.#files.get(file));
  }

  /** Reads and analyses all folders, in chunks with turns of the event loop between them. Rejects with the signal's reason when aborted; may be called again. */
  async index({ signal, onProgress }: IndexOptions = {}): Promise<void> {
    // The parser takes a while to load; the disk is read in the meantime.
    const loading = loadTypeScript();
    const pause = makePause(signal);
    for (const _folder of this.#files.discover()) await pause();
    await loading;
    for (const [done, total] of this.#live.start()) {
      onProgress?.(done, total);
      await pause();
    }
  }

  /** The editor's text takes the place of the file's on disk until {@link close}. */
  open(file: string, text: string, version: number): AffectedFiles {
    return this.change(file, text, version);
  }

  change(file: string, text: string, version: number): AffectedFiles {
    const path = this.#pathOf(file);
    if (!isSettings(path)) return this.#live.setText(path, text, version);
    this.#files.configurations.open(path, text, version);
    return this.#settingsChanged([path]);
  }

  close(file: string): AffectedFiles {
    const path = normalisePath(file);
    if (isSettings(path)) {
      this.#files.configurations.close(path);
      return this.#settingsChanged([path]);
    }
    const source = this.#files.get(path);
    if (source) source.version = null;
    return this.fileChanged(path);
  }

  /** A file on disk is new, has another content or is gone. What an editor has open is not touched. */
  fileChanged(file: string): AffectedFiles {
    return this.filesChanged([file]);
  }

  /** The same of many files at once, as when git takes out another branch: what they change is looked at once. Of a folder that is gone, all its files are. */
  filesChanged(files: readonly string[]): AffectedFiles {
    const paths = [...new Set(files.map(normalisePath))];
    const sources = paths.filter((path) => this.#files.isSource(path));
    const affected = this.#sourcesChanged(sources);
    const others = paths.filter(isConfiguration);
    if (others.length === 0) return affected;
    if (others.every(isSettings)) {
      this.#files.configurations.forget();
      return new Set([...affected, ...this.#settingsChanged(others)]);
    }
    for (const path of paths) if (nameOf(path) === "package.json") this.#files.notePackage(path);
    return new Set([...affected, ...others.filter(isSettings), ...this.#live.configurationChanged()]);
  }

  /** The same of a path that is known to be gone. */
  fileDeleted(file: string): AffectedFiles {
    const path = normalisePath(file);
    return isConfiguration(path) ? this.filesChanged([path]) : this.#without(this.#files.closedIn(path));
  }

  /** Takes other folders; the new ones are analysed by the next {@link index}. */
  setFolders(folders: readonly string[]): AffectedFiles {
    this.#files.folders = folders.map(normalisePath);
    return this.#without([...this.#files.all.keys()].filter((path) => !this.#files.folders.some((folder) => isInside(path, folder))));
  }

  #sourcesChanged(paths: readonly string[]): AffectedFiles {
    const [path, ...more] = paths;
    const only = more.length === 0 && path !== undefined ? this.#files.get(path) : undefined;
    const text = only && only.version === null ? this.#files.disk.readText(only.path) : undefined;
    // One that was there and is there still, as an editor saves it.
    if (only && text !== undefined) return this.#live.setText(only.path, text, null);
    return this.#live.changeFiles(() => paths.flatMap((each) => this.#files.takeFromDisk(each)));
  }

  #without(gone: readonly string[]): AffectedFiles {
    return this.#live.changeFiles(() => {
      this.#files.delete(gone);
      return gone;
    });
  }

  /** Nothing has to be analysed again: only what is reported, and how loudly, may be other than before. */
  #settingsChanged(settings: readonly string[]): AffectedFiles {
    return new Set([...settings, ...this.files()]);
  }

  /** In the order of their ranges. Of a settings file, what is wrong with it; of a file that its settings leave out, nothing. */
  diagnose(file: string): Diagnostic[] {
    return this.#diagnoses.of(this.#pathOf(file), this.#live);
  }

  /** A path by which a file is known is spelt as it should be: asked for at each key. */
  #pathOf(file: string): string {
    return this.#files.get(file) ? file : normalisePath(file);
  }

  /**
   * What it would take to run files on another cloud. Edits that come while it is worked out are taken in. Rejects with the signal's reason when aborted.
   * Undefined where `at` names no provider.
   */
  portability(question: PortabilityQuestion): Promise<PortabilityReport | undefined> {
    return askPortability({ view: this.#view, live: this.#live, diagnoses: this.#diagnoses }, question);
  }

  /** Whether a provider, or the config of one, is made in a range of a file. */
  hasProvider(file: string, range: Range): boolean {
    return providersAt(this.#view, this.#live.everyObservation(), { file: normalisePath(file), range }).size > 0;
  }

  /** Why the answers about a file are a guess: its first syntax error. Undefined also where they are those of its last good text, as while someone types. */
  syntaxError(file: string): RelatedLocation | undefined {
    const source = this.#files.get(normalisePath(file));
    const error = source?.facts?.syntaxError;
    return source && error && { file: source.path, range: source.range(error.start, error.end), message: error.message };
  }

  /** Whether a text could be read as the content of a file, once the workspace is indexed. */
  isWellFormed(file: string, text: string): boolean {
    return isWellFormed(normalisePath(file), text);
  }

  /** The files that have something of Glacier's in them, import one that has, or are given something of Glacier's by one, sorted. */
  files(): string[] {
    return this.#live.files();
  }

  /** Every source file of the folders, sorted. What is no text, or too much of it, is none. */
  sourceFiles(): string[] {
    return [...this.#files.all.values()].flatMap(({ path, scan }) => (scan && isSourceName(nameOf(path)) ? [path] : [])).sort();
  }

  /** Whether what is found in a file is reported: its settings may leave it out. */
  isIncluded(file: string): boolean {
    return this.#files.configurations.settings.isIncluded(normalisePath(file));
  }

  /** The settings files that count for some files, sorted. Default: for all that have to do with Glacier. */
  settingsFiles(files: readonly string[] = this.files()): string[] {
    const { settings } = this.#files.configurations;
    return [...new Set(files.flatMap((file) => settings.fileFor(normalisePath(file)) ?? []))].sort();
  }

  /** Files and folders that should have been analysed and could not, sorted by their paths. */
  passedOver(): PassedOver[] {
    return this.#files.disk.passedOver();
  }

  /** The version of an open file, else null. */
  version(file: string): number | null {
    const path = normalisePath(file);
    return this.#files.get(path)?.version ?? this.#files.configurations.version(path) ?? null;
  }

  /** The text that the answers speak about; undefined for a file that is not known. */
  text(file: string): string | undefined {
    const path = normalisePath(file);
    return isSettings(path) ? this.#files.configurations.text(path) : this.#files.get(path)?.text;
  }

  /** Edits of one file, with those that take out of its imports what nothing uses after them. */
  withoutUnusedImports(file: string, edits: readonly FixEdit[]): FixEdit[] {
    const path = normalisePath(file);
    const tidied = this.#files.get(path) ? withoutUnusedImports(this.#view, path, edits) : edits;
    // Where its imports cannot be read, they stay.
    return touchUnread(this.#view, tidied) ? [...edits] : [...tidied];
  }

  /** Edits of a file that has classes of V2 as types, after values are not of them any more. */
  migrateTypes(file: string, classNames: readonly string[]): FixEdit[] {
    const path = normalisePath(file);
    return this.#files.get(path) && this.isIncluded(path) ? migrateTypes(this.#view, path, classNames) : [];
  }

  outline(file: string): Outline {
    const path = normalisePath(file);
    return outlineOf(path, this.version(path), this.#view, (of) => this.#live.analysis.observations(of), this.files());
  }

  resources(): Resources {
    return resourcesOf(this.#view, this.#live.everyObservation(), (file) => this.#rootOf(file));
  }

  /** The innermost of the folders that a file lies in, else its own. */
  #rootOf(file: string): string {
    const roots = this.#files.folders.filter((folder) => isInside(file, folder));
    return roots.reduce((inner, root) => (root.length > inner.length ? root : inner), roots[0] ?? folderOf(file));
  }

  /** With `file`: what the file declares or touches. With `pipeline`: that pipeline, its steps and what they reach. */
  graph(options: { file?: string; pipeline?: string } = {}): Graph {
    const file = options.file === undefined ? undefined : normalisePath(options.file);
    return buildGraph(this.#view, this.#live.analysis.guards, this.#live.everyObservation(), {
      ...options,
      ...(file !== undefined && { file }),
    });
  }

  /** What is recorded when a file is loaded: the graph of one of its pipelines, else of all that it exports. Else the names to choose from. */
  graphOfFile(file: string, pipeline?: string): Graph | Exclude<ChosenPipelines, { kind: "chosen" }> {
    const path = normalisePath(file);
    const { analysis } = this.#live;
    const found = findPipelines(analysis.exports(path), analysis.madeBy(path));
    const chosen = choosePipelines(found, pipeline);
    return chosen.kind === "chosen" ? graphOfPipelines(this.#view, this.#live.analysis.guards, chosen.pipelines) : chosen;
  }
}
