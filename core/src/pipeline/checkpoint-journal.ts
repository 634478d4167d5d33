import { type FileHandle, mkdir, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonValue } from "../json.ts";
import { isRunId, startOfRun } from "./run-id.ts";

/**
 * What one run leaves behind: a folder with a journal, one JSON object a line, and the frames that its steps gave. A line is appended when its step is done and its
 * frame is in place, so whatever moment the process dies at, every whole line is true; the half line it may leave is ignored.
 */
export type JournalLine =
  | { type: "run"; version: 1; runId: string; pipeline: string; startedAt: string; resumed?: string }
  | StepRecord
  | { type: "end"; status: string };

/** A step that succeeded. */
export interface StepRecord {
  type: "step";
  step: string;
  code: string;
  /** Absent when the arguments' values cannot be told. */
  args?: string;
  /** The version of the data that it read from its buckets, as it was when the step started. Absent when that cannot be told. */
  sources?: string;
  output: StoredOutput;
}

/** What is kept of an output. `recipe` is a lazy frame, whose step is cheap to call again; `none` cannot be kept. */
export type StoredOutput =
  | { kind: "json"; value: JsonValue }
  | { kind: "undefined" }
  | { kind: "frame"; file: string; lazy: boolean }
  | { kind: "recipe" }
  | { kind: "none" };

/** An earlier run, as far as it came. */
export interface PastRun {
  runId: string;
  pipeline: string;
  folder: string;
  steps: Map<string, StepRecord>;
}

/** How many runs are kept. Older ones are removed while a new one goes on. */
const keptRuns = 50;
/** A run that wrote in the last hour may still be going on, and is never removed. In milliseconds. */
const recent = 3_600_000;

/** Appends to the journal of a new run. */
export class Journal {
  readonly folder: string;
  private readonly file: FileHandle;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, file: FileHandle) {
    this.folder = folder;
    this.file = file;
  }

  /** Makes the run's folder in `root`, which git is told to ignore. */
  static async create(root: string, first: Extract<JournalLine, { type: "run" }>): Promise<Journal> {
    const folder = join(root, first.runId);
    await mkdir(folder, { recursive: true });
    await writeFile(join(root, ".gitignore"), "*\n", { flag: "wx" }).catch(ignoreCode("EEXIST"));
    const journal = new Journal(folder, await open(join(folder, "journal.ndjson"), "ax"));
    await journal.append(first);
    return journal;
  }

  /** Adds a line; lines of steps that end at once come one after the other. */
  append(line: JournalLine): Promise<void> {
    const written = this.last.then(() => this.file.appendFile(`${JSON.stringify(line)}\n`));
    this.last = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.last;
    await this.file.close();
  }
}

/** The runs in a folder, newest first. */
export async function listRuns(root: string): Promise<string[]> {
  const names = await readdir(root).catch(ignoreCode("ENOENT"));
  return (names ?? []).filter(isRunId).sort().reverse();
}

/** Reads what a run left; undefined when there is no such run, or nothing that can be read of it. */
export async function readRun(root: string, runId: string): Promise<PastRun | undefined> {
  if (!isRunId(runId)) return undefined;
  const folder = join(root, runId);
  const text = await readFile(join(folder, "journal.ndjson"), "utf8").catch(ignoreCode("ENOENT"));
  const lines = (text ?? "").split("\n").flatMap(parseLine);
  const first = lines.find((line) => line.type === "run");
  if (first?.version !== 1) return undefined;
  const steps = new Map(lines.filter((line) => line.type === "step").map((line) => [line.step, line]));
  return { runId, pipeline: first.pipeline, folder, steps };
}

function parseLine(line: string): JournalLine[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "type" in value ? [value as JournalLine] : [];
  } catch {
    // The empty text after the last line break, or the half line of a process that died while it wrote.
    return [];
  }
}

/** Removes the oldest runs of a folder, but none that may still be going on. */
export async function removeOldRuns(root: string): Promise<void> {
  for (const runId of (await listRuns(root)).slice(keptRuns)) {
    // Nothing was written before the run started: a young one need not be looked at.
    if (Date.now() - startOfRun(runId) <= recent) continue;
    const folder = join(root, runId);
    const { mtimeMs } = (await stat(join(folder, "journal.ndjson")).catch(ignoreCode("ENOENT"))) ?? { mtimeMs: 0 };
    if (Date.now() - mtimeMs > recent) await rm(folder, { recursive: true, force: true });
  }
}

function ignoreCode(code: string): (error: unknown) => undefined {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error;
  };
}
