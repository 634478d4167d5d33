import { Analysis, type Sources } from "../analysis/analysis.ts";
import { alignFacts } from "../analysis/facts/align.ts";
import type { FileFacts } from "../analysis/facts/facts.ts";
import { loadedTypeScript } from "../analysis/facts/typescript.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import { ImportGraph, isSameList, sameImports } from "./import-graph.ts";
import { scanFile } from "./scan.ts";
import { settling } from "./settling.ts";
import { readFacts, splicedFacts } from "./source-facts.ts";
import { SourceFile } from "./source-file.ts";
import type { SourceFiles } from "./source-files.ts";

/** The files whose diagnostics, outline or graph may be other than before. */
export type AffectedFiles = ReadonlySet<string>;

/** Hears of what speaks of runs that are no more, and would keep them. */
interface Forgotten {
  /** All that is known of files; of all, where none are named. */
  forget(files?: Iterable<string>): void;
  /** What was said of files in which something else may happen now. */
  forgetSaid(files: Iterable<string>): void;
}

/** What each file imported before a change. */
type Imports = ReadonlyMap<string, readonly string[]>;

/** The analysis of all source files, kept true through edits: what an edit may have changed is learnt again, everything else is kept. */
export class LiveAnalysis {
  readonly #files: SourceFiles;
  readonly #imports: ImportGraph;
  readonly #forgotten: Forgotten;
  /** How the analysis sees the files. */
  readonly sources: Sources;
  readonly analysis: Analysis;
  /** How many there were after everything was analysed afresh. */
  #guardNodes = 0;
  /** What all files observe, kept until an edit. */
  #everything: readonly Observation[] | undefined;

  constructor(files: SourceFiles, forgotten: Forgotten) {
    this.#files = files;
    this.#forgotten = forgotten;
    this.#imports = new ImportGraph({
      files: files.all,
      packageFolders: files.packageFolders,
      take: (file) => files.takeImported(file),
      configuration: (file) => files.configurations.text(file),
      facts: (file) => files.facts(file),
    });
    this.sources = {
      facts: (file) => files.facts(file),
      resolve: (specifier, from) => this.#imports.resolve(specifier, from),
      imports: (file) => this.#imports.of(file),
      importers: (file) => this.#imports.importersOf(file),
      relevant: () => this.#imports.relevant(),
      settlesEnvironment: (file) => this.#imports.settling().has(file),
    };
    this.analysis = new Analysis(this.sources);
  }

  /** The files that have something of Glacier's in them, import one that has, or are given something of Glacier's by one, sorted. */
  files(): string[] {
    return [...new Set([...this.#imports.relevant(), ...this.analysis.observedFiles()])].sort();
  }

  /** Whether a file is one of {@link files}. */
  concerns(file: string): boolean {
    return this.#imports.relevant().has(file) || this.analysis.observationsByModule(file).length > 0;
  }

  everyObservation(): readonly Observation[] {
    this.#everything ??= this.analysis.observedFiles().flatMap((file) => this.analysis.observations(file));
    return this.#everything;
  }

  /** Analyses everything afresh, for any import may mean another file than before. Yields before each file, and says how many are done of how many. */
  *start(): Generator<[done: number, total: number], void> {
    this.#imports.forget();
    // What ran before all was read, while an edit came or for other folders, missed what is there now.
    this.#reset();
    const files = this.files();
    for (const [done, file] of files.entries()) {
      yield [done, files.length];
      this.#complete(file);
    }
    for (const _ of this.#settling()) yield [files.length, files.length];
    this.#guardNodes = this.analysis.guardNodes;
    yield [files.length, files.length];
  }

  setText(path: string, text: string, version: number | null): AffectedFiles {
    const known = this.#files.get(path);
    if (known && known.text === text) {
      known.version = version;
      return new Set();
    }
    if (!this.#files.isLookedAt(path)) return new Set();
    this.#everything = undefined;
    const scan = scanFile(path, text);
    const before = known && sameImports(known.scan, scan) ? undefined : this.#imports.all();
    const source = known ?? new SourceFile(path, text, scan);
    source.version = version;
    if (!known) this.#files.add(source);
    const old = source.facts;
    source.setText(text, scan);
    if (before) {
      if (known) this.#imports.forgetFile(path);
      else this.#imports.forget();
      return this.#afterFilesChanged([path], before);
    }
    if (!loadedTypeScript()) return new Set([path]);
    if (old) return this.#afterEdit(source, old);
    if (!source.wasRead) return new Set([path]);
    // What could not be read may be readable now.
    this.#imports.forgetRelevance();
    return this.#afterFilesChanged([path], this.#imports.all());
  }

  /** `change` lets files come, go or have other texts, and gives their paths. */
  changeFiles(change: () => readonly string[]): AffectedFiles {
    const before = this.#imports.all();
    const changed = change();
    if (changed.length === 0) return new Set();
    this.#imports.forget();
    return this.#afterFilesChanged(changed, before);
  }

  /** They are read anew, and any import may mean another file than before. */
  configurationChanged(): AffectedFiles {
    const before = this.files();
    this.#files.configurations.forget();
    this.#imports.forget();
    if (loadedTypeScript()) this.#repeatEverything();
    // Also those that have nothing to do with Glacier any more: what was said of them is gone.
    return new Set([...before, ...this.files()]);
  }

  /** The usual keystroke: the file's imports are what they were. */
  #afterEdit(source: SourceFile, old: FileFacts): AffectedFiles {
    const spliced = splicedFacts(source, old);
    const facts = spliced ? undefined : readFacts(source, this.#files.disk);
    if (facts?.syntaxError) return new Set([source.path, ...this.analysis.usersOf(source.path)]);
    const aligned = spliced ?? (facts && alignFacts(old, facts));
    if (aligned) this.analysis.keepConclusions(old, aligned);
    // Whatever was concluded from nodes that are what they were stays true of them.
    if (aligned && (aligned.facts.body === old.body || this.analysis.takeQuietly(source.path, aligned))) {
      source.setFacts(aligned.facts);
      return new Set([source.path, ...this.analysis.usersOf(source.path)]);
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
  #afterFilesChanged(changed: readonly string[], before: Imports): AffectedFiles {
    const { relevantBefore, settlingBefore } = this.#imports;
    if (!loadedTypeScript()) return new Set(changed);
    for (const path of changed) {
      const source = this.#files.get(path);
      const facts = source && readFacts(source, this.#files.disk);
      if (source && !(facts?.syntaxError && source.facts)) source.setFacts(facts);
    }
    const after = this.#imports.all();
    const touched = [...new Set([...before.keys(), ...after.keys()])].filter((file) => !isSameList(before.get(file), after.get(file)));
    const relevant = this.#imports.relevant();
    // What has nothing to do with Glacier any more is not looked at again.
    const left = [...(relevantBefore ?? [])].filter((file) => !relevant.has(file));
    // Who imports one that settles something of the environment runs it first, and does not follow what it takes from one that has nothing to do with Glacier.
    const settling = this.#imports.settling();
    const differ = new Set([...difference(settlingBefore ?? settling, settling), ...difference(relevantBefore ?? relevant, relevant)]);
    const importers =
      differ.size === 0 ? [] : [...after].flatMap(([file, imports]) => (imports.some((each) => differ.has(each)) ? [file] : []));
    const observed = new Set<string>();
    const affected = this.#repeat([...changed, ...touched, ...left, ...importers], true);
    for (const file of relevant) if (!relevantBefore?.has(file)) this.#complete(file, observed);
    for (const file of this.#settle()) observed.add(file);
    return new Set([...affected, ...observed, ...changed, ...touched]);
  }

  #repeat(changed: readonly string[], importsChanged: boolean): AffectedFiles {
    this.#everything = undefined;
    const { modules, observed } = this.analysis.forget(changed, importsChanged);
    if (this.analysis.guardNodes > 2 * this.#guardNodes + GUARD_GROWTH) this.#repeatEverything();
    const relevant = this.#imports.relevant();
    for (const module of modules) if (relevant.has(module)) this.#complete(module, observed);
    this.#forgotten.forget([...modules, ...changed]);
    this.#forgotten.forgetSaid(observed);
    return new Set(
      [...observed, ...modules, ...this.#settle()].filter((file) => relevant.has(file) || observed.has(file) || changed.includes(file)),
    );
  }

  /** Does what {@link #settling} does. Gives the files that may be other than before. */
  #settle(): Set<string> {
    for (let steps = this.#settling(); ; ) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /** Learns again of what others do to modules' things. Yields before each file that is analysed again, and gives those that may be other than before. */
  *#settling(): Generator<void, Set<string>> {
    const relevant = this.#imports.relevant();
    const observed = new Set<string>();
    const modules = yield* settling(this.analysis, (file) => relevant.has(file), observed);
    if (modules.size === 0) return modules;
    this.#everything = undefined;
    this.#forgotten.forget(modules);
    this.#forgotten.forgetSaid(observed);
    return new Set([...modules, ...observed]);
  }

  #repeatEverything(): void {
    this.#reset();
    for (const file of this.files()) this.#complete(file);
    this.#settle();
    this.#guardNodes = this.analysis.guardNodes;
  }

  #reset(): void {
    this.#everything = undefined;
    this.analysis.reset();
    this.#forgotten.forget();
  }

  #complete(file: string, observed?: Set<string>): void {
    this.#everything = undefined;
    this.analysis.complete(file, observed);
  }
}

/** What is in one of two sets and not in the other. */
const difference = (one: ReadonlySet<string>, other: ReadonlySet<string>): string[] =>
  [...one, ...other].filter((each) => one.has(each) !== other.has(each));

/** By how much the guards may outgrow those of a fresh analysis before they are made anew. */
const GUARD_GROWTH = 200_000;
