import { PipelineError } from "../errors.ts";
import { findHandles } from "./arguments.ts";
import type { TaskOutput } from "./handle.ts";
import { sharedState, taskBrand } from "./shared.ts";
import { checkName, checkTaskOptions, type TaskOptions } from "./task-options.ts";

/** What a task was made of. */
export interface TaskDefinition {
  name: string;
  /** Called with the real values. Its parameters are its own business, which is why nothing is said of them here. */
  fn: (...args: never[]) => unknown;
  options: Readonly<TaskOptions>;
  /** Made where `task` was called: its stack tells the place, and costs nothing until it is read. */
  site: Error;
}

/** A task, for instance in `dependsOn`. */
export interface TaskReference {
  readonly [taskBrand]: TaskDefinition;
  readonly name: string;
}

/**
 * A function that can be a step. Called in a pipeline's body it records a step and gives a handle; called anywhere else it runs the function
 * as it is and gives what the function gives, for instance to test it: `await clean(frame)`.
 */
export interface Task<A extends readonly unknown[] = never, R = unknown> extends TaskReference {
  (...args: StepArguments<A>): TaskOutput<Awaited<R>>;
}

/** The arguments of a step: each parameter takes its own type, or a handle of it. */
export type StepArguments<A extends readonly unknown[]> = { [K in keyof A]: StepArgument<A[K]> };

/** A value, a handle of one, or an array or plain object that holds handles. */
export type StepArgument<P> = P | TaskOutput<P> | Nested<P>;

type Nested<P> = P extends readonly unknown[]
  ? { [K in keyof P]: StepArgument<P[K]> }
  : P extends Plain<P>
    ? { [K in keyof P]: StepArgument<P[K]> }
    : never;

// Data, that is: an object with a method is an instance of a class, and a handle in one of its fields would not be found. What has no fields, such as a function, holds nothing.
type Plain<P> = P extends AnyFunction
  ? never
  : [keyof P] extends [never]
    ? never
    : true extends { [K in keyof P]-?: IsMethod<P[K]> }[keyof P]
      ? never
      : P;

// `any` extends everything, and is no method.
type IsMethod<T> = 0 extends 1 & T ? false : Extract<T, AnyFunction> extends never ? false : true;

/**
 * A function, without a signature that TypeScript would take its parameters' types from: a parameter that has only a default value keeps the type of that.
 */
// biome-ignore lint/complexity/noBannedTypes: a signature of any form would be that context.
type AnyFunction = Function;

/** The task that a function makes. */
export type TaskOf<F> = F extends (...args: infer A) => infer R ? Task<A, R> : never;

/**
 * Makes a task of a function.
 * @throws PipelineError when neither the options nor the function have a name, or an option is not what it should be.
 */
export function task<F extends AnyFunction>(fn: F): TaskOf<F>;
export function task<F extends AnyFunction>(options: TaskOptions, fn: F): TaskOf<F>;
export function task(...given: [(...args: unknown[]) => unknown] | [TaskOptions, (...args: unknown[]) => unknown]): unknown {
  const [options, fn] = given.length === 1 ? [{}, given[0]] : given;
  if (typeof fn !== "function")
    throw new PipelineError("A task needs a function.", {
      hint: "Write task(function load() { ... }) or task({ ... }, function load() { ... }).",
    });
  const label = `Task '${options?.name ?? (fn.name || "without a name")}'`;
  checkTaskOptions(options, label);
  const name = options.name ?? fn.name;
  if (name === "") throw new PipelineError("A task has no name.", { hint: 'Give the function a name, or say task({ name: "..." }, ...).' });
  checkName(name, label);

  const definition: TaskDefinition = {
    name,
    fn: fn as (...args: never[]) => unknown,
    options: Object.freeze({ ...options }),
    site: new Error("task"),
  };
  sharedState().loading?.tasks.push(definition);
  const call = (...args: unknown[]): unknown => {
    const { recorder } = sharedState();
    if (recorder) return recorder.add(definition, args);
    const [leaked] = findHandles(args);
    if (leaked) {
      throw new PipelineError(`The output of step '${leaked.step}' was passed to task '${name}' outside its pipeline's body.`, {
        hint: "Call the task in the body.",
      });
    }
    return fn(...args);
  };
  Object.defineProperties(call, { name: { value: name }, length: { value: fn.length }, [taskBrand]: { value: definition } });
  return call;
}
