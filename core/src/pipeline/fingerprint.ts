import { createHash } from "node:crypto";
import { forEachLeaf, isPlainObject } from "./arguments.ts";
import { handleTarget } from "./handle.ts";
import { asResource } from "./resource-like.ts";
import { sharedState } from "./shared.ts";
import type { TaskDefinition } from "./task.ts";

/**
 * What tells whether a task is the code it was: its function's own text and, where the runner has bundled the file, the text of everything else in the bundle
 * but the other tasks' functions. So a mend of one task leaves the others' results good, and a mend of a helper, which any task may call, leaves none.
 * Without the runner only the function's own text is known.
 */
export function codeFingerprint(task: TaskDefinition): string {
  return hash([String(task.fn), sharedState().commonCode ?? ""]);
}

/**
 * What tells whether a step's arguments are what they were: JSON values by value, resources by place and config, handles by their step. Undefined when an argument
 * is something whose value cannot be told, such as a function: then no earlier result is ever taken for this step's.
 */
export function argumentsFingerprint(args: readonly unknown[]): string | undefined {
  const parts: unknown[] = [];
  let unknown = false;
  forEachLeaf(args, (value, path) => {
    const known = leaf(value);
    if (known === undefined) unknown = true;
    parts.push([path, known ?? null]);
  });
  return unknown ? undefined : hash([shape(args), ...parts]);
}

/** Hashes a bundle without the functions of its tasks, each of which has a fingerprint of its own. */
export function commonCodeOf(bundle: string, tasks: readonly TaskDefinition[]): string {
  let rest = bundle;
  for (const { fn } of tasks) rest = rest.replace(String(fn), () => "");
  return hash([rest]);
}

function leaf(value: unknown): unknown {
  const handle = handleTarget(value);
  if (handle) return ["step", handle.step];
  const resource = asResource(value);
  if (resource) return ["resource", resource.provider.name, resource.provider.cloud, resource.name, resource.uri ?? null, configOf(value)];
  switch (typeof value) {
    case "string":
    case "boolean":
      return ["value", value];
    case "undefined":
      return ["undefined"];
    case "number":
    case "bigint":
      return ["number", String(value)];
    case "object":
      if (value === null) return ["null"];
      if (value instanceof Date) return ["date", value.getTime()];
      return undefined;
    case "function":
    case "symbol":
      return undefined;
  }
}

function configOf(resource: unknown): unknown {
  try {
    return JSON.stringify((resource as { config?: unknown }).config) ?? null;
  } catch {
    // A config that cannot be told apart by its JSON is told apart by nothing.
    return null;
  }
}

/** Empty arrays and objects have no leaves; their being there still counts. */
function shape(value: unknown, around: readonly unknown[] = []): unknown {
  if (handleTarget(value) || around.includes(value)) return 0;
  const inside = [...around, value];
  if (Array.isArray(value)) return value.map((inner) => shape(inner, inside));
  return isPlainObject(value) ? Object.entries(value).map(([key, inner]) => [key, shape(inner, inside)]) : 0;
}

function hash(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
