import type { Guard } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { atomsOf, type StepRecord, type StepScope, type TaskAtom } from "./values.ts";

/** One entry of a task's `dependsOn`, as a step finds it. */
export interface Dependency {
  task: TaskAtom;
  /** Its place in the list; undefined where the list is one of several. */
  index: number | undefined;
  guard: Guard;
  /** The steps that it means. None: the task is not in the pipeline. */
  steps: StepRecord[];
}

/** Says of every recorded step what its task's `dependsOn` means, as the list is when the body has been executed. */
export function resolveDependencies(machine: Machine, steps: readonly StepRecord[]): void {
  for (const step of steps) {
    const list = step.task.dependsOn;
    if (!list) continue;
    const lists = atomsOf(list).flatMap((atom) => (atom.kind === "array" ? [machine.seen(atom)] : []));
    step.dependencies = lists.flatMap(({ items }) =>
      items.flatMap(({ value, present }, index): Dependency[] => {
        const alternatives = value.kind === "choice" ? value.alternatives : [{ guard: present, atom: value }];
        return alternatives.flatMap(({ guard, atom }) => {
          if (atom.kind !== "task") return [];
          const own = lists.length === 1 ? index : undefined;
          return [{ task: atom, index: own, guard: machine.guards.and(guard, present), steps: stepsOf(atom, step, steps) }];
        });
      }),
    );
  }
}

/** Those of the task in the same call of a body, else in the nearest one around it, else anywhere. */
function stepsOf(task: TaskAtom, { scope }: StepRecord, steps: readonly StepRecord[]): StepRecord[] {
  const all = steps.filter((other) => other.task === task);
  for (let around: StepScope | undefined = scope; around; around = around.parent) {
    const near = all.filter((other) => other.scope === around);
    if (near.length > 0) return near;
  }
  return all;
}
