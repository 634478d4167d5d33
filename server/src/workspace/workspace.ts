import { existsSync, statSync } from "node:fs";
import type { CloudDescriptor } from "@glacier/core/clouds";
import type { Graph, Range } from "@glacier/core/graph";
import { Analysis, type Sources } from "../analysis/analysis.ts";
import type { Diagnostic, FixEdit, RelatedLocation } from "../analysis/diagnostic.ts";
import { extractFacts } from "../analysis/extract/extract.ts";
import { spliceFacts } from "../analysis/extract/splice.ts";
import { type Alignment, alignFacts } from "../analysis/facts/align.ts";
import type { Site } from "../analysis/facts/facts.ts";
import { keyOfSite } from "../analysis/facts/site-key.ts";
import { loadedTypeScript, loadTypeScript } from "../analysis/facts/typescript.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { withoutUnusedImports } from "../fixes/unused-imports.ts";
import { buildGraph, graphOfPipelines } from "../graph/build-graph.ts";
import { comparePortability, type MovedFile, type PortabilityReport } from "../portability/portability.ts";
import { providersAt } from "../portability/providers-at.ts";
import { stayingProviders } from "../portability/staying-providers.ts";
import { checkFile, type FileToCheck } from "../rules/check-file.ts";
import { diagnoseSettings } from "../settings/diagnose-settings.ts";
import type { Outline, Resources } from "./answers.ts";
import { Configurations, isConfiguration, isSettings } from "./configurations.ts";
import { discover, isDiscoverable } from "./discover.ts";
import { type ChosenPipelines, choosePipelines, findPipelines } from "./exported-pipelines.ts";
import { ImportGraph, isSameList, sameImports } from "./import-graph.ts";
import { KeptReports } from "./kept-reports.ts";
import { outlineOf } from "./outline.ts";
import { type PassedOver, whyUnreadable } from "./passed-over.ts";
import { folderOf, isInside, nameOf, normalisePath } from "./paths.ts";
import { makePause } from "./pause.ts";
import { readTextFile } from "./read-text.ts";
import { resourcesOf } from "./resources.ts";
import { rulePages } from "./rule-pages.ts";
import { isSourceName, isSurelyTooLarge, isTooLarge, scanText } from "./scan.ts";
import { SourceFile } from "./source-file.ts";
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

export interface PortabilityQuestion {
  target: CloudDescriptor;
  /** What is reported on. Default: all files. */
  files?: readonly string[];
  /** A place at which a provider or its config is made, to look at that provider alone. Default: all providers move. */
  at?: { file: string; range: Range };
  signal?: AbortSignal;
}

/** The files whose diagnostics, outline or graph may be other than before. */
export type AffectedFiles = ReadonlySet<string>;

/**
 * Every folder's source, what was learnt from it, and what must be learnt again after an edit.
 * All paths are absolute with forward slashes; a path in the platform's own spelling is normalised on the way in.
 * Before {@link index} has finished, questions are answered from what is known so far. The disk is read by no question,
 * but for the configuration files beside and above a file: each when it is first needed, once.
 */
export class Workspace {
  readonly #files = new Map<string, SourceFile>();
  readonly #packageFolders = new Set<string>();
  readonly #now: () => Date;
  readonly #pageOf = rulePages();
  readonly #onRuleError: (rule: string, error: unknown) => void;
  readonly #imports: ImportGraph;
  readonly #sources: Sources;
  readonly #analysis: Analysis;
  readonly #view: SourceView;
  readonly #reports = new KeptReports((file) => this.#files.get(file)?.revision);
  readonly #configurations = new Configurations((file) => this.#readText(file));
  readonly #passedOver = new Map<string, PassedOver>();
  readonly #followsImports: boolean;
  #folders: readonly string[];
  /** How many there were after everything was analysed afresh. */
  #guardNodes = 0;
  /** What all files observe, kept until an edit. */
  #everything: readonly Observation[] | undefined;

  constructor(options: WorkspaceOptions) {
    this.#folders = options.folders.map(normalisePath);
    this.#now = options.now ?? (() => new Date());
    this.#followsImports = options.followsImports ?? false;
    this.#onRuleError = options.onRuleError ?? ((rule, error) => console.error(`Glacier's rule ${rule} failed:`, error));
    this.#imports = new ImportGraph({
      files: this.#files,
      packageFolders: this.#packageFolders,
      readOutside: (file) => this.#followsImports && this.#readOutside(file),
      configuration: (file) => this.#configurations.text(file),
      facts: (file) => this.#facts(file),
    });
    this.#sources = {
      facts: (file) => this.#facts(file),
      resolve: (specifier, from) => this.#imports.resolve(specifier, from),
      imports: (file) => this.#imports.of(file),
      isRelevant: (file) => this.#imports.relevant().has(file),
    };
    this.#analysis = new Analysis(this.#sources);
    this.#view = viewOf((file) => this.#files.get(file));
  }

  /** Reads and analyses all folders, in chunks with turns of the event loop between them. Rejects with the signal's reason when aborted; may be called again. */
  async index({ signal, onProgress }: IndexOptions = {}): Promise<void> {
    // The parser takes a while to load; the disk is read in the meantime.
    const loading = loadTypeScript();
    const pause = makePause(signal);
    for (const root of this.#folders) {
      for (const { folder, files, hasManifest, unreadable } of discover(root)) {
        if (unreadable) this.#passedOver.set(folder, unreadable);
        else this.#passedOver.delete(folder);
        if (hasManifest) this.#packageFolders.add(folder);
        for (const file of files) if (!this.#files.has(file)) this.#read(file);
        await pause();
      }
    }
    this.#imports.forget();
    await loading;
    this.#everything = undefined;
    // What ran before all was read, while an edit came or for other folders, missed what is there now.
    this.#analysis.reset();
    this.#reports.forget();
    const files = this.files();
    for (const [done, file] of files.entries()) {
      onProgress?.(done, files.length);
      this.#complete(file);
      await pause();
    }
    this.#guardNodes = this.#analysis.guardNodes;
    onProgress?.(files.length, files.length);
  }

  /** The editor's text takes the place of the file's on disk until {@link close}. */
  open(file: string, text: string, version: number): AffectedFiles {
    return this.change(file, text, version);
  }

  change(file: string, text: string, version: number): AffectedFiles {
    const path = normalisePath(file);
    if (!isSettings(path)) return this.#setText(path, text, version);
    this.#configurations.open(path, text, version);
    return this.#settingsChanged([path]);
  }

  close(file: string): AffectedFiles {
    const path = normalisePath(file);
    if (isSettings(path)) {
      this.#configurations.close(path);
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
    const sources = paths.filter((path) => !isConfiguration(path));
    const affected = this.#sourcesChanged(sources);
    if (sources.length === paths.length) return affected;
    const others = paths.filter(isConfiguration);
    if (others.every(isSettings)) {
      this.#configurations.forget();
      return new Set([...affected, ...this.#settingsChanged(others)]);
    }
    for (const path of paths) if (nameOf(path) === "package.json") this.#notePackage(path);
    return new Set([...affected, ...others.filter(isSettings), ...this.#configurationChanged()]);
  }

  /** The same of a path that is known to be gone. */
  fileDeleted(file: string): AffectedFiles {
    const path = normalisePath(file);
    if (isConfiguration(path)) return this.filesChanged([path]);
    const gone = [...this.#files.values()].filter((it) => isInside(it.path, path) && it.version === null).map((it) => it.path);
    if (gone.length === 0) return new Set();
    const before = this.#imports.all();
    for (const each of gone) this.#files.delete(each);
    this.#imports.forget();
    return this.#afterFilesChanged(gone, before);
  }

  #sourcesChanged(paths: readonly string[]): AffectedFiles {
    const [path, ...more] = paths;
    const only = more.length === 0 && path !== undefined ? this.#files.get(path) : undefined;
    const text = only && only.version === null ? this.#readText(only.path) : undefined;
    // One that was there and is there still, as an editor saves it.
    if (only && text !== undefined) return this.#setText(only.path, text, null);
    const before = this.#imports.all();
    const changed = paths.flatMap((each) => this.#takeFromDisk(each));
    if (changed.length === 0) return new Set();
    this.#imports.forget();
    return this.#afterFilesChanged(changed, before);
  }

  /** Takes a file as it is on disk now, without looking at what that changes. Gives the paths of the files that came, went or changed. */
  #takeFromDisk(path: string): string[] {
    const known = this.#files.get(path);
    if (known ? known.version !== null : !this.#folders.some((folder) => isDiscoverable(path, folder))) return this.#forget(path);
    const text = this.#readText(path);
    if (text === undefined) return this.#forget(path);
    if (known?.text === text) return [];
    const scan = scanText(text);
    if (known) known.setText(text, scan);
    else this.#read(path);
    return [path];
  }

  /** Forgets what is not open of a path: the file that cannot be read, and of a folder that is no more its files. */
  #forget(path: string): string[] {
    const isFolder = !existsSync(path);
    const gone = [...this.#files.values()]
      .filter((it) => it.version === null && (isFolder ? isInside(it.path, path) : it.path === path))
      .map((it) => it.path);
    for (const each of gone) this.#files.delete(each);
    return gone;
  }

  #notePackage(manifest: string): void {
    if (existsSync(manifest)) this.#packageFolders.add(folderOf(manifest));
    else this.#packageFolders.delete(folderOf(manifest));
  }

  /** Takes other folders; the new ones are analysed by the next {@link index}. */
  setFolders(folders: readonly string[]): AffectedFiles {
    this.#folders = folders.map(normalisePath);
    const gone = [...this.#files.keys()].filter((path) => !this.#folders.some((folder) => isInside(path, folder)));
    const before = this.#imports.all();
    for (const path of gone) this.#files.delete(path);
    this.#imports.forget();
    return this.#afterFilesChanged(gone, before);
  }

  /** In the order of their ranges. Of a settings file, what is wrong with it; of a file that its settings leave out, nothing. */
  diagnose(file: string): Diagnostic[] {
    const path = normalisePath(file);
    const { settings } = this.#configurations;
    if (isSettings(path)) return diagnoseSettings(path, this.text(path) ?? "", settings.problemsOf(path));
    const source = this.#files.get(path);
    if (!source?.facts || !settings.isIncluded(path)) return [];
    const observations = this.#observations(path);
    return this.#reports.of(path, { observations, others: [this.#analysis.guards, settings] }, (looks) =>
      this.#check(path, this.#analysis, {
        source: viewOf((file) => {
          looks.files.add(file);
          return this.#files.get(file);
        }),
        everyObservation: () => this.#everyObservation(),
        now: () => {
          looks.asksTheTime = true;
          return this.#now();
        },
      }),
    );
  }

  #check(file: string, analysis: Analysis, seen: Pick<FileToCheck, "source" | "everyObservation" | "now">): Diagnostic[] {
    return checkFile({
      file,
      ...seen,
      guards: analysis.guards,
      observations: analysis.observations(file),
      ...(analysis.move && { target: analysis.move.cloud.id }),
      pageOf: this.#pageOf,
      severityOf: (rule) => this.#configurations.settings.severityOf(file, rule),
      onRuleError: this.#onRuleError,
    });
  }

  /**
   * What it would take to run files on another cloud. Edits that come while it is worked out are taken in. Rejects with the signal's reason when aborted.
   * Undefined where `at` names no provider.
   */
  async portability({ target, files, at, signal }: PortabilityQuestion): Promise<PortabilityReport | undefined> {
    const pause = makePause(signal);
    const asked = files && new Set(files.map(normalisePath));
    for (;;) {
      const everything = this.#everyObservation();
      const chosen = at && providersAt(this.#view, everything, { ...at, file: normalisePath(at.file) });
      if (chosen?.size === 0) return undefined;
      const staying = stayingProviders(this.#analysis.guards, everything, target.id, (file) => asked?.has(file) ?? true);
      // Whoever asks about one provider wants to know about that one.
      const includes = (site: Site): boolean => chosen?.has(keyOfSite(site)) ?? !staying.has(keyOfSite(site));
      const moved = new Analysis(this.#sources, { cloud: target, includes });
      const isEdited = (): boolean => this.#everything !== everything;
      for (const file of this.files()) {
        moved.complete(file);
        await pause();
        if (isEdited()) break;
      }
      const both: MovedFile[] = [];
      for (const file of isEdited() ? [] : (files ?? this.files())) {
        both.push(this.#bothWays(normalisePath(file), moved));
        await pause();
        if (isEdited()) break;
      }
      if (!isEdited()) return comparePortability(this.#view, target, both, at === undefined);
    }
  }

  #bothWays(file: string, moved: Analysis): MovedFile {
    const isChecked = this.#files.get(file)?.facts && this.#configurations.settings.isIncluded(file);
    const everyMoved = (): Observation[] => moved.observedFiles().flatMap((each) => moved.observations(each));
    return {
      file,
      present: { diagnostics: this.diagnose(file), observations: this.#observations(file) },
      moved: {
        diagnostics: isChecked ? this.#check(file, moved, { source: this.#view, everyObservation: everyMoved, now: this.#now }) : [],
        observations: moved.observations(file),
      },
    };
  }

  /** Whether a provider, or the config of one, is made in a range of a file. */
  hasProvider(file: string, range: Range): boolean {
    return providersAt(this.#view, this.#everyObservation(), { file: normalisePath(file), range }).size > 0;
  }

  /** Why the answers about a file are a guess: its first syntax error. Undefined also where they are those of its last good text, as while someone types. */
  syntaxError(file: string): RelatedLocation | undefined {
    const source = this.#files.get(normalisePath(file));
    const error = source?.facts?.syntaxError;
    return source && error && { file: source.path, range: source.range(error.start, error.end), message: error.message };
  }

  /** Whether a text could be read as the content of a file, once the workspace is indexed. */
  isWellFormed(file: string, text: string): boolean {
    const ts = loadedTypeScript();
    return ts !== undefined && extractFacts(ts, normalisePath(file), text)?.syntaxError === undefined;
  }

  /** The files that have something of Glacier's in them, import one that has, or are given something of Glacier's by one, sorted. */
  files(): string[] {
    return [...new Set([...this.#imports.relevant(), ...this.#analysis.observedFiles()])].sort();
  }

  /** Every source file of the folders, sorted. What is no text, or too much of it, is none. */
  sourceFiles(): string[] {
    return [...this.#files.values()].flatMap(({ path, scan }) => (scan ? [path] : [])).sort();
  }

  /** Whether what is found in a file is reported: its settings may leave it out. */
  isIncluded(file: string): boolean {
    return this.#configurations.settings.isIncluded(normalisePath(file));
  }

  /** The settings files that count for some files, sorted. Default: for all that have to do with Glacier. */
  settingsFiles(files: readonly string[] = this.files()): string[] {
    const { settings } = this.#configurations;
    return [...new Set(files.flatMap((file) => settings.fileFor(normalisePath(file)) ?? []))].sort();
  }

  /** Files and folders that should have been analysed and could not, sorted by their paths. */
  passedOver(): PassedOver[] {
    return [...this.#passedOver.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  }

  /** The version of an open file, else null. */
  version(file: string): number | null {
    const path = normalisePath(file);
    return this.#files.get(path)?.version ?? this.#configurations.version(path) ?? null;
  }

  /** The text that the answers speak about; undefined for a file that is not known. */
  text(file: string): string | undefined {
    const path = normalisePath(file);
    return isSettings(path) ? this.#configurations.text(path) : this.#files.get(path)?.text;
  }

  /** Edits of one file, with those that take out of its imports what nothing uses after them. */
  withoutUnusedImports(file: string, edits: readonly FixEdit[]): FixEdit[] {
    const path = normalisePath(file);
    return this.#files.has(path) ? withoutUnusedImports(this.#view, path, edits) : [...edits];
  }

  outline(file: string): Outline {
    const path = normalisePath(file);
    return outlineOf(path, this.version(path), this.#view, (of) => this.#observations(of), this.files());
  }

  resources(): Resources {
    return resourcesOf(this.#view, this.#everyObservation(), (file) => this.#rootOf(file));
  }

  /** The innermost of the folders that a file lies in, else its own. */
  #rootOf(file: string): string {
    const roots = this.#folders.filter((folder) => isInside(file, folder));
    return roots.reduce((inner, root) => (root.length > inner.length ? root : inner), roots[0] ?? folderOf(file));
  }

  /** With `file`: what the file declares or touches. With `pipeline`: that pipeline, its steps and what they reach. */
  graph(options: { file?: string; pipeline?: string } = {}): Graph {
    const file = options.file === undefined ? undefined : normalisePath(options.file);
    return buildGraph(this.#view, this.#analysis.guards, this.#everyObservation(), { ...options, ...(file !== undefined && { file }) });
  }

  /** What is recorded when a file is loaded: the graph of one of its pipelines, else of all that it exports. Else the names to choose from. */
  graphOfFile(file: string, pipeline?: string): Graph | Exclude<ChosenPipelines, { kind: "chosen" }> {
    const path = normalisePath(file);
    const found = findPipelines(this.#analysis.exports(path), this.#analysis.madeBy(path));
    const chosen = choosePipelines(found, pipeline);
    return chosen.kind === "chosen" ? graphOfPipelines(this.#view, this.#analysis.guards, chosen.pipelines) : chosen;
  }

  #observations(file: string): Observation[] {
    return this.#analysis.observations(file);
  }

  #everyObservation(): readonly Observation[] {
    this.#everything ??= this.#analysis.observedFiles().flatMap((file) => this.#observations(file));
    return this.#everything;
  }

  #complete(file: string, observed?: Set<string>): void {
    this.#everything = undefined;
    this.#analysis.complete(file, observed);
  }

  #setText(path: string, text: string, version: number | null): AffectedFiles {
    const known = this.#files.get(path);
    if (known && known.text === text) {
      known.version = version;
      return new Set();
    }
    this.#everything = undefined;
    const scan = isSourceName(nameOf(path)) ? scanText(text) : undefined;
    const before = known && sameImports(known.scan, scan) ? undefined : this.#imports.all();
    const source = known ?? new SourceFile(path, text, scan);
    source.version = version;
    if (!known) this.#files.set(path, source);
    const old = source.facts;
    source.setText(text, scan);
    if (before) {
      if (known) this.#imports.forgetFile(path);
      else this.#imports.forget();
      return this.#afterFilesChanged([path], before);
    }
    if (!old || !loadedTypeScript()) return new Set([path]);
    return this.#afterEdit(source, old);
  }

  /** The usual keystroke: the file's imports are what they were. */
  #afterEdit(source: SourceFile, old: NonNullable<SourceFile["facts"]>): AffectedFiles {
    const spliced = this.#splice(source, old);
    const facts = spliced ? undefined : this.#extract(source);
    if (facts?.syntaxError) return new Set([source.path, ...this.#analysis.usersOf(source.path)]);
    const aligned = spliced ?? (facts && alignFacts(old, facts));
    // Whatever was concluded from nodes that are what they were stays true of them.
    if (aligned && (aligned.facts.body === old.body || this.#analysis.takeQuietly(source.path, aligned))) {
      source.setFacts(aligned.facts);
      return new Set([source.path, ...this.#analysis.usersOf(source.path)]);
    }
    const importedGlacier = source.importsGlacier;
    source.setFacts(aligned?.facts ?? facts);
    // An import that was written while the text could not be read counts from now on.
    if (source.importsGlacier !== importedGlacier) {
      this.#imports.forgetRelevance();
      return this.#afterFilesChanged([source.path], this.#imports.all());
    }
    return this.#repeat([source.path], false);
  }

  /** Files have come, gone, or import something else. */
  #afterFilesChanged(changed: readonly string[], before: ReadonlyMap<string, readonly string[]>): AffectedFiles {
    const relevantBefore = this.#imports.relevantBefore;
    if (!loadedTypeScript()) return new Set(changed);
    for (const path of changed) {
      const source = this.#files.get(path);
      const facts = source && this.#extract(source);
      if (source && !(facts?.syntaxError && source.facts)) source.setFacts(facts);
    }
    const after = this.#imports.all();
    const touched = [...new Set([...before.keys(), ...after.keys()])].filter((file) => !isSameList(before.get(file), after.get(file)));
    const relevant = this.#imports.relevant();
    // What has nothing to do with Glacier any more is not looked at again.
    const left = [...(relevantBefore ?? [])].filter((file) => !relevant.has(file));
    const observed = new Set<string>();
    const affected = this.#repeat([...changed, ...touched, ...left], true);
    for (const file of relevant) if (!relevantBefore?.has(file)) this.#complete(file, observed);
    return new Set([...affected, ...observed, ...changed, ...touched]);
  }

  #configurationChanged(): AffectedFiles {
    const before = this.files();
    this.#configurations.forget();
    this.#imports.forget();
    if (loadedTypeScript()) this.#repeatEverything();
    // Also those that have nothing to do with Glacier any more: what was said of them is gone.
    return new Set([...before, ...this.files()]);
  }

  /** Nothing has to be analysed again: only what is reported, and how loudly, may be other than before. */
  #settingsChanged(settings: readonly string[]): AffectedFiles {
    return new Set([...settings, ...this.files()]);
  }

  #repeat(changed: readonly string[], importsChanged: boolean): AffectedFiles {
    this.#everything = undefined;
    const { modules, observed } = this.#analysis.forget(changed, importsChanged);
    if (this.#analysis.guardNodes > 2 * this.#guardNodes + GUARD_GROWTH) this.#repeatEverything();
    const relevant = this.#imports.relevant();
    for (const module of modules) if (relevant.has(module)) this.#complete(module, observed);
    // What was said of these speaks of runs that are no more.
    this.#reports.forget([...observed, ...modules, ...changed]);
    return new Set([...observed, ...modules].filter((file) => relevant.has(file) || observed.has(file) || changed.includes(file)));
  }

  #repeatEverything(): void {
    this.#everything = undefined;
    this.#analysis.reset();
    this.#reports.forget();
    for (const file of this.files()) this.#complete(file);
    this.#guardNodes = this.#analysis.guardNodes;
  }

  #facts(file: string): SourceFile["facts"] {
    const source = this.#files.get(file);
    if (source && !source.facts) source.setFacts(this.#extract(source));
    return source?.facts;
  }

  /** The facts after an edit inside of a single statement. */
  #splice(source: SourceFile, old: NonNullable<SourceFile["facts"]>): Alignment | undefined {
    const ts = loadedTypeScript();
    const { before, change } = source.edit;
    return ts && source.scan ? spliceFacts(ts, source.path, old, before, source.text, change) : undefined;
  }

  #extract(source: SourceFile): SourceFile["facts"] {
    const ts = loadedTypeScript();
    if (!ts || !source.scan) return undefined;
    const facts = extractFacts(ts, source.path, source.text);
    if (!facts) this.#passedOver.set(source.path, { path: source.path, reason: { kind: "deep" } });
    else if (this.#passedOver.get(source.path)?.reason.kind === "deep") this.#passedOver.delete(source.path);
    return facts;
  }

  /** Takes in a file that lies outside of the folders, if there is one. */
  #readOutside(file: string): boolean {
    if (!isSourceName(nameOf(file)) || this.#folders.some((folder) => isInside(file, folder)) || file.includes("/node_modules/"))
      return false;
    this.#read(file);
    return this.#files.has(file);
  }

  #read(file: string): void {
    const text = this.#readText(file);
    if (text === undefined) return;
    const scan = scanText(text);
    if (isTooLarge(text)) this.#passedOver.set(file, { path: file, reason: { kind: "large" } });
    // The text of what is no source is not kept.
    this.#files.set(file, new SourceFile(file, scan ? text : "", scan));
  }

  #readText(file: string): string | undefined {
    this.#passedOver.delete(file);
    try {
      const facts = statSync(file);
      // A pipe gives nothing until somebody writes to it.
      if (!facts.isFile()) return undefined;
      // Gigabytes are not read to learn that they are too many.
      if (isSurelyTooLarge(facts.size)) {
        this.#passedOver.set(file, { path: file, reason: { kind: "large" } });
        return undefined;
      }
      return readTextFile(file);
    } catch (error) {
      // What may not be read cannot be analysed; everything else can.
      const reason = whyUnreadable(file, error);
      if (reason) this.#passedOver.set(file, reason);
      return undefined;
    }
  }
}

/** By how much the guards may outgrow those of a fresh analysis before they are made anew. */
const GUARD_GROWTH = 200_000;
