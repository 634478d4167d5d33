import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic, FixEdit } from "../../../server/src/analysis/diagnostic.ts";
import type { LoadWorkspace } from "../../../server/src/lsp/analysis.ts";
import type { AffectedFiles } from "../../../server/src/workspace/live-analysis.ts";
import type { Workspace } from "../../../server/src/workspace/workspace.ts";

/** Every question and edit that reached the workspace, and what the test wants to go wrong. */
export interface WordLog {
  calls: string[];
  /** Runs in the place of the index; the real one goes on when it is resolved. */
  beforeIndex?: (signal: AbortSignal | undefined) => Promise<void>;
  beforeDiagnose?: (file: string) => void;
}

/**
 * A workspace without TypeScript, for the tests of what stands around it. Each `BAD` in a text is an error, fixed by `GOOD`;
 * `uses <name>` is a warning while the file of that name has a `BAD`.
 */
export function wordWorkspace(log: WordLog): LoadWorkspace {
  class WordWorkspace {
    readonly #texts = new Map<string, string>();
    readonly #open = new Map<string, { text: string; version: number }>();
    #folders: readonly string[];

    constructor({ folders }: { folders: readonly string[] }) {
      this.#folders = folders;
      log.calls.push(`new ${folders.join(" ")}`);
    }

    async index({ signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {}): Promise<void> {
      log.calls.push("index");
      await log.beforeIndex?.(signal);
      signal?.throwIfAborted();
      this.#texts.clear();
      const files = this.#folders.flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))));
      for (const [at, file] of files.entries()) {
        this.#read(file);
        onProgress?.(at + 1, files.length);
      }
    }

    open(file: string, text: string, version: number): AffectedFiles {
      log.calls.push(`open ${file} ${version}`);
      this.#open.set(file, { text, version });
      return this.#affected(file);
    }

    change(file: string, text: string, version: number): AffectedFiles {
      log.calls.push(`change ${file} ${version}`);
      this.#open.set(file, { text, version });
      return this.#affected(file);
    }

    close(file: string): AffectedFiles {
      log.calls.push(`close ${file}`);
      this.#open.delete(file);
      return this.#affected(file);
    }

    filesChanged(files: readonly string[]): AffectedFiles {
      log.calls.push(`filesChanged ${files.join(" ")}`);
      for (const file of files) this.#texts.delete(file);
      for (const file of files) if (existsSync(file)) this.#read(file);
      return new Set(files.flatMap((file) => [...this.#affected(file)]));
    }

    fileDeleted(file: string): AffectedFiles {
      log.calls.push(`fileDeleted ${file}`);
      for (const known of [...this.#texts.keys()]) if (known === file || known.startsWith(`${file}/`)) this.#texts.delete(known);
      return this.#affected(file);
    }

    setFolders(folders: readonly string[]): AffectedFiles {
      log.calls.push(`setFolders ${folders.join(" ")}`);
      this.#folders = folders;
      return new Set();
    }

    hasProvider(): boolean {
      return false;
    }

    files(): string[] {
      return [...new Set([...this.#texts.keys(), ...this.#open.keys()])].sort();
    }

    settingsFiles(): string[] {
      return [];
    }

    version(file: string): number | null {
      return this.#open.get(file)?.version ?? null;
    }

    diagnose(file: string): Diagnostic[] {
      log.beforeDiagnose?.(file);
      log.calls.push(`diagnose ${file}`);
      return this.#text(file)
        .split(/\r?\n/)
        .flatMap((text, line) => [...text.matchAll(/BAD|uses (\S+)/g)].flatMap((match) => this.#diagnose(file, line, match)));
    }

    outline(file: string) {
      return { file, version: this.version(file), pipelines: [], tasks: [], providers: [], buckets: [] };
    }

    resources() {
      return { providers: [] };
    }

    withoutUnusedImports(_file: string, edits: readonly FixEdit[]): readonly FixEdit[] {
      return edits;
    }

    graph() {
      return { version: 1, nodes: [], edges: [] };
    }

    #diagnose(file: string, line: number, match: RegExpExecArray): Diagnostic[] {
      const start = { line, character: match.index };
      const range = { start, end: { line, character: match.index + match[0].length } };
      const used = match[1] === undefined ? undefined : this.files().find((other) => other.endsWith(`/${match[1]}`));
      if (match[1] === undefined) {
        const edits = [{ file, range, newText: "GOOD" }];
        const ignore = [{ file, range: { start, end: start }, newText: "NOT-" }];
        return [
          {
            ...{
              file,
              range,
              code: "bad-word",
              severity: "error",
              message: "This is bad.",
              docs: "https://example.com/bad-word",
              related: [],
            },
            fixes: [
              { title: "Make it good", kind: "quickfix", preferred: true, edits },
              { title: "Say that it is not", kind: "quickfix", edits: ignore },
            ],
          },
        ];
      }
      if (used === undefined || !this.#text(used).includes("BAD")) return [];
      const related = [{ file: used, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, message: "It is bad." }];
      return [
        {
          file,
          range,
          code: "bad-use",
          severity: "warning",
          message: "What this uses is bad.",
          related,
          fixes: [],
          unnecessary: true,
        },
      ];
    }

    #affected(file: string): AffectedFiles {
      const name = file.slice(file.lastIndexOf("/") + 1);
      return new Set([file, ...this.files().filter((other) => this.#text(other).includes(`uses ${name}`))]);
    }

    #text(file: string): string {
      return this.#open.get(file)?.text ?? this.#texts.get(file) ?? "";
    }

    #read(file: string): void {
      if (statSync(file).isFile()) this.#texts.set(file, readFileSync(file, "utf8"));
    }
  }
  // The class has the workspace's public methods; its private fields, which nobody outside can see, are others.
  return () => Promise.resolve(WordWorkspace as unknown as typeof Workspace);
}
