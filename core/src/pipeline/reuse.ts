import { PipelineError } from "../errors.ts";
import { type Checkpoints, type Loaded, load, type PastRun, type StepRecord } from "./checkpoints.ts";
import { argumentsFingerprint, codeFingerprint } from "./fingerprint.ts";
import { type Plan, planSteps } from "./plan.ts";
import type { RecordedStep } from "./recorder.ts";
import { sourceVersion } from "./source-version.ts";

/** What a run has to do: which steps it runs, and what it takes from earlier runs instead. */
export interface Work {
  /** The steps of the run, reused ones too, each after those it waits for. */
  order: string[];
  /** Of these, the steps that are run. */
  run: Set<string>;
  /** Of the others, what they gave, where it is needed or at hand. */
  outputs: Map<string, unknown>;
  /** Where the reused steps come from. */
  reused: Map<string, { record: StepRecord; run: PastRun }>;
}

export interface ReuseOptions {
  pipeline: string;
  steps: readonly PlannableStep[];
  plan: Plan;
  resume: string | undefined;
  checkpoints: Checkpoints | undefined;
}

/** A recorded step, with the name of its task where the plan looks for it. */
export type PlannableStep = Pick<RecordedStep, "name" | "args" | "inputs" | "waitsFor"> & {
  task: string;
  definition: RecordedStep["task"];
};

/**
 * Decides from the end to the beginning, because whether an output is needed depends on whether those that take it run.
 * @throws PipelineError for a run that does not exist, and when an input of a selected step is nowhere to be had.
 */
export async function decideWork({ pipeline, steps, plan, resume, checkpoints }: ReuseOptions): Promise<Work> {
  const selected = new Set(plan.order);
  if (resume === undefined && plan.missing.length === 0) return { order: plan.order, run: selected, outputs: new Map(), reused: new Map() };
  if (!checkpoints)
    throw new PipelineError("Without checkpoints there is nothing to take earlier outputs from.", {
      hint: "Run with 'upstream', or leave 'checkpoints' on.",
    });

  const past = resume === undefined ? undefined : await pastRun(checkpoints, resume, pipeline);
  const byName = new Map(steps.map((step) => [step.name, step]));
  const { order } = planSteps(steps);
  const good = past ? await unchanged(order, byName, past) : new Set<string>();
  const outside = order.filter((name) => !selected.has(name));
  const newest = await checkpoints.newest(pipeline, outside);

  const work: Work = { order: [], run: new Set(), outputs: new Map(), reused: new Map() };
  const demanded = new Set<string>();
  const missing: string[] = [];
  for (const name of order.toReversed()) {
    if (!selected.has(name) && !demanded.has(name)) continue;
    const source = sourceOf(name);
    const loaded: Loaded = source ? await load(source.record, source.run) : { state: "gone" };
    if (source && (loaded.state === "there" || !demanded.has(name))) {
      work.reused.set(name, source);
      if (loaded.state === "there") work.outputs.set(name, loaded.value);
    } else if (selected.has(name) || loaded.state === "call") {
      work.run.add(name);
      for (const input of byName.get(name)?.inputs ?? []) demanded.add(input);
    } else {
      missing.unshift(name);
    }
  }
  if (missing.length > 0) {
    throw new PipelineError(`There is no checkpoint of ${missing.map((name) => `'${name}'`).join(", ")}, whose output is needed.`, {
      hint: "Run with 'upstream' to run what is needed too.",
    });
  }
  work.order = order.filter((name) => work.run.has(name) || work.reused.has(name));
  return work;

  /** Where the output of a step may be taken from: of the resumed run if it is still good, or, for a step that is not to be run, of the newest run. */
  function sourceOf(name: string): { record: StepRecord; run: PastRun } | undefined {
    const record = good.has(name) ? past?.steps.get(name) : undefined;
    if (past && record) return { record, run: past };
    const latest = selected.has(name) ? undefined : newest.get(name);
    return latest && latest.record.args === argumentsFingerprint(byName.get(name)?.args ?? []) ? latest : undefined;
  }
}

/** The steps that finished in a run from the code and the inputs they would have now. */
async function unchanged(order: readonly string[], steps: ReadonlyMap<string, PlannableStep>, past: PastRun): Promise<Set<string>> {
  const good = new Set<string>();
  for (const name of order) {
    const step = steps.get(name);
    const record = past.steps.get(name);
    if (!step || !record || record.code !== codeFingerprint(step.definition)) continue;
    const args = argumentsFingerprint(step.args);
    const same = args !== undefined && args === record.args && [...step.inputs, ...step.waitsFor].every((other) => good.has(other));
    if (!same) continue;
    const sources = await sourceVersion({ task: step.definition, args: step.args });
    if (sources !== undefined && sources === record.sources) good.add(name);
  }
  return good;
}

async function pastRun(checkpoints: Checkpoints, runId: string, pipeline: string): Promise<PastRun> {
  const past = await checkpoints.run(runId);
  if (!past)
    throw new UnknownRunError(`There is no run '${runId}' to resume.`, {
      hint: "A run's id is told when it starts, and in the names of the folders of .glacier/runs.",
    });
  if (past.pipeline !== pipeline) throw new UnknownRunError(`Run '${runId}' is one of pipeline '${past.pipeline}', not of '${pipeline}'.`);
  return past;
}

/** A run to resume that does not exist. */
export class UnknownRunError extends PipelineError {}
