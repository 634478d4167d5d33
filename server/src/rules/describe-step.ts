import { nameInSource } from "../analysis/facts/names.ts";
import { variableOf } from "../analysis/facts/walk.ts";
import type { Frame, StepRecord, TaskAtom } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** A step as a sentence says it: by its name, else by what the source calls its task. */
export function describeStep(source: SourceView, step: StepRecord): string {
  if (isNamed(step)) return `step '${step.name}'`;
  const variable = variableIn(source, step.task);
  return variable === undefined ? "one step" : `a step of \`${variable}\``;
}

/** The same of two steps, as a sentence begins with them. */
export function describeSteps(source: SourceView, one: StepRecord, other: StepRecord): string {
  if (isNamed(one) && isNamed(other)) return `Steps '${one.name}' and '${other.name}'`;
  const [first, second] = [describeStep(source, one), describeStep(source, other)];
  if (first !== second) return asBeginning(`${first} and ${second}`);
  return first === "one step" ? "Two steps" : first.replace(/^a step/, "Two steps");
}

/** A step as one of a list of names. */
export const nameOfStep = (source: SourceView, step: StepRecord): string =>
  isNamed(step) ? step.name : (variableIn(source, step.task) ?? "one step");

export function describeTask(source: SourceView, task: TaskAtom): string {
  if (task.label !== UNKNOWN) return `task '${task.label}'`;
  const variable = variableIn(source, task);
  return variable === undefined ? "a task" : `task \`${variable}\``;
}

export const asBeginning = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** What stands for a name that only a run can tell. */
const UNKNOWN = "?";

const isNamed = ({ task, scope }: StepRecord): boolean => task.label !== UNKNOWN && !scope.prefix.split("/").includes(UNKNOWN);

/** The variable that a task is the value of, else the one that what a function makes of it is. */
function variableIn(source: SourceView, { origin }: TaskAtom): string | undefined {
  let site = origin.site;
  for (let frame: Frame | undefined = origin.frame; ; frame = frame.parent) {
    const facts = source.facts(site.file);
    const variable = facts && variableOf(facts, site.node);
    const name = variable && nameInSource(variable.name);
    if (name !== undefined || !frame) return name;
    if (frame.kind !== "call") continue;
    // What is the value of a pipeline's variable is the pipeline.
    if (frame.role) return undefined;
    site = frame.site;
  }
}
