import { type Guard, type Guards, NEVER } from "../flow/guards.ts";
import type { StepRecord } from "../flow/values.ts";

/** The steps whose output a step takes. */
export const inputsOf = ({ given }: StepRecord): StepRecord[] => given.flatMap(({ atom }) => (atom.kind === "handle" ? [atom.step] : []));

/** The steps that a step waits for, whether for their output or because of `dependsOn`. */
const waitsFor = (step: StepRecord): StepRecord[] => [...inputsOf(step), ...step.dependencies.flatMap(({ steps }) => steps)];

/** The steps whose output a step takes on every path on which there is the step. */
export const sureInputsOf =
  (guards: Guards) =>
  ({ given, guard }: StepRecord): StepRecord[] =>
    given.flatMap(({ atom, guard: own }) => (atom.kind === "handle" && guards.implies(guard, own) ? [atom.step] : []));

/** The paths on which a step waits for another, which it may do in several ways. */
export function waitingFor(guards: Guards, { given, dependencies }: StepRecord, other: StepRecord): Guard {
  const ways = [
    ...given.flatMap(({ atom, guard }) => (atom.kind === "handle" && atom.step === other ? [guard] : [])),
    ...dependencies.flatMap(({ steps, guard }) => (steps.includes(other) ? [guard] : [])),
  ];
  return ways.reduce((sum, guard) => guards.or(sum, guard), NEVER);
}

/** Everything that comes before a step, by way of what it and others wait for; the step itself too where it waits for itself. */
export function before(step: StepRecord, next: (step: StepRecord) => readonly StepRecord[] = waitsFor): Set<StepRecord> {
  const found = new Set<StepRecord>();
  const queue = [...next(step)];
  for (let other = queue.pop(); other; other = queue.pop()) {
    if (found.has(other)) continue;
    found.add(other);
    queue.push(...next(other));
  }
  return found;
}

/** Whether one of two steps has to wait for the other. */
export const areOrdered = (one: StepRecord, other: StepRecord): boolean => before(one).has(other) || before(other).has(one);

/** A way from a step over what it waits for to another, both included; undefined where there is none. */
export function wayTo(from: StepRecord, to: StepRecord): StepRecord[] | undefined {
  const cameFrom = new Map<StepRecord, StepRecord | undefined>([[from, undefined]]);
  // Breadth first, so that the shortest way is told.
  for (const [step] of cameFrom) {
    if (step === to) return wayBack(cameFrom, to);
    for (const other of waitsFor(step)) if (!cameFrom.has(other)) cameFrom.set(other, step);
  }
  return undefined;
}

function wayBack(cameFrom: ReadonlyMap<StepRecord, StepRecord | undefined>, to: StepRecord): StepRecord[] {
  const way: StepRecord[] = [];
  for (let step: StepRecord | undefined = to; step; step = cameFrom.get(step)) way.push(step);
  return way.reverse();
}

/** Those of a pipeline's steps that cannot be put in an order: each waits for itself, by way of others or not, or for one that does. */
export function withoutOrder(steps: readonly StepRecord[]): ReadonlySet<StepRecord> {
  const known = unordered.get(steps);
  if (known) return known;
  const all = new Set(steps);
  const waiting = new Map<StepRecord, StepRecord[]>();
  const open = new Map<StepRecord, number>();
  for (const step of all) {
    const others = new Set(waitsFor(step));
    open.set(step, others.size);
    for (const other of others) {
      all.add(other);
      const forIt = waiting.get(other);
      if (forIt) forIt.push(step);
      else waiting.set(other, [step]);
    }
  }
  const free = [...all].filter((step) => open.get(step) === 0);
  for (let step = free.pop(); step; step = free.pop()) {
    open.delete(step);
    for (const other of waiting.get(step) ?? []) {
      const left = (open.get(other) ?? 0) - 1;
      open.set(other, left);
      if (left === 0) free.push(other);
    }
  }
  const found = new Set(open.keys());
  unordered.set(steps, found);
  return found;
}

const unordered = new WeakMap<readonly StepRecord[], ReadonlySet<StepRecord>>();
