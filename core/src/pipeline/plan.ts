import { didYouMean } from "../config/did-you-mean.ts";
import { PipelineError } from "../errors.ts";

/** A step as far as order goes. */
export interface PlanStep {
  name: string;
  task: string;
  /** The steps whose output it takes. */
  inputs: readonly string[];
  /** The steps that it waits for without taking their output. */
  waitsFor: readonly string[];
}

/** Which steps to run. */
export interface Selection {
  /** Names of steps; a name that is no step's, but a task's, means all steps of the task. Default: every step. */
  only?: readonly string[];
  /** Also all that the named steps need, directly or not. */
  upstream?: boolean;
  /** Also all that needs the named steps, directly or not. */
  downstream?: boolean;
}

export interface Plan {
  /** The selected steps, each after those it waits for; otherwise in the order of the body. */
  order: string[];
  /** Per selected step the selected steps it waits for, whether for data or not. */
  after: Map<string, string[]>;
  /** The steps outside the selection whose output a selected one takes, in the order of the body. */
  missing: string[];
}

/**
 * Puts the steps in order. Pure: the same steps and selection give the same plan.
 * @throws PipelineError for a cycle, wherever it is, and for a selected name that does not exist.
 */
export function planSteps(steps: readonly PlanStep[], selection: Selection = {}): Plan {
  const before = new Map(steps.map((step) => [step.name, [...new Set([...step.inputs, ...step.waitsFor])]]));
  const order = inOrder(steps, before);
  const chosen = select(steps, before, order, selection);
  const needed = new Set(steps.filter(({ name }) => chosen.has(name)).flatMap(({ inputs }) => inputs));
  return {
    order: order.filter((name) => chosen.has(name)),
    after: new Map(
      order.filter((name) => chosen.has(name)).map((name) => [name, (before.get(name) ?? []).filter((other) => chosen.has(other))]),
    ),
    missing: order.filter((name) => needed.has(name) && !chosen.has(name)),
  };
}

/** Depth first in the order of the body, without recursion: a chain of steps may be longer than the stack is deep. */
function inOrder(steps: readonly PlanStep[], before: ReadonlyMap<string, readonly string[]>): string[] {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  for (const { name: root } of steps) {
    if (state.has(root)) continue;
    state.set(root, "open");
    const path = [{ name: root, next: 0 }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const dependency = before.get(top.name)?.[top.next++];
      if (dependency === undefined) {
        state.set(top.name, "done");
        order.push(top.name);
        path.pop();
      } else if (state.get(dependency) === "open") {
        throw cycle([...path.map(({ name }) => name), dependency]);
      } else if (!state.has(dependency)) {
        state.set(dependency, "open");
        path.push({ name: dependency, next: 0 });
      }
    }
  }
  return order;
}

function cycle(path: readonly string[]): PipelineError {
  const round = path.slice(path.indexOf(path.at(-1) ?? ""));
  return new PipelineError(`These steps wait for each other, so none could ever start: ${round.join(" → ")}.`, {
    hint: "Each step waits for the next one. Take one of them out of 'dependsOn', or pass the data another way.",
  });
}

function select(
  steps: readonly PlanStep[],
  before: ReadonlyMap<string, readonly string[]>,
  order: readonly string[],
  selection: Selection,
): Set<string> {
  const { only, upstream, downstream } = selection;
  if (!only) return new Set(order);
  const chosen = new Set(only.flatMap((name) => stepsNamed(name, steps)));
  // Going with the order reaches everything after a step in one pass, going against it everything before.
  if (downstream) for (const name of order) if (before.get(name)?.some((other) => chosen.has(other))) chosen.add(name);
  if (upstream) for (const name of order.toReversed()) if (chosen.has(name)) for (const other of before.get(name) ?? []) chosen.add(other);
  return chosen;
}

function stepsNamed(name: string, steps: readonly PlanStep[]): string[] {
  if (steps.some((step) => step.name === name)) return [name];
  const calls = steps.filter(({ task }) => task === name).map((step) => step.name);
  if (calls.length > 0) return calls;
  const names = steps.map((step) => step.name);
  const near = didYouMean(name, names);
  throw new UnknownStepError(name, names, near ? `Did you mean '${near}'?` : undefined);
}

/** A selected step that does not exist. */
export class UnknownStepError extends PipelineError {
  readonly choices: readonly string[];

  constructor(name: string, choices: readonly string[], hint: string | undefined) {
    super(`The pipeline has no step or task '${name}'.`, { hint });
    this.choices = choices;
  }
}
