import { PipelineError } from "../errors.ts";
import { findHandles } from "./arguments.ts";
import { createHandle, type TaskOutput } from "./handle.ts";
import type { PipelineDefinition } from "./pipeline.ts";
import { sharedState, taskDefinition } from "./shared.ts";
import { isGlacierError, textOf } from "./step-error.ts";
import type { TaskDefinition } from "./task.ts";

/** A step as the body recorded it. */
export interface RecordedStep {
  /** The task's name, after `<pipeline>/` for each pipeline it is inlined from; from the second step of a name on with `#2`, `#3`, ... */
  name: string;
  task: TaskDefinition;
  args: readonly unknown[];
  /** The steps whose output it takes. */
  inputs: string[];
  /** The steps that it waits for because of `dependsOn`. */
  waitsFor: string[];
  /** Made where the task was called: its stack tells the place, and costs nothing until it is read. */
  site: Error;
}

/** What a pipeline's body did. */
export interface Recording {
  pipeline: PipelineDefinition;
  steps: RecordedStep[];
}

/** What tasks and pipelines called in a body talk to. */
export interface Recorder {
  add(task: TaskDefinition, args: readonly unknown[]): TaskOutput<never>;
  inline(pipeline: PipelineDefinition, args: readonly unknown[]): unknown;
  /** A mistake that the body itself may not notice. It fails the recording. */
  refuse(error: PipelineError): void;
}

/**
 * Calls a pipeline's body once and gives what it recorded.
 * @throws PipelineError for an async body, a leaked handle, and a `dependsOn` outside the pipeline; what the body throws, unless it is a GlacierError, becomes one.
 */
export function record(pipeline: PipelineDefinition, args: readonly unknown[]): Recording {
  const state = sharedState();
  if (state.recorder)
    throw new PipelineError(`Pipeline '${pipeline.name}' was asked for its steps in the body of another.`, {
      hint: "Call it as a function to inline its steps.",
    });
  const body = new BodyRecorder();
  state.recorder = body;
  try {
    body.call(pipeline, args);
  } finally {
    delete state.recorder;
  }
  if (body.refused) throw body.refused;
  return { pipeline, steps: body.steps.map(({ scope, ...step }) => ({ ...step, waitsFor: waitsFor(step, scope, body.steps, pipeline) })) };
}

/** One call of one body: the pipeline itself, or one that it inlines. */
interface Scope {
  prefix: string;
  parent?: Scope;
}

interface ScopedStep extends Omit<RecordedStep, "waitsFor"> {
  scope: Scope;
}

class BodyRecorder implements Recorder {
  readonly steps: ScopedStep[] = [];
  refused: PipelineError | undefined;
  private scope: Scope = { prefix: "" };
  private readonly names = new Set<string>();
  private readonly lastNumber = new Map<string, number>();
  private readonly inlining: PipelineDefinition[] = [];

  call(pipeline: PipelineDefinition, args: readonly unknown[]): unknown {
    this.inlining.push(pipeline);
    try {
      const result = callBody(pipeline, args);
      if (!(result instanceof Promise)) return result;
      // The body goes on without us, and what it throws then has been said already.
      result.catch(() => undefined);
      throw new PipelineError(`The body of pipeline '${pipeline.name}' is async.`, {
        hint: "A body only records steps: leave out `async` and `await`, and await inside the tasks.",
      });
    } finally {
      this.inlining.pop();
    }
  }

  inline(pipeline: PipelineDefinition, args: readonly unknown[]): unknown {
    if (this.inlining.includes(pipeline))
      throw new PipelineError(`Pipeline '${pipeline.name}' inlines itself.`, { hint: "A pipeline cannot contain itself." });
    const outer = this.scope;
    this.scope = { prefix: `${outer.prefix}${pipeline.name}/`, parent: outer };
    try {
      return this.call(pipeline, args);
    } finally {
      this.scope = outer;
    }
  }

  add(task: TaskDefinition, args: readonly unknown[]): TaskOutput<never> {
    const handles = findHandles(args);
    const leaked = handles.find(({ recording }) => recording !== this);
    if (leaked) {
      throw new PipelineError(`Task '${task.name}' was given the output of step '${leaked.step}' of another run of a pipeline's body.`, {
        hint: "A handle is good only in the body that made it: do not keep it in a variable outside.",
      });
    }
    const name = this.freeName(`${this.scope.prefix}${task.name}`);
    this.steps.push({
      name,
      task,
      args,
      inputs: [...new Set(handles.map(({ step }) => step))],
      site: new Error("step"),
      scope: this.scope,
    });
    return createHandle({ recording: this, step: name });
  }

  refuse(error: PipelineError): void {
    this.refused ??= error;
  }

  private freeName(wanted: string): string {
    let name = wanted;
    // The last number is kept so that a task called thousands of times is not counted up from 2 each time.
    let number = this.lastNumber.get(wanted) ?? 1;
    while (this.names.has(name)) name = `${wanted}#${++number}`;
    this.lastNumber.set(wanted, number);
    this.names.add(name);
    return name;
  }
}

function callBody(pipeline: PipelineDefinition, args: readonly unknown[]): unknown {
  try {
    return pipeline.body(...(args as never[]));
  } catch (error) {
    if (isGlacierError(error)) throw error;
    throw new PipelineError(`The body of pipeline '${pipeline.name}' threw: ${textOf(error)}`, { cause: error });
  }
}

/** The steps that `dependsOn` means: those of the task in the same call of a body, else in the nearest body around it, else anywhere. */
function waitsFor(
  { name, task }: Pick<ScopedStep, "name" | "task">,
  scope: Scope,
  steps: readonly ScopedStep[],
  pipeline: PipelineDefinition,
): string[] {
  const found = (task.options.dependsOn ?? []).flatMap((reference) => {
    const wanted = taskDefinition(reference);
    const all = steps.filter((step) => step.task === wanted);
    for (let around: Scope | undefined = scope; around; around = around.parent) {
      const near = all.filter((step) => step.scope === around);
      if (near.length > 0) return near;
    }
    if (all.length > 0) return all;
    throw new PipelineError(`Step '${name}' depends on task '${wanted?.name}', which is not in pipeline '${pipeline.name}'.`, {
      hint: `Call ${wanted?.name}(...) in the body, or take it out of 'dependsOn'.`,
    });
  });
  return [...new Set(found.map((step) => step.name))];
}
