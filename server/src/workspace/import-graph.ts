import { importersOf, relevantFiles, withImporters } from "./relevance.ts";
import { Resolver } from "./resolver.ts";
import type { SourceFile } from "./source-file.ts";

/** What the graph asks of whoever owns the files. */
interface Owner {
  files: ReadonlyMap<string, SourceFile>;
  packageFolders: ReadonlySet<string>;
  /** Takes in a file that is not known and that an import may mean, if there is one. */
  take(file: string): boolean;
  /** The text of a configuration file. */
  configuration(file: string): string | undefined;
  /** Extracts a file's facts, unless they are known. */
  facts(file: string): unknown;
}

/** Which file imports which, and so which of them can have to do with Glacier; worked out when somebody asks, kept until it is forgotten. */
export class ImportGraph {
  readonly #owner: Owner;
  readonly #importsOf = new Map<string, readonly string[]>();
  /** By the list that a look at a file's text gave: another text has another one. */
  #typeImportsOf = new WeakMap<readonly string[], readonly string[]>();
  #importersOf: ReadonlyMap<string, readonly string[]> | undefined;
  #resolver: Resolver | undefined;
  #relevant: ReadonlySet<string> | undefined;
  /** The relevant files as they were before the change that is being looked at. */
  relevantBefore: ReadonlySet<string> | undefined;
  #settling: ReadonlySet<string> | undefined;
  /** The same of those that settle something of the environment. */
  settlingBefore: ReadonlySet<string> | undefined;

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** The file of the workspace that a specifier means. */
  resolve(specifier: string, from: string): string | undefined {
    const { files, packageFolders, take, configuration } = this.#owner;
    this.#resolver ??= new Resolver((file) => files.has(file) || take(file), configuration, packageFolders);
    return this.#resolver.resolve(specifier, from);
  }

  /** The files that a file imports. */
  of(file: string): readonly string[] {
    const known = this.#importsOf.get(file);
    if (known) return known;
    const specifiers = this.#owner.files.get(file)?.scan?.imports ?? [];
    const imports = specifiers.flatMap((specifier) => this.resolve(specifier, file) ?? []);
    this.#importsOf.set(file, imports);
    return imports;
  }

  /** The files that import a file, other than for its types alone. */
  importersOf(file: string): readonly string[] {
    this.#importersOf ??= importersOf(this.#importsOfAll());
    return this.#importersOf.get(file) ?? [];
  }

  *#importsOfAll(): Generator<{ path: string; imports: readonly string[] }, void> {
    // What is taken in because it is imported joins the end of the map while it is gone through.
    for (const path of this.#owner.files.keys()) yield { path, imports: this.of(path) };
  }

  /** The imports of every file, those for types behind the others. */
  all(): Map<string, readonly string[]> {
    return new Map([...this.#owner.files.keys()].map((file) => [file, [...this.of(file), ...this.#typesOf(file)]]));
  }

  /** The files of which a file imports types alone. */
  #typesOf(file: string): readonly string[] {
    const specifiers = this.#owner.files.get(file)?.scan?.typeImports ?? [];
    const known = this.#typeImportsOf.get(specifiers);
    if (known) return known;
    const imports = specifiers.flatMap((specifier) => this.resolve(specifier, file) ?? []);
    this.#typeImportsOf.set(specifiers, imports);
    return imports;
  }

  /** The files that name Glacier, and those that import one of them, directly or through others. */
  relevant(): ReadonlySet<string> {
    if (this.#relevant) return this.#relevant;
    const known: { path: string; namesGlacier: boolean; imports: readonly string[] }[] = [];
    // What is taken in because it is imported joins the end of the map while it is gone through.
    for (const source of this.#owner.files.values()) {
      // Text inside a text can look like an import.
      if (source.scan?.namesGlacier) this.#owner.facts(source.path);
      known.push({ path: source.path, namesGlacier: source.importsGlacier, imports: this.of(source.path) });
    }
    this.#relevant = relevantFiles(known);
    return this.#relevant;
  }

  /** The files that settle something of the environment for whoever loads them: they do it, or import one that does. */
  settling(): ReadonlySet<string> {
    this.#settling ??= withImporters(
      [...this.#owner.files.values()].map(({ path, scan }) => ({ path, scan, imports: this.of(path) })),
      ({ scan }) => scan?.settlesEnvironment === true,
    );
    return this.#settling;
  }

  /** After files have come or gone: any import may mean another one. */
  forget(): void {
    this.#resolver = undefined;
    this.#importsOf.clear();
    this.#importersOf = undefined;
    this.#typeImportsOf = new WeakMap();
    this.forgetRelevance();
  }

  /** After a file that was there imports something else. */
  forgetFile(file: string): void {
    this.#importsOf.delete(file);
    this.#importersOf = undefined;
    this.forgetRelevance();
  }

  /** After a file that was there names Glacier, or does so no more. */
  forgetRelevance(): void {
    this.relevantBefore = this.#relevant ?? this.relevantBefore;
    this.#relevant = undefined;
    this.settlingBefore = this.#settling ?? this.settlingBefore;
    this.#settling = undefined;
  }
}

/** Whether two texts of a file import the same. */
export const sameImports = (one: SourceFile["scan"], other: SourceFile["scan"]): boolean =>
  one?.namesGlacier === other?.namesGlacier &&
  one?.settlesEnvironment === other?.settlesEnvironment &&
  isSameList(one?.imports, other?.imports);

export const isSameList = (one: readonly string[] | undefined, other: readonly string[] | undefined): boolean =>
  one === other || (one?.length === other?.length && (one ?? []).every((item, index) => item === other?.[index]));
