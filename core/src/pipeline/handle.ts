import { PipelineError } from "../errors.ts";
import { handleBrand } from "./shared.ts";

declare const output: unique symbol;

/**
 * What a task called in a pipeline's body gives: a handle that stands for the step's output until the run. It fits where a `T` is
 * expected by another task, alone or inside an array or plain object, and nowhere else.
 *
 * Its type can be awaited because the same call outside a body runs the function: `await clean(frame)` is then a `T`.
 */
export interface TaskOutput<out T> extends PromiseLike<T> {
  readonly [output]: T;
}

/** What is known of a handle. */
export interface HandleTarget {
  /** The recording it belongs to, by identity. */
  recording: object;
  step: string;
}

/** Makes the handle of a step. Using it as if it were the data throws {@link PipelineError}, with a message that says what it is. */
export function createHandle(target: HandleTarget): TaskOutput<never> {
  // The symbol is configurable, because a proxy may not report a fixed property otherwise than it is.
  const object = { [handleBrand]: target };
  return new Proxy(object, {
    get(from, key) {
      if (key === handleBrand) return target;
      // Printing, comparing and cloning tools ask every object for these; a mistake asks for something else.
      if (typeof key === "symbol" && key !== Symbol.toPrimitive && key !== Symbol.iterator) return Reflect.get(from, key);
      if (key === "constructor" || key === "toJSON") return Reflect.get(from, key);
      throw usedAsData(target, String(key));
    },
  }) as unknown as TaskOutput<never>;
}

/** What a handle stands for; undefined for anything else. */
export function handleTarget(value: unknown): HandleTarget | undefined {
  return typeof value === "object" && value !== null ? (value as { [handleBrand]?: HandleTarget })[handleBrand] : undefined;
}

function usedAsData({ step }: HandleTarget, key: string): PipelineError {
  return new PipelineError(
    `The output of step '${step}' was used as data (its '${key}' was read), but it is a handle: the step has not run yet.`,
    {
      hint: "Pass the handle to a task, and do the work in there.",
    },
  );
}
