import type { JsonValue } from "../json.ts";
import { isJson } from "../pipeline/checkpoints.ts";
import type { RunResult } from "../pipeline/events.ts";
import type { RunReport } from "./protocol.ts";

/** Longer outputs are told by their type: a result is for people and editors, not a way to move data. In characters of JSON. */
const longestOutput = 65_536;

/** A run's result as plain JSON. */
export function reportOf(result: RunResult): RunReport {
  const outputs = Object.fromEntries(Object.entries(result.outputs).map(([step, value]) => [step, outputOf(value)]));
  return { ...result, outputs };
}

function outputOf(value: unknown): JsonValue {
  if (value === undefined) return null;
  try {
    if (isJson(value) && JSON.stringify(value).length <= longestOutput) return value;
    // `[object LazyDataFrame]` → `LazyDataFrame`
    return { $type: Object.prototype.toString.call(value).slice(8, -1) };
  } catch {
    // Even its tag may be a getter that throws. The step has succeeded all the same.
    return { $type: "Object" };
  }
}
