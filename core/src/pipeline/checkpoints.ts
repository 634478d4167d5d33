import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { LazyDataFrame } from "nodejs-polars";
import { keepFrame, keptFrame } from "../data/checkpoint-frames.ts";
import { frameKind } from "../data/frame-kind.ts";
import type { JsonValue } from "../json.ts";
import { isPlainObject } from "./arguments.ts";
import { Journal, listRuns, type PastRun, readRun, removeOldRuns, type StepRecord, type StoredOutput } from "./checkpoint-journal.ts";
import type { CheckpointOptions } from "./run-options.ts";
import { showText } from "./secrets.ts";
import { textOf } from "./step-error.ts";

export type { PastRun, StepRecord } from "./checkpoint-journal.ts";

/** Where runs are kept unless the caller says otherwise, in the working directory. */
const defaultFolder = join(".glacier", "runs");

/** What is to be kept of a step that succeeded. */
export interface FinishedStep {
  step: string;
  code: string;
  args: string | undefined;
  sources: string | undefined;
  value: unknown;
}

/** Keeps the outputs of one run, and finds those of earlier ones. A folder that cannot be written to is said once and changes nothing else. */
export class Checkpoints {
  private readonly root: string;
  private readonly keepLazy: boolean;
  private journal: Journal | undefined;
  private tidying: Promise<void> | undefined;
  private frames = 0;

  constructor({ folder = defaultFolder, lazyFrames = "recipe" }: CheckpointOptions = {}) {
    this.root = resolve(folder);
    this.keepLazy = lazyFrames === "data";
  }

  async begin(run: { runId: string; pipeline: string; startedAt: string; resumed?: string }): Promise<void> {
    await this.orSay(async () => {
      this.journal = await Journal.create(this.root, { type: "run", version: 1, ...run });
      // Beside the steps, which need not wait for it.
      this.tidying = removeOldRuns(this.root).catch((error: unknown) =>
        warn(`Old runs cannot be removed from ${this.root} (${textOf(error)}).`),
      );
    });
  }

  /** Keeps what a step gave, and gives what to pass on in its stead: a lazy frame that had to be collected for keeping is not computed once more. */
  async keep({ step, code, args, sources, value }: FinishedStep): Promise<unknown> {
    let passOn = value;
    await this.orSay(async () => {
      const output = await this.store(value, (kept) => {
        passOn = kept;
      }).catch((error: unknown): StoredOutput => {
        warn(`What step '${step}' gave cannot be kept (${textOf(error)}): a run that resumes this one calls the step again.`);
        return { kind: "none" };
      });
      await this.journal?.append({ type: "step", step, code, args, sources, output });
    });
    return passOn;
  }

  /** Takes over the record of a step that is not run again, so that a later run can resume this one. */
  async carry(record: StepRecord, from: PastRun): Promise<void> {
    const { output } = record;
    const kept = output.kind === "frame" ? { ...output, file: resolve(from.folder, output.file) } : output;
    await this.orSay(async () => this.journal?.append({ ...record, output: kept }));
  }

  async end(status: string): Promise<void> {
    await this.orSay(async () => {
      await this.journal?.append({ type: "end", status });
      await this.journal?.close();
    });
    await this.tidying;
  }

  run(runId: string): Promise<PastRun | undefined> {
    return readRun(this.root, runId);
  }

  /** The newest record of each of these steps in the runs of a pipeline. */
  async newest(pipeline: string, steps: readonly string[]): Promise<Map<string, { record: StepRecord; run: PastRun }>> {
    const found = new Map<string, { record: StepRecord; run: PastRun }>();
    for (const runId of await listRuns(this.root)) {
      if (steps.every((step) => found.has(step))) break;
      const run = await readRun(this.root, runId);
      if (run?.pipeline !== pipeline) continue;
      for (const step of steps) {
        const record = run.steps.get(step);
        if (record && !found.has(step)) found.set(step, { record, run });
      }
    }
    return found;
  }

  private async store(value: unknown, passOn: (kept: unknown) => void): Promise<StoredOutput> {
    const frame = frameKind(value);
    if (frame === "lazy" && !this.keepLazy) return { kind: "recipe" };
    if (frame && this.journal) {
      const file = `${++this.frames}.parquet`;
      // frameKind has told that it is a frame; which of the two makes no difference to keepFrame.
      const data = await keepFrame(value as LazyDataFrame, join(this.journal.folder, file));
      if (frame === "lazy") passOn(data.lazy());
      return { kind: "frame", file, lazy: frame === "lazy" };
    }
    if (value === undefined) return { kind: "undefined" };
    return isJson(value) ? { kind: "json", value } : { kind: "none" };
  }

  private async orSay(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      warn(`This run cannot be resumed: its outputs cannot be kept in ${this.root} (${textOf(error)}).`);
      const { journal } = this;
      this.journal = undefined;
      await journal?.close().catch(() => undefined);
    }
  }
}

function warn(text: string): void {
  process.emitWarning(showText(text), "GlacierWarning");
}

/** An output that was kept, or why it is not there: `call` means that calling the step again costs nothing. */
export type Loaded = { state: "there"; value: unknown } | { state: "call" } | { state: "gone" };

/** Reads a kept output. */
export async function load(record: StepRecord, run: PastRun): Promise<Loaded> {
  const { output } = record;
  switch (output.kind) {
    case "json":
      return { state: "there", value: output.value };
    case "undefined":
      return { state: "there", value: undefined };
    case "recipe":
      return { state: "call" };
    case "none":
      return { state: "gone" };
    case "frame": {
      const path = resolve(run.folder, output.file);
      try {
        await access(path);
        return { state: "there", value: await keptFrame(path, output.lazy) };
      } catch {
        // Removed, or spoiled: either way the step has to run again, which is what the caller does with this answer.
        return { state: "gone" };
      }
    }
  }
}

/** Whether JSON can hold a value and give it back as it was: no class, no date, no hole, nothing that holds itself. Never throws. */
export function isJson(value: unknown): value is JsonValue {
  try {
    return isPlainData(value, []);
  } catch {
    // A getter or a proxy of the user's threw, or the nesting is too deep: nothing that JSON gives back as it was.
    return false;
  }
}

function isPlainData(value: unknown, around: readonly unknown[]): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object" || around.includes(value)) return false;
  const inside = [...around, value];
  if (Array.isArray(value)) return Object.keys(value).length === value.length && value.every((item) => isPlainData(item, inside));
  return (
    isPlainObject(value) &&
    Object.getOwnPropertySymbols(value).length === 0 &&
    Object.values(value).every((item) => isPlainData(item, inside))
  );
}
