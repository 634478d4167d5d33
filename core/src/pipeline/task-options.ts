import { didYouMean } from "../config/did-you-mean.ts";
import { PipelineError } from "../errors.ts";
import type { ExecutionEnvironment } from "../resources/execution-environment.ts";
import type { Serverless } from "../resources/serverless.ts";
import { asResource } from "./resource-like.ts";
import { taskDefinition } from "./shared.ts";
import type { TaskReference } from "./task.ts";

export interface TaskOptions {
  /** Default: the function's own name. */
  name?: string;
  description?: string;
  /** Tasks of the same pipeline whose steps must have succeeded first, beside those whose output this one takes. */
  dependsOn?: readonly TaskReference[];
  /** Where the task runs: an execution environment or a serverless function. Default: here. */
  executor?: ExecutionEnvironment | Serverless;
  /** How often the task is tried again after a failure. Default: 0. */
  retries?: number;
  /** Milliseconds before the first retry; each further one waits twice as long as the one before, up to a minute. Default: 1000. */
  retryDelay?: number;
  /** Milliseconds that one attempt may take. Default: no limit. */
  timeout?: number;
  /** How an engine splits the data: `rows`, or whole groups by these columns. Needs an `executor` that is an engine. */
  distribute?: { by: "rows" | readonly string[] };
}

/** The longest delay a Node timer takes; above it a timer fires at once (Node documentation, "Timers"). */
const longestTimer = 2_147_483_647;

const known: readonly (keyof TaskOptions)[] = [
  "name",
  "description",
  "dependsOn",
  "executor",
  "retries",
  "retryDelay",
  "timeout",
  "distribute",
];

/** @throws PipelineError for an option that is unknown or has a value it cannot have. */
export function checkTaskOptions(options: unknown, task: string): asserts options is TaskOptions {
  const object = checkOptions(options, known, task);
  if (object.name !== undefined) checkName(object.name, `${task}: 'name'`);
  optionalString(object.description, `${task}: 'description'`);
  wholeNumber(object.retries, `${task}: 'retries'`, 1_000_000, "tries");
  wholeNumber(object.retryDelay, `${task}: 'retryDelay'`, longestTimer, "milliseconds");
  wholeNumber(object.timeout, `${task}: 'timeout'`, longestTimer, "milliseconds");
  if (object.timeout === 0) throw bad(`${task}: 'timeout' is 0: no attempt could ever succeed.`, "Leave it out for no limit.");
  if (object.dependsOn !== undefined) checkDependsOn(object.dependsOn, task);
  if (object.executor !== undefined) checkExecutor(object.executor, task);
  if (object.distribute !== undefined) checkDistribute(object.distribute, task);
}

/** @throws PipelineError unless `options` is a plain object that holds no other keys. */
export function checkOptions(options: unknown, keys: readonly string[], owner: string): Record<string, unknown> {
  if (typeof options !== "object" || options === null || Array.isArray(options)) throw bad(`${owner}: the options must be an object.`);
  for (const key of Object.keys(options)) {
    if (keys.includes(key)) continue;
    const near = didYouMean(key, keys);
    throw bad(`${owner}: there is no option '${key}'.`, near ? `Did you mean '${near}'?` : `The options are ${keys.join(", ")}.`);
  }
  return options as Record<string, unknown>;
}

/** @throws PipelineError unless it is a name that can be shown on one line. */
export function checkName(name: unknown, owner: string): asserts name is string {
  if (typeof name !== "string" || name.trim() === "") throw bad(`${owner} must be a name that is not empty.`);
  if (/\p{Cc}/u.test(name)) throw bad(`${owner} holds a control character.`, "Use letters, digits, spaces and punctuation.");
}

export function optionalString(value: unknown, owner: string): void {
  if (value !== undefined && typeof value !== "string") throw bad(`${owner} must be a string.`);
}

function wholeNumber(value: unknown, owner: string, max: number, unit: string): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > max)
    throw bad(`${owner} must be a whole number of ${unit}, from 0 to ${max}.`);
}

function checkDependsOn(value: unknown, task: string): void {
  if (!Array.isArray(value)) throw bad(`${task}: 'dependsOn' must be an array of tasks.`);
  value.forEach((entry, index) => {
    if (!taskDefinition(entry))
      throw bad(`${task}: 'dependsOn[${index}]' is not a task.`, "Name what task(...) returned, not the function and not a handle.");
  });
}

function checkExecutor(value: unknown, task: string): void {
  const resource = asResource(value);
  if (resource && resource.kind !== "bucket") return;
  throw bad(
    `${task}: 'executor' must be an execution environment or a serverless function.`,
    "Make one with a provider, for instance provider.spark('etl').",
  );
}

function checkDistribute(value: unknown, task: string): void {
  const object = checkOptions(value, ["by"], `${task}: 'distribute'`);
  const columns =
    Array.isArray(object.by) && object.by.length > 0 && object.by.every((column) => typeof column === "string" && column !== "");
  if (object.by !== "rows" && !columns) throw bad(`${task}: 'distribute.by' must be "rows" or the names of columns.`);
}

function bad(message: string, hint?: string): PipelineError {
  return new PipelineError(message, { hint });
}
