import { existsSync } from "node:fs";
import type { FileFacts } from "../analysis/facts/facts.ts";
import { Configurations, isConfiguration } from "./configurations.ts";
import { discover, isDiscoverable, isIgnored, isReachable } from "./discover.ts";
import { Disk } from "./disk.ts";
import { folderOf, isInside, nameOf } from "./paths.ts";
import { isDataName, isSourceName, isTooLarge, scanFile } from "./scan.ts";
import { readFacts } from "./source-facts.ts";
import { SourceFile } from "./source-file.ts";

/** The source files of some folders, as they are on disk or in an editor, and the configurations that say how they are read. */
export class SourceFiles {
  readonly #files = new Map<string, SourceFile>();
  readonly #packageFolders = new Set<string>();
  readonly #followsImports: boolean;
  /** The data files that imports may mean, whether they are there or not: of all others nothing is read. */
  readonly #askedFor = new Set<string>();
  readonly disk = new Disk();
  readonly configurations = new Configurations((file) => this.disk.readText(file));
  folders: readonly string[];

  /** @param followsImports also takes in files outside of the folders where something in them is imported */
  constructor(folders: readonly string[], followsImports: boolean) {
    this.folders = folders;
    this.#followsImports = followsImports;
  }

  get all(): ReadonlyMap<string, SourceFile> {
    return this.#files;
  }

  /** Those with a package.json. */
  get packageFolders(): ReadonlySet<string> {
    return this.#packageFolders;
  }

  get(file: string): SourceFile | undefined {
    return this.#files.get(file);
  }

  /** The file's facts, read now unless they are known. */
  facts(file: string): FileFacts | undefined {
    const source = this.#files.get(file);
    if (source && !source.facts) source.setFacts(readFacts(source, this.disk));
    return source?.facts;
  }

  /** Looks for files that are not known yet, and yields after each folder. */
  *discover(): Generator<void, void> {
    for (const root of this.folders) {
      for (const { folder, files, hasManifest, unreadable } of discover(root)) {
        this.disk.note(folder, unreadable?.reason);
        if (hasManifest) this.#packageFolders.add(folder);
        for (const file of files) if (!this.#files.has(file)) this.#read(file);
        yield;
      }
    }
  }

  /** Takes a file as it is on disk now. Gives the paths of the files that came, went or changed. */
  takeFromDisk(path: string): string[] {
    const known = this.#files.get(path);
    if (known ? known.version !== null : !this.#isFound(path)) return this.#forgetMissing(path);
    const text = this.disk.readText(path);
    if (text === undefined) return this.#forgetMissing(path);
    if (known?.text === text) return [];
    const scan = scanFile(path, text);
    if (known) known.setText(text, scan);
    else this.#read(path);
    return [path];
  }

  /** Takes in a file that something imports, if there is one: data, and what lies outside of the folders where that is asked for. */
  takeImported(file: string): boolean {
    if (isDataName(nameOf(file))) this.#askedFor.add(file);
    else if (this.folders.some((folder) => isInside(file, folder))) return false;
    if (!this.#isTaken(file)) return false;
    this.#read(file);
    return this.#files.has(file);
  }

  /** Whether what happens to a path on disk has a bearing on any source. */
  isSource(path: string): boolean {
    if (!isDataName(nameOf(path))) return !isConfiguration(path);
    // A folder may be called like that, too.
    return this.#files.has(path) || this.#askedFor.has(path) || (!existsSync(path) && this.closedIn(path).length > 0);
  }

  /** Whether the text that an editor has of a file is looked at: data that no import is followed to is left alone on disk as well. */
  isLookedAt(file: string): boolean {
    return this.#files.has(file) || !isDataName(nameOf(file)) || this.#isTaken(file);
  }

  #isFound(file: string): boolean {
    if (isDataName(nameOf(file))) return this.#askedFor.has(file) && this.#isTaken(file);
    return this.folders.some((folder) => isDiscoverable(file, folder));
  }

  #isTaken(file: string): boolean {
    const roots = this.folders.filter((folder) => isInside(file, folder));
    if (isDataName(nameOf(file)) ? isIgnored(file, roots[0]) : !isSourceName(nameOf(file))) return false;
    if (roots.length > 0) return roots.some((folder) => isReachable(file, folder));
    return this.#followsImports && !file.includes("/node_modules/");
  }

  add(source: SourceFile): void {
    this.#files.set(source.path, source);
  }

  delete(paths: Iterable<string>): void {
    for (const path of paths) this.#files.delete(path);
  }

  /** Whether a folder is a package's may have changed. */
  notePackage(manifest: string): void {
    if (existsSync(manifest)) this.#packageFolders.add(folderOf(manifest));
    else this.#packageFolders.delete(folderOf(manifest));
  }

  /** Of a path, and of all in it where it is a folder, the files that no editor has open. */
  closedIn(path: string): string[] {
    return [...this.#files.values()].flatMap((it) => (it.version === null && isInside(it.path, path) ? [it.path] : []));
  }

  /** Forgets what is not open of a path: the file that cannot be read, and of a folder that is no more its files. */
  #forgetMissing(path: string): string[] {
    const isFolder = !existsSync(path);
    const gone = this.closedIn(path).filter((each) => isFolder || each === path);
    this.delete(gone);
    return gone;
  }

  #read(file: string): void {
    const text = this.disk.readText(file);
    if (text === undefined) return;
    const scan = scanFile(file, text);
    if (isTooLarge(text)) this.disk.note(file, { kind: "large" });
    // The text of what is no source is not kept.
    this.#files.set(file, new SourceFile(file, scan ? text : "", scan));
  }
}
