import { existsSync, readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { Diagnostic } from "@glacier/server";
import type { Problem } from "../print-problem.ts";
import { replaceFile } from "../write-file.ts";
import { fingerprints } from "./fingerprint.ts";
import type { BaselineOutcome, CheckResult } from "./result.ts";

/** One kind of finding that is known, and how often it is there. */
interface Entry {
  /** Relative to the baseline's folder, with `/`. */
  file: string;
  code: string;
  /** Of the line, see {@link fingerprints}. */
  hash: string;
  count: number;
}

/** The findings that somebody decided to live with, as a file. */
export class Baseline {
  readonly #path: string;
  readonly #entries: readonly Entry[];

  private constructor(path: string, entries: readonly Entry[]) {
    this.#path = path;
    this.#entries = entries;
  }

  /** What is wrong with the file instead, where it is no baseline, or is not there and may not be missing. */
  static read(path: string, { mayBeMissing }: { mayBeMissing: boolean }): Baseline | Problem {
    if (mayBeMissing && !existsSync(path)) return new Baseline(path, []);
    const entries = readEntries(path);
    return Array.isArray(entries) ? new Baseline(path, entries) : entries;
  }

  /** Takes out of the findings those that stand in the baseline. `isChecked` tells of which files, known by their paths, all findings are there. */
  apply({ diagnostics, textOf }: CheckResult, isChecked: (file: string) => boolean): BaselineOutcome & { diagnostics: Diagnostic[] } {
    const left = new Map(this.#entries.map((entry) => [keyOf(entry), entry.count]));
    const hidden: Diagnostic[] = [];
    const shown: Diagnostic[] = [];
    for (const { diagnostic, hash } of fingerprints(diagnostics, textOf)) {
      const key = keyOf({ file: this.#name(diagnostic.file), code: diagnostic.code, hash });
      const count = isKeepable(diagnostic) ? (left.get(key) ?? 0) : 0;
      if (count > 0) left.set(key, count - 1);
      (count > 0 ? hidden : shown).push(diagnostic);
    }
    const gone = this.#entries
      .filter((entry) => this.#isDecided(entry, isChecked))
      .reduce((sum, entry) => sum + (left.get(keyOf(entry)) ?? 0), 0);
    return { diagnostics: shown, hidden, gone };
  }

  /** Writes the present findings, and of files that were not checked what stands there. Gives the baseline that is in place then. */
  update({ diagnostics, textOf }: CheckResult, isChecked: (file: string) => boolean): Baseline {
    const entries = new Map<string, Entry>();
    for (const entry of this.#entries) if (!this.#isDecided(entry, isChecked)) entries.set(keyOf(entry), entry);
    for (const { diagnostic, hash } of fingerprints(diagnostics.filter(isKeepable), textOf)) {
      const entry = { file: this.#name(diagnostic.file), code: diagnostic.code, hash };
      entries.set(keyOf(entry), { ...entry, count: (entries.get(keyOf(entry))?.count ?? 0) + 1 });
    }
    replaceFile(this.#path, print([...entries.values()]));
    return new Baseline(this.#path, [...entries.values()]);
  }

  /** Whether all that is found in an entry's file is known by now. */
  #isDecided({ file }: Entry, isChecked: (file: string) => boolean): boolean {
    const path = `${dirname(this.#path)}/${file}`;
    return isChecked(path) || !existsSync(path);
  }

  readonly #name = (file: string): string => relative(dirname(this.#path), file).replaceAll("\\", "/");
}

/** Nobody can decide to live with a file that is not read. */
const isKeepable = ({ code }: Diagnostic): boolean => code !== "syntax-error";

const keyOf = ({ file, code, hash }: Omit<Entry, "count">): string => JSON.stringify([file, code, hash]);

/** One line an entry, sorted: a finding that comes or goes is one line of a diff. */
function print(entries: readonly Entry[]): string {
  const lines = entries.map(({ file, code, hash, count }) => `    ${JSON.stringify({ file, code, hash, count })}`).sort();
  return `{\n  "version": ${VERSION},\n  "findings": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}]\n}\n`;
}

const VERSION = 1;

function readEntries(path: string): Entry[] | Problem {
  const wrong = (what: string): Problem => ({
    code: "CONFIG_INVALID",
    message: `${path} ${what}.`,
    hint: "Delete it, and write it anew with --update-baseline.",
  });
  let parsed: unknown;
  try {
    // Editors may put a byte order mark there.
    parsed = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    if (error instanceof SyntaxError) return wrong("is not JSON");
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return { code: "NOT_FOUND", message: `The baseline ${path} cannot be read (${code}).`, hint: "--update-baseline writes it." };
  }
  if (typeof parsed !== "object" || parsed === null || !("version" in parsed)) return wrong("is no baseline of glacier check");
  if (parsed.version !== VERSION)
    return wrong(`is a baseline of version ${JSON.stringify(parsed.version)}, and this command knows version ${VERSION}`);
  if (!("findings" in parsed) || !Array.isArray(parsed.findings)) return wrong("has no list of findings");
  const items: unknown[] = parsed.findings;
  const broken = items.findIndex((item) => !isEntry(item));
  if (broken >= 0) return wrong(`is damaged: its finding ${broken + 1} needs "file", "code", "hash" and "count"`);
  return items.filter(isEntry);
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { file, code, hash, count } = value as Record<string, unknown>; // Looked at one by one.
  return [file, code, hash].every((it) => typeof it === "string") && Number.isSafeInteger(count) && Number(count) > 0;
}
