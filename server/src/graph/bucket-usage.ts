import { usageOf } from "@glacier/core/graph";
import type { Expression, FunctionFact, Pattern } from "../analysis/facts/facts.ts";

/**
 * What a task's function does with the bucket at a place of its arguments, by the rule that holds at run time (`core/src/pipeline/bucket-usage.ts`): a reading or writing
 * method of the parameter is named anywhere in the function's own text. What is handed on, or kept under another name, gives no edge.
 */
export function bucketUsage(fact: FunctionFact, path: readonly (string | number)[]): Set<"reads" | "writes"> {
  const found = new Set<"reads" | "writes">();
  const binding = fact.parameters
    .flatMap(({ target, rest }, index) => (rest ? [] : bindingsOf(target, [index])))
    .find(({ path: bound }) => bound.every((key, index) => key === path[index]));
  if (!binding) return found;
  const inner = path.slice(binding.path.length).map(String);
  for (const expression of membersIn(fact.body)) {
    const usage = isPlace(expression.object, binding.name, inner) ? usageOf(expression.name) : undefined;
    if (usage) found.add(usage);
  }
  return found;
}

function bindingsOf(pattern: Pattern, path: (string | number)[]): { name: string; path: (string | number)[] }[] {
  switch (pattern.kind) {
    case "bind":
      return [{ name: pattern.name, path }];
    case "object-pattern":
      return pattern.properties.flatMap(({ key, target }) => (typeof key === "string" ? bindingsOf(target, [...path, key]) : []));
    case "array-pattern":
      return pattern.items.flatMap((item, index) => (item ? bindingsOf(item.target, [...path, index]) : []));
    case "place":
      return [];
  }
}

/** Whether an expression is `name`, or `name.key[0]` where the way to the bucket goes on inside of the parameter. */
function isPlace(expression: Expression, name: string, inner: readonly string[]): boolean {
  const last = inner.at(-1);
  if (last === undefined) return expression.kind === "name" && expression.name === name;
  const before = inner.slice(0, -1);
  if (expression.kind === "member") return expression.name === last && isPlace(expression.object, name, before);
  if (expression.kind !== "index" || expression.index.kind !== "literal") return false;
  return String(expression.index.value) === last && isPlace(expression.object, name, before);
}

function membersIn(root: unknown): (Expression & { kind: "member" })[] {
  const found: (Expression & { kind: "member" })[] = [];
  const queue = [root];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== "object" || next === null) continue;
    // Nothing else of a file's facts has this kind.
    if ((next as { kind?: unknown }).kind === "member") found.push(next as Expression & { kind: "member" });
    queue.push(...Object.values(next));
  }
  return found;
}
