import { translatePolarsError } from "../data/errors.ts";
import { frameKind } from "../data/frame-kind.ts";
import { forEachLeaf } from "./arguments.ts";
import { asResource } from "./resource-like.ts";
import { isError } from "./step-error.ts";

/**
 * What a task threw, with the object it is about where it is an error of Polars' about data: at a task's own `collect()`, which comes long after
 * the scan, Polars names no file. Anything else is given back as it is.
 * @param values what the task was given: the frames it worked on, and the buckets it may have scanned.
 */
export function translateDataError(thrown: unknown, values: readonly unknown[]): unknown {
  if (!isError(thrown) || !isNative(thrown)) return thrown;
  const data: unknown[] = [];
  forEachLeaf(values, (value) => {
    if (frameKind(value)) data.push(value);
    else data.push(...[asResource(value)?.uri].filter((uri) => uri !== undefined));
  });
  return translatePolarsError(thrown, { data, operation: "collect" }) ?? thrown;
}

/** Whether it comes from a native addon: what JavaScript threw is the author's own, and so is a file that Polars was told to read at once. */
function isNative(error: Error): boolean {
  return "code" in error && error.code === "GenericFailure" && !/nodejs-polars[\\/]bin[\\/]io\.js/.test(error.stack ?? "");
}
